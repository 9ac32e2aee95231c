// ResourceQuotas: what a namespace may hold, counted from what it holds, and the words of the admission that refuses what is above.
// Source: apiserver/pkg/admission/plugin/resourcequota/controller.go and pkg/quota/v1/evaluator/core of Kubernetes 1.35; without scopes.
import type { Json, JsonObject, KubeObject } from '../manifest/types.ts'
import { parseQuantity } from '../manifest/quantity.ts'
import { equals } from './apply/values.ts'
import { writeStatus, type Cluster } from './cluster.ts'
import { itemsAt, mapAt, textAt } from './fields.ts'
import type { KindInfo } from './kinds.ts'
import { kindNamed, resourceName } from './kinds.ts'
import { canonicalQuantity } from './quantity.ts'
import { StatusError } from './status-error.ts'
import type { Store } from './store.ts'

type Usage = Record<string, number>

/** Throws the 403 of the quota admission when a new object would not fit into a quota of its namespace. */
export function requireQuota(store: Store, kind: KindInfo, object: KubeObject): void {
  const { namespace, name } = object.metadata
  if (namespace === undefined) return
  const refuse = (why: string): StatusError => new StatusError({
    code: 403, reason: 'Forbidden', message: `${resourceName(kind)} ${JSON.stringify(name)} is forbidden: ${why}`,
    details: { name, ...(kind.group === '' ? {} : { group: kind.group }), kind: kind.plural },
  })
  const requested = usageOf(kind, object)
  for (const quota of store.list(kindNamed('ResourceQuota'), namespace)) {
    const hard = mapAt(quota, 'spec', 'hard')
    const missing = kind.kind === 'Pod' ? unspecified(object, hard) : []
    if (missing.length > 0) throw refuse(`failed quota: ${quota.metadata.name}: must specify ${missing.join('; ')}`)
    const used = usedIn(store, namespace)
    const exceeded = Object.keys(hard).filter((key) => (requested[key] ?? 0) > 0 && (used[key] ?? 0) + (requested[key] ?? 0) > amount(hard[key])).toSorted()
    if (exceeded.length === 0) continue
    const told = (value: (key: string) => string): string => exceeded.map((key) => `${key}=${value(key)}`).join(',')
    throw refuse(`exceeded quota: ${quota.metadata.name}, requested: ${told((key) => shown(key, requested[key] ?? 0))}, `
      + `used: ${told((key) => shown(key, used[key] ?? 0))}, limited: ${told((key) => String(hard[key]))}`)
  }
}

/** Keeps the status of every quota: what is allowed, and what is used of it. */
export function tellQuotas(cluster: Cluster): void {
  for (const quota of cluster.store.list(kindNamed('ResourceQuota'))) {
    const hard = mapAt(quota, 'spec', 'hard')
    const used = usedIn(cluster.store, quota.metadata.namespace ?? '')
    const status: JsonObject = { hard, used: Object.fromEntries(Object.keys(hard).map((key) => [key, shown(key, used[key] ?? 0)])) }
    if (!equals(mapAt(quota, 'status'), status)) writeStatus(cluster, quota, { status })
  }
}

const COUNTED = ['Pod', 'Service', 'ConfigMap', 'Secret', 'PersistentVolumeClaim']

function usedIn(store: Store, namespace: string): Usage {
  const total: Usage = {}
  for (const kind of [...COUNTED, 'Deployment', 'StatefulSet', 'ReplicaSet'].map(kindNamed)) {
    for (const object of store.list(kind, namespace)) {
      for (const [key, value] of Object.entries(usageOf(kind, object))) total[key] = (total[key] ?? 0) + value
    }
  }
  return total
}

function usageOf(kind: KindInfo, object: KubeObject): Usage {
  const usage: Usage = { [`count/${resourceName(kind)}`]: 1, ...(COUNTED.includes(kind.kind) ? { [kind.plural]: 1 } : {}) }
  if (kind.kind === 'PersistentVolumeClaim') usage['requests.storage'] = amount(mapAt(object, 'spec', 'resources', 'requests').storage)
  if (kind.kind !== 'Pod') return usage
  for (const container of itemsAt(object, 'spec', 'containers')) {
    for (const resource of ['cpu', 'memory']) {
      const [request, limit] = [amount(mapAt(container, 'resources', 'requests')[resource]), amount(mapAt(container, 'resources', 'limits')[resource])]
      for (const [key, value] of [[resource, request], [`requests.${resource}`, request], [`limits.${resource}`, limit]] as const) usage[key] = (usage[key] ?? 0) + value
    }
  }
  return usage
}

/** A quota on cpu or memory wants every container to say what it needs: "limits.memory for: a,b". */
function unspecified(pod: KubeObject, hard: JsonObject): string[] {
  return ['cpu', 'limits.cpu', 'limits.memory', 'memory', 'requests.cpu', 'requests.memory'].filter((key) => key in hard).flatMap((key) => {
    const [side, resource] = key.includes('.') ? key.split('.') : ['requests', key]
    const silent = itemsAt(pod, 'spec', 'containers').filter((container) => mapAt(container, 'resources', side ?? '')[resource ?? ''] === undefined)
    return silent.length === 0 ? [] : [`${key} for: ${silent.map((container) => textAt(container, 'name')).toSorted().join(',')}`]
  })
}

function amount(quantity: Json | undefined): number {
  return typeof quantity === 'string' || typeof quantity === 'number' ? parseQuantity(quantity) ?? 0 : 0
}

/** A number as the quantity that its resource is written in. */
function shown(key: string, value: number): string {
  if (value === 0) return '0'
  if (key.includes('memory') || key.includes('storage')) {
    const power = ['', 'Ki', 'Mi', 'Gi', 'Ti'].findLastIndex((_, index) => value % 1024 ** index === 0)
    return `${value / 1024 ** power}${['', 'Ki', 'Mi', 'Gi', 'Ti'][power] ?? ''}`
  }
  return canonicalQuantity(key.includes('cpu') ? `${Math.round(value * 1000)}m` : value) ?? String(value)
}
