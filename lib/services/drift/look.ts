// The cluster against the revision that was applied last, object by object. Only asks: a dry run stores nothing.
import { AppError } from '../../errors.ts'
import { FIELD_MANAGER, type Cluster } from '../../kube/cluster.ts'
import { checksumOf, withChecksum } from '../../manifest/config-checksum.ts'
import { driftOfObject, wholeDrift, type DriftObject } from '../../manifest/drift.ts'
import { redactText } from '../../manifest/redact.ts'
import { markOf, withMark } from '../../manifest/revision-mark.ts'
import { inNamespace, refOf } from '../../manifest/target.ts'
import { objectId, type KubeObject } from '../../manifest/types.ts'
import { text } from '../../text.ts'
import { orderedObjects } from '../../thanos/apply-order.ts'
import { specObjectId, type StackSpec } from '../../thanos/spec.ts'
import { mapBounded } from '../bounded.ts'

/** Requests under way at a time: nobody waits for a check, so it stays small. */
const CONCURRENCY = 4

type Options = { namespace: string; before: readonly DriftObject[]; now: string }

/** In apply order. Throws UPSTREAM or FORBIDDEN when the cluster cannot be asked. */
export async function lookForDrift(cluster: Cluster, spec: StackSpec, { namespace, before, now }: Options): Promise<DriftObject[]> {
  const known = new Map(before.map((drift) => [drift.object, drift]))
  const references = await mapBounded(spec.objects.filter((object) => object.type === 'reference'), CONCURRENCY, async (reference) => {
    const { apiVersion, object: kind, name } = reference
    const live = await cluster.get({ apiVersion, kind, name, namespace: reference.namespace ?? namespace })
    return live ? undefined : wholeDrift(specObjectId(reference), 'missing', { before: known.get(specObjectId(reference)), now })
  })
  const objects = await mapBounded(orderedObjects(spec), CONCURRENCY, async (object) => {
    const id = objectId(object)
    return (await lookAt(cluster, inNamespace(object, namespace), { id, before: known.get(id), now })).drift
  })
  return [...references, ...objects].flatMap((drift) => drift ?? [])
}

export type Looked = { drift: DriftObject | undefined; live: KubeObject | undefined }

/** One object, with the namespace that it is applied to. */
export async function lookAt(cluster: Cluster, target: KubeObject, { id, before, now }: { id: string; before: DriftObject | undefined; now: string }): Promise<Looked> {
  const live = await cluster.get(refOf(target))
  if (!live) return { live, drift: wholeDrift(id, 'missing', { before, now }) }
  // With the mark and the checksum that it has: both say when something was applied, not what.
  const desired = withChecksum(withMark(target, markOf(live)), checksumOf(live))
  try {
    // By force, since a field that somebody else took is just what is looked for.
    const predicted = await cluster.apply(desired, { dryRun: true, force: true })
    return { live, drift: driftOfObject({ id, desired, live, predicted }, { ownManager: FIELD_MANAGER, before, now }) }
  } catch (error) {
    if (!(error instanceof AppError && error.code === 'INVALID')) throw error
    const words = redactText(error.message)
    return { live, drift: wholeDrift(id, 'refused', { before, now, message: text(words, words) }) }
  }
}
