// What is to become of certain pods, whatever their containers would do: how a test, or whoever tries Gauntlet, makes a rollout fail.
import { z } from 'zod'
import type { KubeObject } from '../manifest/types.ts'
import { itemsAt, textAt } from './fields.ts'
import type { PodStart, PodStarts } from './pod-start.ts'

/** "StatefulSet/monitoring/thanos-store", "Deployment/…" or one "Pod/…"; only pods with this image when one is named. `fate: ready` lifts what Thanos would refuse. */
export const Fate = z.strictObject({
  pods: z.string().regex(/^(StatefulSet|Deployment|Pod)\/[^/]+\/[^/]+$/),
  image: z.string().optional(),
  fate: z.enum(['ready', 'unready', 'crash', 'flap', 'out-of-memory', 'no-image', 'unschedulable', 'lost']),
  /** What the container logs before it ends. */
  log: z.string().optional(),
  container: z.string().optional(),
  /** How long a pod that comes and goes stays up. */
  upMs: z.number().int().positive().optional(),
})
export type Fate = z.infer<typeof Fate>

/** The start-up rules with the fates of the moment before them; the last one that names a pod wins. Pods that are ready stay so. */
export function withFates(rules: PodStarts, fates: () => readonly Fate[]): PodStarts {
  return (pod, read) => {
    const fate = fates().findLast((one) => concerns(one, pod))
    return fate ? startOf(fate, pod) : rules(pod, read)
  }
}

function concerns({ pods, image }: Fate, pod: KubeObject): boolean {
  const [kind, namespace, name] = pods.split('/')
  if (namespace !== pod.metadata.namespace) return false
  if (image !== undefined && itemsAt(pod, 'spec', 'containers').every((container) => container.image !== image)) return false
  if (kind === 'Pod') return name === pod.metadata.name
  const [owner] = itemsAt(pod, 'metadata', 'ownerReferences')
  const hash = textAt(pod, 'metadata', 'labels', 'pod-template-hash')
  return kind === 'Deployment' ? owner?.kind === 'ReplicaSet' && owner.name === `${name}-${hash}` : owner?.kind === kind && owner?.name === name
}

const OUT_OF_ROOM = '0/1 nodes are available: 1 Insufficient memory. preemption: 0/1 nodes are available: 1 No preemption victims found for incoming pod.'

function startOf({ fate, log = 'level=error err="the sandbox was told to end this container"', container, upMs }: Fate, pod: KubeObject): PodStart {
  const failing = container === undefined ? {} : { container }
  switch (fate) {
    case 'ready': return { state: 'ready' }
    case 'lost': return { state: 'ready', isLost: true }
    case 'unready': return { state: 'unready', message: 'Readiness probe failed: HTTP probe failed with statuscode: 503', ...failing }
    case 'crash': return { state: 'crash', log, exitCode: 1, ...failing }
    case 'flap': return { state: 'flap', log, exitCode: 1, ...failing, ...(upMs === undefined ? {} : { upMs }) }
    case 'out-of-memory': return { state: 'flap', log: '', exitCode: 137, reason: 'OOMKilled', ...failing, ...(upMs === undefined ? {} : { upMs }) }
    case 'no-image': {
      const failed = itemsAt(pod, 'spec', 'containers').find(({ name }) => container === undefined || name === container)
      return { state: 'no-image', message: `Back-off pulling image ${JSON.stringify(textAt(failed, 'image'))}`, ...failing }
    }
    case 'unschedulable': return { state: 'unschedulable', message: OUT_OF_ROOM }
  }
}
