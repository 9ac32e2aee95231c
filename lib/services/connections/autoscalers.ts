// The autoscalers of a namespace, asked for only where one has left its mark on a workload: the mark outlives the autoscaler.
import type { StackRow } from '../../db/stacks.ts'
import { env } from '../../env.ts'
import { AppError } from '../../errors.ts'
import type { Cluster } from '../../kube/cluster.ts'
import { hasAutoscaler, isAutoscaled } from '../../manifest/autoscaled.ts'
import { ownersOf } from '../../manifest/managed-fields.ts'
import type { KubeObject } from '../../manifest/types.ts'

/** Whether a living autoscaler sets the replicas of a live workload, as plans and drift see it: none where autoscalers may not be listed. Throws UPSTREAM. */
export async function isLeftToAutoscaler(cluster: Cluster, live: KubeObject): Promise<boolean> {
  return isMarked(live) && isAutoscaled(live, await autoscalersIn(cluster, live.metadata.namespace ?? ''))
}

type Heard = { at: number; scalers: Promise<KubeObject[]> }
const heard = new Map<string, Heard>()

/** The same for whoever asks again and again: all viewers of this process share one question in a pace, so that it may be so much out of date. */
export async function isLeftToAutoscalerLately(cluster: Cluster, live: KubeObject, connection: StackRow['connection']): Promise<boolean> {
  if (!isMarked(live)) return false
  const now = performance.now()
  for (const [key, { at }] of heard) if (now - at >= env().livePollMs) heard.delete(key)
  const namespace = live.metadata.namespace ?? ''
  const key = JSON.stringify([connection, namespace])
  const known = heard.get(key) ?? { at: now, scalers: autoscalersIn(cluster, namespace) }
  heard.set(key, known)
  try {
    return isAutoscaled(live, await known.scalers)
  } catch (error) {
    heard.delete(key)
    throw error
  }
}

function isMarked(live: KubeObject): boolean {
  return hasAutoscaler(ownersOf(live, 'spec.replicas'))
}

async function autoscalersIn(cluster: Cluster, namespace: string): Promise<KubeObject[]> {
  try {
    return await cluster.list('autoscaling/v2', 'HorizontalPodAutoscaler', namespace)
  } catch (error) {
    if (error instanceof AppError && (error.code === 'FORBIDDEN' || error.code === 'NOT_FOUND')) return []
    throw error
  }
}
