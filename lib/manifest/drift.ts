// Where a live object is not what was applied: the field, both values, who changed it and since when.
import { z } from 'zod'
import { Text } from '../text-schema.ts'
import { diffFields } from './diff.ts'
import { isEqual } from './equal.ts'
import { ownersOf, type FieldManager } from './managed-fields.ts'
import { normaliseLive, showOnly } from './normalise.ts'
import { HIDDEN, redact, redactPair } from './redact.ts'
import type { Json, KubeObject } from './types.ts'

/** Who wrote a field. `subresource` is "scale" for what came through kubectl scale or an autoscaler. */
export const DriftManager = z.object({ name: z.string(), operation: z.enum(['Apply', 'Update']), subresource: z.string().optional() })
export type DriftManager = z.infer<typeof DriftManager>

/**
 * One field: `theirs` is live, `ours` what was applied; one of them is absent when the field was added or is gone. `since` is when its manager
 * wrote it ("written") or, where no manager is told, when it was first seen so ("seen"). Credentials are redacted; such a field is `secret`.
 */
export const DriftField = z.object({
  path: z.string(), theirs: z.json().optional(), ours: z.json().optional(), manager: DriftManager.optional(),
  since: z.string(), sinceIs: z.enum(['written', 'seen']), secret: z.boolean().optional(),
})
export type DriftField = z.infer<typeof DriftField>

/**
 * One object that is not as it was applied. `missing`: it is gone. `extra`: an earlier revision had it, and this one does not.
 * `refused`: it differs, and the API server would not take ours again; `message` says why.
 */
export const DriftObject = z.object({
  object: z.string(), kind: z.enum(['changed', 'missing', 'extra', 'refused']), fields: z.array(DriftField), since: z.string(), message: Text.optional(),
})
export type DriftObject = z.infer<typeof DriftObject>

export type DriftSides = {
  /** objectId in the spec. */
  id: string
  desired: KubeObject
  live: KubeObject
  /** What a dry run with force says: what would be there if ours were applied. */
  predicted: KubeObject
}

/** Our own field manager: it is named only where nobody else owns a field. */
export type DriftOptions = { ownManager: string; before: DriftObject | undefined; now: string }

/** The drift of an object that is there; undefined when it is as it was applied. `before` is what was seen of it the last time. */
export function driftOfObject({ id, desired, live, predicted }: DriftSides, { ownManager, before, now }: DriftOptions): DriftObject | undefined {
  const safe = redactPair(live, predicted)
  const both = showOnly(redact(desired), safe.before && normaliseLive(safe.before), normaliseLive(safe.after))
  const known = new Map(before?.fields.map((field) => [field.path, field]))
  const fields = diffFields(both.live, both.predicted).flatMap(({ path, before: theirs, after: ours }): DriftField[] => {
    if (path.includes(CHECKSUM)) return []
    const owners = ownersOf(live, path)
    // Ours too: another stack has the same object, or a run of a newer revision did not come to its end.
    const writer = owners.find(({ name, operation }) => !(name === ownManager && operation === 'Apply')) ?? (theirs === undefined ? undefined : owners[0])
    return [withSince({ path, theirs, ours }, writer, { known: known.get(path), now })]
  })
  if (fields.length === 0) return undefined
  return { object: id, kind: 'changed', fields, since: fields.map(({ since }) => since).toSorted()[0] ?? now }
}

/** An object that as a whole is not as it should be; since when is kept from what was seen the last time. */
export function wholeDrift(id: string, kind: 'missing' | 'extra' | 'refused', { before, now, message }: Pick<DriftOptions, 'before' | 'now'> & { message?: Text }): DriftObject {
  return { object: id, kind, fields: [], since: before?.kind === kind ? before.since : now, ...(message === undefined ? {} : { message }) }
}

/** A checksum follows from a file, which is told itself. */
const CHECKSUM = 'gauntlet.dev/config-checksum'

type Difference = { path: string; theirs: Json | undefined; ours: Json | undefined }

function withSince({ path, theirs, ours }: Difference, owner: FieldManager | undefined, { known, now }: { known: DriftField | undefined; now: string }): DriftField {
  const manager = owner && { name: owner.name, operation: owner.operation, ...(owner.subresource === undefined ? {} : { subresource: owner.subresource }) }
  const isKnown = known !== undefined && isEqual(known.theirs, theirs) && known.manager?.name === manager?.name
  // A manager's time is that of its last write to anything, so what was read earlier of the same value is nearer to the truth.
  const written = owner?.time === undefined ? undefined : new Date(owner.time).toISOString()
  const since = [...(isKnown ? [known.since] : []), ...(written === undefined ? [] : [written])].toSorted()[0] ?? now
  const isSecret = [theirs, ours].some((value) => value !== undefined && JSON.stringify(value).includes(HIDDEN))
  return {
    path, ...(theirs === undefined ? {} : { theirs }), ...(ours === undefined ? {} : { ours }), ...(manager ? { manager } : {}),
    since, sinceIs: written === undefined ? 'seen' : 'written', ...(isSecret ? { secret: true } : {}),
  }
}
