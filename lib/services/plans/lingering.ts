// Compactors that run though no workload asks for them any more: pods of one that was deleted or scaled to none, on a node that does not answer.
import { AppError } from '../../errors.ts'
import type { Cluster } from '../../kube/cluster.ts'
import { fieldAt, mapsAt } from '../../manifest/fields.ts'
import { normaliseLive } from '../../manifest/normalise.ts'
import { objectId, type KubeObject } from '../../manifest/types.ts'
import { specOfObjects } from '../../thanos/adopt.ts'
import { specObjectId, workloads, type StackSpec, type Workload } from '../../thanos/spec.ts'
import { mapBounded } from '../bounded.ts'
import { CONCURRENCY, mayCompact, type Sight } from './look.ts'
import { podAsWorkload } from './pod-as-workload.ts'

const OVER = ['Succeeded', 'Failed']

/**
 * Each pod as a workload of one. Asked only where a compactor would start, since nothing else depends on it; [] where pods may not be listed.
 * `namespace` is the stack's. Throws UPSTREAM when the cluster does not answer.
 */
export async function lingeringCompactors(cluster: Cluster, spec: StackSpec, { sight, namespace }: { sight: Sight; namespace: string }): Promise<Workload[]> {
  const starting = startingCompactors(spec, sight)
  if (starting.length === 0) return []
  const running = new Set([...sight.objects.flatMap(({ live: there }) => there ?? []), ...sight.leftovers, ...sight.compactors].filter(asksForPods).map(nameOf))
  // Their own pods of before have the same names, or are waited for by their controller.
  for (const workload of starting) running.add(`${workload.object}/${workload.namespace ?? namespace}/${workload.name}`)
  const namespaces = [...new Set(starting.map((workload) => workload.namespace ?? namespace))]
  const pods = (await mapBounded(namespaces, CONCURRENCY, (each) => podsIn(cluster, each))).flat()
  const left = pods.filter((pod) => !OVER.includes(String(fieldAt(pod, 'status', 'phase'))) && mayCompact(pod.spec) && !running.has(ownerOf(pod)))
  return workloads(specOfObjects(left.map((pod) => normaliseLive(podAsWorkload(pod)))))
}

/** Compactors of a spec that run by it and do not now. */
export function startingCompactors(spec: StackSpec, { objects }: Pick<Sight, 'objects'>): Workload[] {
  const live = new Map(objects.map(({ object, live: there }) => [objectId(object), there]))
  return workloads(spec).filter((workload) => workload.kind === 'compact' && workload.replicas !== 0 && !asksForPods(live.get(specObjectId(workload))))
}

function asksForPods(workload: KubeObject | undefined): workload is KubeObject {
  return workload !== undefined && (workload.kind === 'StatefulSet' || workload.kind === 'Deployment') && fieldAt(workload, 'spec', 'replicas') !== 0
}

function nameOf({ kind, metadata: { name, namespace = '' } }: KubeObject): string {
  return `${kind}/${namespace}/${name}`
}

/** "Kind/namespace/name" of the workload whose pod it is; a ReplicaSet is named after its Deployment, with a hash behind. */
function ownerOf({ metadata }: KubeObject): string {
  const owner = mapsAt({ metadata }, 'metadata', 'ownerReferences').find(({ controller }) => controller === true)
  const [kind, name] = [String(owner?.kind), String(owner?.name)]
  return kind === 'ReplicaSet' ? `Deployment/${metadata.namespace ?? ''}/${name.replace(/-[^-]+$/, '')}` : `${kind}/${metadata.namespace ?? ''}/${name}`
}

async function podsIn(cluster: Cluster, namespace: string): Promise<KubeObject[]> {
  try {
    return await cluster.list('v1', 'Pod', namespace)
  } catch (error) {
    if (error instanceof AppError && error.code === 'FORBIDDEN') return []
    throw error
  }
}
