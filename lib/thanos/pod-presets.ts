// Ready-made values for the fields of a pod that have a shape of their own.
import type { Json, JsonObject } from '../manifest/types.ts'
import type { Kind } from './kind.ts'

export type ShapeName =
  'env' | 'nodeSelector' | 'tolerations' | 'affinity' | 'topologySpreadConstraints' | 'livenessProbe' | 'readinessProbe' | 'startupProbe' | 'budget'

export type Preset = { readonly id: 'nodes' | 'zones' | 'nodes-strict' | 'dedicated' | 'ready' | 'healthy' | 'one-away'; readonly value: Json }

/** Ready-made values for a field; `selector` is what chooses the pods of the workload, `port` where it answers HTTP. */
export function podPresets(name: ShapeName, { kind, selector, port = 10_902 }: { kind: Kind; selector: JsonObject; port?: number }): Preset[] {
  const spread = (topologyKey: string): Json => [{ maxSkew: 1, topologyKey, whenUnsatisfiable: 'ScheduleAnyway', labelSelector: selector }]
  const apart = (topologyKey: string): Json => ({
    podAntiAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 100, podAffinityTerm: { topologyKey, labelSelector: selector } }] },
  })
  switch (name) {
    case 'affinity': return [
      { id: 'nodes', value: apart(NODE) }, { id: 'zones', value: apart(ZONE) },
      { id: 'nodes-strict', value: { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: NODE, labelSelector: selector }] } } },
    ]
    case 'topologySpreadConstraints': return [{ id: 'zones', value: spread(ZONE) }, { id: 'nodes', value: spread(NODE) }]
    case 'tolerations': return [{ id: 'dedicated', value: [{ key: 'dedicated', operator: 'Equal', value: 'thanos', effect: 'NoSchedule' }] }]
    // A receiver or store reads its disk before it answers; the failures that are waited for are those of a slow start.
    case 'readinessProbe': return [{ id: 'ready', value: { httpGet: { path: '/-/ready', port }, periodSeconds: 5, failureThreshold: SLOW_KINDS.has(kind) ? 20 : 3 } }]
    case 'livenessProbe': return [{ id: 'healthy', value: { httpGet: { path: '/-/healthy', port }, periodSeconds: 30, failureThreshold: 8 } }]
    case 'startupProbe': return [{ id: 'ready', value: { httpGet: { path: '/-/ready', port }, periodSeconds: 10, failureThreshold: 180 } }]
    case 'budget': return [{ id: 'one-away', value: { maxUnavailable: 1 } }]
    default: return []
  }
}

const NODE = 'kubernetes.io/hostname'
const ZONE = 'topology.kubernetes.io/zone'
const SLOW_KINDS: ReadonlySet<Kind> = new Set(['receive', 'store'])
