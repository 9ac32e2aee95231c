// What a three-way merge says of one field, and where it asks for what was chosen.
import type { Json } from '../manifest/types.ts'

/** The version both began from, the one that was saved first, and one's own. Absent is not set. */
export type Sides<Value> = { readonly base: Value; readonly theirs: Value; readonly mine: Value }

/** `both` puts theirs and then mine: only where lines were inserted at one place. */
export const CHOICES = ['before', 'theirs', 'mine', 'both'] as const
export type Choice = (typeof CHOICES)[number]

/** By the key of a field: what was chosen for it. */
export type Choices = ReadonlyMap<string, Choice>

/**
 * One field that somebody changed. `by` says who: `same` is the same change by both, `joined` values of both that fit together, `conflict`
 * two that do not. Then `choice` is what was chosen, absent while nothing is.
 * Texts as in SpecChange; of a whole object (path "") its type, absent where it is not there.
 */
export type MergeField = {
  readonly key: string
  readonly object: string
  /** In the words of SpecChange; lines of a file carry the number of their first line in the base. */
  readonly path: string
  readonly line?: number
  readonly before?: string
  readonly theirs?: string
  readonly mine?: string
  readonly by: 'theirs' | 'mine' | 'same' | 'joined' | 'conflict'
  readonly choice?: Choice
  /** Whether both sides may be kept, one after the other. */
  readonly canKeepBoth?: true
}

/** Collects the fields of one object and looks up what was chosen. */
export type Ballot = {
  readonly object: string
  readonly choices: Choices
  readonly fields: MergeField[]
}

type Said = Pick<MergeField, 'path' | 'by'> & { readonly line?: number; readonly canKeepBoth?: boolean; readonly texts: Sides<string | undefined> }

/** Notes a field. For a conflict the answer is what was chosen: "before" as long as nothing is. */
export function note(ballot: Ballot, { path, by, line, canKeepBoth = false, texts }: Said): Choice {
  const key = line === undefined ? `${ballot.object} ${path}` : `${ballot.object} ${path}:${line}`
  const chosen = by === 'conflict' ? ballot.choices.get(key) : undefined
  const choice = chosen === 'both' && !canKeepBoth ? undefined : chosen
  ballot.fields.push({
    key, object: ballot.object, path, by,
    ...(line === undefined ? {} : { line }), ...(choice === undefined ? {} : { choice }), ...(canKeepBoth ? { canKeepBoth } : {}),
    ...(texts.base === undefined ? {} : { before: texts.base }),
    ...(texts.theirs === undefined ? {} : { theirs: texts.theirs }),
    ...(texts.mine === undefined ? {} : { mine: texts.mine }),
  })
  if (by !== 'conflict') return by === 'mine' ? 'mine' : 'theirs'
  return choice ?? 'before'
}

/** The side that a choice stands for; "both" is for the caller to join. */
export function pick<Value>(choice: Choice, { base, theirs, mine }: Sides<Value>): Value {
  if (choice === 'before') return base
  return choice === 'mine' ? mine : theirs
}

/** Who changed a value, given how values are compared; undefined when nobody did. */
export function changedBy<Value>({ base, theirs, mine }: Sides<Value>, isSame: (a: Value, b: Value) => boolean): MergeField['by'] | undefined {
  const [theyDid, iDid] = [!isSame(base, theirs), !isSame(base, mine)]
  if (!theyDid && !iDid) return undefined
  if (theyDid && iDid) return isSame(theirs, mine) ? 'same' : 'conflict'
  return theyDid ? 'theirs' : 'mine'
}

/** The same question asked of all three sides. */
export function eachSide<From, To>({ base, theirs, mine }: Sides<From>, ask: (value: From) => To): Sides<To> {
  return { base: ask(base), theirs: ask(theirs), mine: ask(mine) }
}

/** A value as text: as it is written, JSON for what is no text. */
export function textOf(value: Json | undefined): string | undefined {
  return value === undefined || typeof value === 'string' ? value : JSON.stringify(value)
}
