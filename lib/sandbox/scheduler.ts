// Which pods the sandbox's node can take, and the scheduler's words for those that it cannot.
// Source: pkg/scheduler/framework/plugins/{noderesources,nodeaffinity} and preemption of Kubernetes 1.35.
import type { JsonObject, KubeObject } from '../manifest/types.ts'
import { parseQuantity } from '../manifest/quantity.ts'
import { itemsAt, mapAt, textAt, textsAt } from './fields.ts'
import { kindNamed } from './kinds.ts'
import { hasEnded } from './pod-status.ts'
import type { Store } from './store.ts'

export const NODE = 'sandbox'
const ROOM = { cpu: '64', memory: '256Gi', pods: '1000' }

/** The node object; its room is that of a large machine, so that only what is meant to be too large does not fit. */
export function nodeObject(): KubeObject {
  return {
    apiVersion: 'v1', kind: 'Node',
    metadata: { name: NODE, uid: crypto.randomUUID(), labels: { 'kubernetes.io/hostname': NODE, 'kubernetes.io/os': 'linux', 'kubernetes.io/arch': 'amd64' } },
    spec: {},
    status: {
      capacity: ROOM, allocatable: ROOM, addresses: [{ type: 'InternalIP', address: '127.0.0.1' }],
      conditions: [{ type: 'Ready', status: 'True', reason: 'KubeletReady', message: 'kubelet is posting ready status' }],
    },
  }
}

/** Why no node takes a pod, as the event and the condition say it; undefined when it fits. */
export function whyUnschedulable(pod: KubeObject, store: Store): string | undefined {
  const labels: Record<string, string> = textsAt(nodeObject(), 'metadata', 'labels')
  if (Object.entries(textsAt(pod, 'spec', 'nodeSelector')).some(([key, value]) => labels[key] !== value)) {
    return `0/1 nodes are available: 1 node(s) didn't match Pod's node affinity/selector. ${NO_HELP}`
  }
  const others = store.list(kindNamed('Pod')).filter((other) => textAt(other, 'spec', 'nodeName') === NODE && !hasEnded(other))
  const short = (['cpu', 'memory'] as const).filter((resource) => requestOf(pod, resource) > 0
    && requestOf(pod, resource) + others.reduce((sum, other) => sum + requestOf(other, resource), 0) > (parseQuantity(ROOM[resource]) ?? 0))
  if (short.length === 0) return undefined
  return `0/1 nodes are available: ${short.map((resource) => `1 Insufficient ${resource}`).join(', ')}. `
    + 'preemption: 0/1 nodes are available: 1 No preemption victims found for incoming pod.'
}

const NO_HELP = 'preemption: 0/1 nodes are available: 1 Preemption is not helpful for scheduling.'

/** What a pod asks for of one resource: its containers together, or its largest init container. */
function requestOf(pod: KubeObject, resource: 'cpu' | 'memory'): number {
  const each = (field: string): number[] => itemsAt(pod, 'spec', field).map((container) => asked(container, resource))
  return Math.max(each('containers').reduce((sum, part) => sum + part, 0), 0, ...each('initContainers'))
}

function asked(container: JsonObject, resource: string): number {
  const value = mapAt(container, 'resources', 'requests')[resource]
  return typeof value === 'string' || typeof value === 'number' ? parseQuantity(value) ?? 0 : 0
}
