// A difference between two specs as a reader knows it: the flag, the file, the setting; of a credential only whether it is set.
import type { SpecChange } from '#lib/services/views.ts'

/** Text as it is written, a word of ours, or nothing where the field is not set. */
export type FieldValue = string | { word: 'kept' | 'absent' } | undefined
export type Field = { object: string; path: string; name: string; before: FieldValue; after: FieldValue }

const CREDENTIAL = /^objectStorage\.(?<file>.+)\.credentials\.(?<key>.+)\.(?<part>state|text)$/
const SETTING = /^objectStorage\.(?<file>.+)\.settings\.(?<key>.+)$/

/** The differences that a reader is told of. */
export function fieldsOf(changes: readonly SpecChange[]): Field[] {
  return changes.flatMap((change) => fieldOf(change) ?? [])
}

/** `name` is "" when the object itself came or went. Undefined for what only repeats another difference. */
function fieldOf({ object, path, before, after }: SpecChange): Field | undefined {
  const credential = CREDENTIAL.exec(path)?.groups
  // The text of a placeholder comes or goes with its state.
  if (credential?.part === 'text' && (before === undefined || after === undefined)) return undefined
  if (credential !== undefined) return { object, path, name: `${credential.file}: ${credential.key}`, before: stateWord(before), after: stateWord(after) }
  const setting = SETTING.exec(path)?.groups
  return { object, path, name: setting === undefined ? path.replace(/^flags\./, '--') : `${setting.file}: ${setting.key}`, before, after }
}

function stateWord(state: string | undefined): FieldValue {
  if (state === 'literal') return { word: 'kept' }
  return state === 'absent' ? { word: 'absent' } : state
}
