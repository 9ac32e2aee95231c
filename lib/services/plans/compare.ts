// One object of a revision against the cluster: what would change, by the API server's own word (a dry run of server-side apply).
import { AppError } from '../../errors.ts'
import type { Cluster } from '../../kube/cluster.ts'
import type { ConflictDetails, InvalidDetails } from '../../kube/errors.ts'
import type { FieldConflict, ObjectChange, Refusal } from '../../manifest/change.ts'
import { withChecksum } from '../../manifest/config-checksum.ts'
import { diffFields } from '../../manifest/diff.ts'
import { isEqual } from '../../manifest/equal.ts'
import { pointerOfField } from '../../manifest/field-path.ts'
import { immutableAdvice } from '../../manifest/immutable-advice.ts'
import { normaliseLive, showOnly } from '../../manifest/normalise.ts'
import { orphanOwner } from '../../manifest/orphan.ts'
import { getAt } from '../../manifest/pointer.ts'
import { redact, redactPair, redactText } from '../../manifest/redact.ts'
import { podRestarts } from '../../manifest/restarts.ts'
import { markOf, withMark } from '../../manifest/revision-mark.ts'
import { objectId, type Json, type KubeObject } from '../../manifest/types.ts'
import { withoutDefaults } from '../../manifest/without-defaults.ts'
import { toYaml } from '../../manifest/yaml.ts'
import type { Seen } from './look.ts'

export type CompareOptions = {
  revision: number
  /** What its pod template's checksum is to be. */
  checksum: string | undefined
  /** Whether the namespace that it goes to is made by this very plan, so that no dry run can be asked. */
  isNamespaceNew: boolean
}
/** Compares one rendered object. Throws only when the cluster cannot be asked; what it refuses becomes a verdict. */
export async function compare(cluster: Cluster, { object, target, live }: Seen, { revision, checksum, isNamespaceNew }: CompareOptions): Promise<ObjectChange> {
  const id = objectId(object)
  // With the mark that it has: a new mark alone must not look like a change.
  const desired = withChecksum(withMark(target, markOf(live)), checksum)
  const sides = { id, desired, live, revision }
  if (isNamespaceNew) return changeOf({ ...sides, predicted: desired })
  const asked = await ask(cluster, desired)
  if (asked.kind === 'taken') return changeOf({ ...sides, predicted: asked.predicted })
  const { refusal } = asked
  if (refusal.verdict !== 'conflict') return refused(sides, refusal)
  // What would be there once the fields are taken over, and whether that would be accepted at all.
  const forced = await ask(cluster, desired, { force: true })
  if (forced.kind === 'refused') return refused(sides, forced.refusal)
  const { conflicts, message } = refusal
  return {
    ...changeOf({ ...sides, predicted: forced.predicted }), verdict: 'conflict', conflicts: withValues(conflicts, desired, live),
    ...(message === undefined ? {} : { message }),
  }
}

/** What the plan says of an object that is only there to be looked at. */
export function unchanged(id: string, live: KubeObject | undefined): ObjectChange {
  const version = live?.metadata.resourceVersion
  return {
    object: id, verdict: 'unchanged', fields: [], conflicts: [], liveYaml: '', predictedYaml: '', restarts: 0,
    ...(typeof version === 'string' ? { resourceVersion: version } : {}),
  }
}

/** What the plan says of an object that the revision no longer has. */
export function leftOver(live: KubeObject): ObjectChange {
  const owner = orphanOwner(live)
  return { ...unchanged(objectId(live), live), verdict: 'orphan', liveYaml: toYaml(normaliseLive(redact(live))), ...(owner === undefined ? {} : { message: owner }) }
}

type Sides = { id: string; desired: KubeObject; live: KubeObject | undefined; revision: number }

function refused({ id, desired, live }: Sides, refusal: Refused): ObjectChange {
  const advice = refusal.verdict === 'immutable' && live ? { advice: immutableAdvice(desired, live) } : {}
  // Nobody has filled in defaults of what was refused, so those of the live object must not look like fields that go.
  return { ...unchanged(id, live), ...yamlOf(desired, live && withoutDefaults(live), withoutDefaults(desired)), ...refusal, ...advice }
}

function changeOf({ id, desired, live, predicted, revision }: Sides & { predicted: KubeObject }): ObjectChange {
  const base = unchanged(id, live)
  const mark = String(revision)
  if (!live) return { ...base, verdict: 'create', ...yamlOf(withMark(desired, mark), undefined, withMark(predicted, mark)) }
  // What stays as it is needs no text, nor a look for credentials in it: nobody compares it, and a plan of many objects is read often.
  if (isEqual(normaliseLive(live), normaliseLive(predicted))) return isOwnedAlike(live, predicted) ? { ...base, isSettled: true } : base
  const safe = withoutCredentials(desired, live, predicted)
  const before = shown(safe)
  if (diffFields(before.live, before.predicted).length === 0) return base
  const after = shown({ ...safe, predicted: withMark(safe.predicted, mark) })
  return {
    ...base, verdict: 'change', fields: diffFields(after.live, after.predicted), restarts: podRestarts(live, predicted),
    liveYaml: toYaml(after.live ?? {}), predictedYaml: toYaml(after.predicted),
  }
}

/** Whether applying would leave every field to whom it belongs; not where nobody says whose they are. */
function isOwnedAlike({ metadata: { managedFields: before } }: KubeObject, { metadata: { managedFields: after } }: KubeObject): boolean {
  return before !== undefined && after !== undefined && isEqual(before, after)
}

type Shown = ReturnType<typeof showOnly>

type Safe = { desired: KubeObject; live: KubeObject | undefined; predicted: KubeObject }

function withoutCredentials(desired: KubeObject, live: KubeObject | undefined, predicted: KubeObject): Safe {
  const { before, after } = redactPair(live, predicted)
  return { desired: redact(desired), live: before, predicted: after }
}

/** Both sides as a person reads them: no server-managed fields, no defaults that nobody asked for. */
function shown({ desired, live, predicted }: Safe): Shown {
  return showOnly(desired, live && normaliseLive(live), normaliseLive(predicted))
}

function yamlOf(desired: KubeObject, live: KubeObject | undefined, predicted: KubeObject): Pick<ObjectChange, 'liveYaml' | 'predictedYaml'> {
  const both = shown(withoutCredentials(desired, live, predicted))
  return { liveYaml: both.live ? toYaml(both.live) : '', predictedYaml: toYaml(both.predicted) }
}

type Refused = Pick<ObjectChange, 'verdict' | 'conflicts' | 'message' | 'refusals'>
type Answer = { kind: 'taken'; predicted: KubeObject } | { kind: 'refused'; refusal: Refused }

async function ask(cluster: Cluster, desired: KubeObject, { force = false }: { force?: boolean } = {}): Promise<Answer> {
  try {
    return { kind: 'taken', predicted: await cluster.apply(desired, { dryRun: true, force }) }
  } catch (error) {
    const refusal = error instanceof AppError ? refusalOf(error) : undefined
    if (!refusal) throw error
    return { kind: 'refused', refusal }
  }
}

/** A refusal as a verdict, in the API server's own words; undefined when it says nothing of this object. */
function refusalOf(error: AppError): Refused | undefined {
  const message = redactText(error.message)
  switch (error.code) {
    case 'CONFLICT': return { verdict: 'conflict', conflicts: conflictsOf(error.details), message }
    case 'INVALID': return { verdict: isImmutable(error.details) ? 'immutable' : 'invalid', conflicts: [], message, refusals: refusalsOf(error.details) }
    // The namespace, or the kind itself, is not there; or our account may not write it.
    case 'NOT_FOUND':
    case 'FORBIDDEN': return { verdict: 'invalid', conflicts: [], message: error.text }
    default: return undefined
  }
}

/** Both values of each field in conflict, read from what is shown: without credentials. */
function withValues(conflicts: readonly FieldConflict[], desired: KubeObject, live: KubeObject | undefined): FieldConflict[] {
  const { before, after } = redactPair(live, desired)
  return conflicts.map(({ field, owner }) => {
    const [ours, theirs] = [valueAt(after, field), before && valueAt(before, field)]
    return { field, owner, ...(ours === undefined ? {} : { ours }), ...(theirs === undefined ? {} : { theirs }) }
  })
}

function valueAt(object: KubeObject, field: string): Json | undefined {
  const pointer = pointerOfField(object, field)
  return pointer === undefined ? undefined : getAt(object, pointer)
}

// Safe because lib/kube/errors.ts gives every CONFLICT and INVALID these details.
const conflictsOf = (details: unknown): ConflictDetails['conflicts'] => (details as ConflictDetails | undefined)?.conflicts ?? []
const isImmutable = (details: unknown): boolean => (details as InvalidDetails | undefined)?.immutable ?? false
const refusalsOf = (details: unknown): Refusal[] => ((details as InvalidDetails | undefined)?.causes ?? []).map(({ field, message }) => ({ field, message: redactText(message) }))
