// One object of a revision and who else owns what Gauntlet would apply of it, by a dry run: nothing is written.
import { AppError } from '../../errors.ts'
import type { Cluster } from '../../kube/cluster.ts'
import { withoutReplicas } from '../../manifest/autoscaled.ts'
import { checksumOf, withChecksum } from '../../manifest/config-checksum.ts'
import { diffFields } from '../../manifest/diff.ts'
import { normaliseLive } from '../../manifest/normalise.ts'
import { holdersOf, type Holder } from '../../manifest/ownership.ts'
import { markOf, withMark } from '../../manifest/revision-mark.ts'
import { inNamespace, refOf } from '../../manifest/target.ts'
import type { KubeObject } from '../../manifest/types.ts'
import { isLeftToAutoscaler } from '../connections/autoscalers.ts'

/** `differs`: applying it would change something, so that owning it is not all; a plan comes first. `isAutoscaled`: its replicas are left to an autoscaler. */
export type Look =
  | { state: 'same'; live: KubeObject; desired: KubeObject; holders: Holder[]; isAutoscaled: boolean }
  | { state: 'differs' | 'missing' }

/** `object` is rendered. Throws only when the cluster cannot be asked. */
export async function lookAt(cluster: Cluster, object: KubeObject, namespace: string): Promise<Look> {
  const target = inNamespace(object, namespace)
  const live = await cluster.get(refOf(target))
  if (live === undefined) return { state: 'missing' }
  const isAutoscaled = await isLeftToAutoscaler(cluster, live)
  // With the mark and the checksum that it has: left out, an applied object that Gauntlet owns would lose them, and look as if it differed.
  const desired = withChecksum(withMark(isAutoscaled ? withoutReplicas(target) : target, markOf(live)), checksumOf(live))
  try {
    const predicted = await cluster.apply(desired, { dryRun: true, force: false })
    if (diffFields(normaliseLive(live), normaliseLive(predicted)).length > 0) return { state: 'differs' }
    return { state: 'same', live, desired, holders: holdersOf(predicted), isAutoscaled }
  } catch (error) {
    if (error instanceof AppError && (error.code === 'CONFLICT' || error.code === 'INVALID')) return { state: 'differs' }
    throw error
  }
}
