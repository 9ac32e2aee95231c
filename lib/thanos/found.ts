// What was found in a cluster: which of its workloads run Thanos, and what of a namespace comes along when some of them are adopted. Pure.
import { workloadHealth, type HealthStatus } from '../manifest/health.ts'
import { managedBy, type ManagedBy } from '../manifest/managed-by.ts'
import { redact } from '../manifest/redact.ts'
import { getAt, removeAt } from '../manifest/pointer.ts'
import { isJsonObject, isKubeObject, objectId, type Json, type KubeObject } from '../manifest/types.ts'
import { withoutDefaults } from '../manifest/without-defaults.ts'
import { text, type Text } from '../text.ts'
import { adoptObject } from './adopt-object.ts'
import { adoptObjects, type Adoption } from './adopt.ts'
import { ownerReason } from './belonging-reasons.ts'
import { aroundWorkloads } from './belonging.ts'
import type { Kind } from './kind.ts'
import { specObjectId } from './spec.ts'
import { releaseOf } from './version.ts'

/** A workload that runs Thanos. `left` says why it cannot be adopted: something else makes it. */
export type Found = {
  id: string
  namespace: string
  object: string
  name: string
  kind: Kind
  image?: string
  version?: string
  health: HealthStatus
  ready: number
  want: number
  managers: ManagedBy[]
  left?: Text
}

const HOLDS_KEY = text(
  'Its arguments or variables hold a credential, which never comes into a revision. Move it into a Secret, then look again.',
  '인자나 환경 변수에 자격 증명이 있어 리비전에 넣을 수 없습니다. Secret으로 옮긴 뒤 다시 찾으세요.',
)

/** The Thanos workload of a live Deployment or StatefulSet; undefined when it runs something else. */
export function foundIn(live: KubeObject): Found | undefined {
  const whole = adoptObject(live).adopted
  // What holds a credential is only referred to; without it one sees what it is.
  const holdsKey = whole.type === 'reference' && whole.object !== 'Secret'
  const adopted = holdsKey ? adoptObject(redact(live)).adopted : whole
  if (adopted.type !== 'workload') return undefined
  const { status: health, ready, want } = workloadHealth(live)
  const left = adopted.kind === 'sidecar' ? text('A sidecar lives with its Prometheus.', 'sidecar는 Prometheus와 함께 삽니다.') : ownerReason(adopted) ?? (holdsKey ? HOLDS_KEY : undefined)
  const version = adopted.image === undefined ? undefined : releaseOf(adopted.image)
  return {
    id: objectId(live), namespace: live.metadata.namespace ?? '', object: live.kind, name: live.metadata.name, kind: adopted.kind, health, ready, want, managers: managedBy(live),
    ...(adopted.image === undefined ? {} : { image: adopted.image }), ...(version === undefined ? {} : { version }), ...(left === undefined ? {} : { left }),
  }
}

/** Kinds that may come along with workloads, beside the Secrets that these name. */
export const KINDS_AROUND: readonly { apiVersion: string; kind: string }[] = [
  ...['Service', 'ConfigMap', 'ServiceAccount'].map((kind) => ({ apiVersion: 'v1', kind })),
  { apiVersion: 'policy/v1', kind: 'PodDisruptionBudget' }, { apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler' },
  ...['NetworkPolicy', 'Ingress'].map((kind) => ({ apiVersion: 'networking.k8s.io/v1', kind })),
  ...['RoleBinding', 'Role'].map((kind) => ({ apiVersion: 'rbac.authorization.k8s.io/v1', kind })),
  ...['ServiceMonitor', 'PodMonitor'].map((kind) => ({ apiVersion: 'monitoring.coreos.com/v1', kind })),
]

/** Names of the Secrets that the pods of a workload name: in volumes, variables and pull secrets. */
export function secretsOf(workload: KubeObject): string[] {
  const names = new Set<string>()
  const look = (value: Json): void => {
    if (Array.isArray(value)) value.forEach(look)
    if (!isJsonObject(value)) return
    for (const [key, child] of Object.entries(value)) {
      const name = key === 'secretName' ? child : isJsonObject(child) && /^secret(?:Ref|KeyRef)?$/.test(key) && child.name
      if (typeof name === 'string') names.add(name)
      look(child)
    }
  }
  look(workload.spec ?? null)
  return [...names]
}

/**
 * The objects of a stack from what a namespace holds: the chosen workloads, and of the others those that lead to them. Defaults are left out,
 * credentials stay behind, and the replicas of a workload that an autoscaler sets stay with it. In the order of `chosen`, then of `around`.
 */
export function adoptFound(chosen: readonly KubeObject[], around: readonly KubeObject[]): Adoption {
  const scaled = new Set(around.filter(({ kind }) => kind === 'HorizontalPodAutoscaler').map(({ spec }) => `${String(getAt(spec ?? null, '/scaleTargetRef/kind'))}/${String(getAt(spec ?? null, '/scaleTargetRef/name'))}`))
  const bare = [...chosen, ...around].map(withoutDefaults).map((object) => (scaled.has(`${object.kind}/${object.metadata.name}`) ? withoutReplicas(object) : object))
  const kept = new Set(aroundWorkloads(adoptObjects(bare).spec.objects).map(specObjectId))
  return adoptObjects(bare.filter((object) => kept.has(objectId(object))))
}

function withoutReplicas(object: KubeObject): KubeObject {
  const bare = removeAt(object, '/spec/replicas')
  return isKubeObject(bare) ? bare : object
}
