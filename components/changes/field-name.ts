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

/** How a field is called; "" when it is the object itself. */
export function fieldName(path: string): string {
  const part = CREDENTIAL.exec(path)?.groups ?? SETTING.exec(path)?.groups
  return part === undefined ? path.replace(/^flags\./, '--').replace(/^files\./, '') : `${part.file}: ${part.key}`
}

/** What a field says: text as it is, of a credential whether it is there. */
export function fieldValue(path: string, text: string | undefined): FieldValue {
  return CREDENTIAL.test(path) ? stateWord(text) : text
}

/** Undefined for what only repeats another difference. */
function fieldOf({ object, path, before, after }: SpecChange): Field | undefined {
  // The text of a placeholder comes or goes with its state.
  if (CREDENTIAL.exec(path)?.groups?.part === 'text' && (before === undefined || after === undefined)) return undefined
  return { object, path, name: fieldName(path), before: fieldValue(path, before), after: fieldValue(path, after) }
}

function stateWord(state: string | undefined): FieldValue {
  if (state === 'literal') return { word: 'kept' }
  return state === 'absent' ? { word: 'absent' } : state
}
