// Receivers that run with an older ring or replication factor than their workload has: their strategy left them as they were when it was applied.
import type { Cluster } from '../../kube/cluster.ts'
import { checksumOf } from '../../manifest/config-checksum.ts'
import { numberAt } from '../../manifest/fields.ts'
import { normaliseLive } from '../../manifest/normalise.ts'
import { objectId, type KubeObject } from '../../manifest/types.ts'
import { specOfObjects } from '../../thanos/adopt.ts'
import { flagValue } from '../../thanos/read-args.ts'
import { hasRing } from '../../thanos/receive/mode.ts'
import { heldPods, type Held } from '../../thanos/rollout/held.ts'
import { ringReaders } from '../../thanos/rollout/rings.ts'
import { specObjectId, workloads, type StackSpec, type Workload } from '../../thanos/spec.ts'
import { mapBounded } from '../bounded.ts'
import { CONCURRENCY, type Sight } from './look.ts'
import { podAsWorkload } from './pod-as-workload.ts'

/** By objectId. Pods are asked for only where a workload has some that are not of its newest template. Throws UPSTREAM when the cluster does not answer. */
export async function behindTheirRing(cluster: Cluster, spec: StackSpec, { objects }: Sight): Promise<ReadonlyMap<string, Held>> {
  const mixed = objects.flatMap(({ object, live }) => {
    const workload = live && isMixed(live) ? readAs(live) : undefined
    const held = workload?.kind === 'receive' && hasRing(workload) ? heldPods(workload, workload) : undefined
    return live && workload && held ? [{ id: objectId(object), live, workload, held }] : []
  })
  const watching = new Set(mixed.length === 0 ? [] : ringReaders(spec).filter(({ isWatched }) => isWatched).map(({ workload }) => specObjectId(workload)))
  const found = await mapBounded(mixed, CONCURRENCY, async ({ id, live, workload, held }): Promise<[string, Held][]> => {
    const ring = (of: Workload, object: KubeObject): string => JSON.stringify([
      ...FLAGS.map((flag) => flagValue(of.args, flag)),
      // A file that is read at the start is the one of then, and the checksum says which.
      watching.has(id) ? undefined : checksumOf(object),
    ])
    const old = (await cluster.podsOf(live)).map(podAsWorkload).filter((pod) => {
      const read = readAs(pod)
      return read !== undefined && ring(read, pod) !== ring(workload, live)
    })
    return old.length === 0 ? [] : [[id, { count: old.length, names: old.map(({ metadata: { name } }) => name).toSorted(), why: held.why }]]
  })
  return new Map(found.flat())
}

const FLAGS = ['receive.hashrings', 'receive.hashrings-file', 'receive.replication-factor']

function isMixed(live: KubeObject): boolean {
  return (live.kind === 'StatefulSet' || live.kind === 'Deployment') && (numberAt(live, 'status', 'updatedReplicas') ?? 0) < (numberAt(live, 'status', 'replicas') ?? 0)
}

function readAs(object: KubeObject): Workload | undefined {
  return workloads(specOfObjects([normaliseLive(object)]))[0]
}
