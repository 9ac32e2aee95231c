// What of some drift is to be taken over, as the page keeps it: a field with all that is taken together with it, or an object that is gone.
import type { DriftField, DriftObject } from '#lib/manifest/drift.ts'
import { unitOf } from '#lib/manifest/take-field.ts'

/** Keys of choiceKey(). */
export type Choices = ReadonlySet<string>

/** The fields of one unit share a key; an object that is gone has one of its own. */
export function choiceKey(object: string, field?: DriftField): string {
  return `${object}\n${field === undefined ? '' : unitOf(field.path)}`
}

/** The keys of an object that can be chosen: no unit with a credential, nothing of what cannot be taken over. */
export function keysOf({ object, kind, fields }: DriftObject): string[] {
  // A Secret is only referred to: taking it out is a matter of what refers to it.
  if (kind === 'missing') return object.startsWith('Secret/') ? [] : [choiceKey(object)]
  if (kind !== 'changed') return []
  const secret = new Set(fields.filter((field) => field.secret === true).map((field) => choiceKey(object, field)))
  return [...new Set(fields.map((field) => choiceKey(object, field)))].filter((key) => !secret.has(key))
}

/** The choices as the verb takes them. Those that are no longer there are left out. */
export function chosenObjects(objects: readonly DriftObject[], choices: Choices): { object: string; fields: Pick<DriftField, 'path' | 'theirs'>[] }[] {
  return objects.flatMap((drift) => {
    const keys = new Set(keysOf(drift).filter((key) => choices.has(key)))
    if (keys.size === 0) return []
    const fields = drift.fields.filter((field) => keys.has(choiceKey(drift.object, field)))
    return [{ object: drift.object, fields: fields.map(({ path, theirs }) => ({ path, ...(theirs === undefined ? {} : { theirs }) })) }]
  })
}

/** Whether an object has these words: in its name, a field or a manager. */
export function matches({ object, fields }: DriftObject, words: string): boolean {
  const wanted = words.trim().toLowerCase()
  return [object, ...fields.flatMap(({ path, manager }) => [path, manager?.name ?? ''])].some((text) => text.toLowerCase().includes(wanted))
}
