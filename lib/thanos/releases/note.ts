// The shape of what an operator must know of a release besides its flags.
import { getAt } from '../../manifest/pointer.ts'
import { flagValues } from '../read-args.ts'
import type { Kind } from '../kind.ts'
import type { Workload } from '../spec.ts'
import type { Text } from '../../text.ts'
import type { Release } from '../version.ts'

/** `breaking` needs something done, `behaviour` is noticed, `fix` is a reason to go there, `new` is worth using. */
export type NoteWeight = 'breaking' | 'behaviour' | 'fix' | 'new'

export type ReleaseNote = {
  /** The pull request that brought it, which is also its source. */
  readonly pull: number
  readonly weight: NoteWeight
  /** Kinds that it is about; all when empty. */
  readonly kinds: readonly Kind[]
  /** Only for workloads that set one of these flags. */
  readonly flags?: readonly string[]
  /** Not for workloads whose pod has this set: a JSON pointer from its spec. */
  readonly unlessPod?: string
  readonly what: Text
  /** What to do about it, before or after. */
  readonly act?: Text
  /** What goes wrong on the way back to an older release. */
  readonly back?: Text
}

export type ReleaseFacts = { readonly release: Release; readonly notes: readonly ReleaseNote[] }

/** Where a note comes from. */
export function sourceOf(note: Pick<ReleaseNote, 'pull'>): string {
  return `https://github.com/thanos-io/thanos/pull/${note.pull}`
}

/** Whether a note speaks of a workload. */
export function concerns(note: ReleaseNote, workload: Workload): boolean {
  const isKind = note.kinds.length === 0 || note.kinds.includes(workload.kind)
  const isMet = note.unlessPod !== undefined && getAt(workload.rest, `/spec/template/spec${note.unlessPod}`) !== undefined
  return isKind && !isMet && (note.flags === undefined || note.flags.some((flag) => flagValues(workload.args, flag).length > 0))
}
