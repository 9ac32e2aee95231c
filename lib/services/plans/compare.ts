// One object of a revision against the cluster: what would change, by the API server's own word (a dry run of server-side apply).
import { AppError } from '../../errors.ts'
import type { Cluster } from '../../kube/cluster.ts'
import type { ConflictDetails, InvalidDetails } from '../../kube/errors.ts'
import type { ObjectChange } from '../../manifest/change.ts'
import { diffFields } from '../../manifest/diff.ts'
import { normaliseLive, showOnly } from '../../manifest/normalise.ts'
import { redact, redactPair, redactText } from '../../manifest/redact.ts'
import { podRestarts } from '../../manifest/restarts.ts'
import { objectId, type KubeObject } from '../../manifest/types.ts'
import { toYaml } from '../../manifest/yaml.ts'
import { markOf, withMark } from '../../manifest/revision-mark.ts'
import { inNamespace, refOf } from '../../manifest/target.ts'

export type Comparison = { change: ObjectChange; live: KubeObject | undefined }

/** Compares one rendered object. Throws only when the cluster cannot be asked; what it refuses becomes a verdict. */
export async function compare(cluster: Cluster, object: KubeObject, { namespace, revision }: { namespace: string; revision: number }): Promise<Comparison> {
  const id = objectId(object)
  const target = inNamespace(object, namespace)
  const live = await cluster.get(refOf(target))
  // With the mark that it has: a new mark alone must not look like a change.
  const desired = withMark(target, markOf(live))
  try {
    const predicted = await cluster.apply(desired, { dryRun: true, force: false })
    return { live, change: changeOf({ id, desired, live, predicted, revision }) }
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    const refused = refusalOf(error)
    if (!refused) throw error
    return { live, change: { ...unchanged(id, live), ...yamlOf(desired, live, desired), ...refused } }
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

function changeOf(
  { id, desired, live, predicted, revision }: { id: string; desired: KubeObject; live: KubeObject | undefined; predicted: KubeObject; revision: number },
): ObjectChange {
  const base = unchanged(id, live)
  const mark = String(revision)
  if (!live) return { ...base, verdict: 'create', ...yamlOf(withMark(desired, mark), undefined, withMark(predicted, mark)) }
  const before = shown(desired, live, predicted)
  if (diffFields(before.live, before.predicted).length === 0) return { ...base, ...yamlOf(desired, live, predicted) }
  const after = shown(desired, live, withMark(predicted, mark))
  return {
    ...base, verdict: 'change', fields: diffFields(after.live, after.predicted), restarts: podRestarts(live, predicted),
    liveYaml: toYaml(after.live ?? {}), predictedYaml: toYaml(after.predicted),
  }
}

type Shown = ReturnType<typeof showOnly>

/** Both sides as a person reads them: no credentials, no server-managed fields, no defaults that nobody asked for. */
function shown(desired: KubeObject, live: KubeObject | undefined, predicted: KubeObject): Shown {
  const safe = redactPair(live, predicted)
  return showOnly(redact(desired), safe.before && normaliseLive(safe.before), normaliseLive(safe.after))
}

function yamlOf(desired: KubeObject, live: KubeObject | undefined, predicted: KubeObject): Pick<ObjectChange, 'liveYaml' | 'predictedYaml'> {
  const both = shown(desired, live, predicted)
  return { liveYaml: both.live ? toYaml(both.live) : '', predictedYaml: toYaml(both.predicted) }
}

/** A refusal as a verdict, in the API server's own words; undefined when it says nothing of this object. */
function refusalOf(error: AppError): Pick<ObjectChange, 'verdict' | 'conflicts' | 'message'> | undefined {
  const message = redactText(error.message)
  switch (error.code) {
    case 'CONFLICT': return { verdict: 'conflict', conflicts: conflictsOf(error.details), message }
    case 'INVALID': return { verdict: isImmutable(error.details) ? 'immutable' : 'invalid', conflicts: [], message }
    // The namespace, or the kind itself, is not there; or our account may not write it.
    case 'NOT_FOUND':
    case 'FORBIDDEN': return { verdict: 'invalid', conflicts: [], message }
    default: return undefined
  }
}

// Safe because lib/kube/errors.ts gives every CONFLICT and INVALID these details.
const conflictsOf = (details: unknown): ConflictDetails['conflicts'] => (details as ConflictDetails | undefined)?.conflicts ?? []
const isImmutable = (details: unknown): boolean => (details as InvalidDetails | undefined)?.immutable ?? false
