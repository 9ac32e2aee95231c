// Deployments: one ReplicaSet per template, moved from the old to the new within maxSurge and maxUnavailable.
import type { Json, KubeObject } from '../manifest/types.ts'
import { isJsonObject } from '../manifest/types.ts'
import { equals } from './apply/values.ts'
import type { Condition } from './conditions.ts'
import { withConditions } from './conditions.ts'
import type { Cluster } from './cluster.ts'
import { CONTROLLER, writeStatus } from './cluster.ts'
import { apiTime } from './api-time.ts'
import { itemsAt, mapAt, numberAt, textAt, valueAt } from './fields.ts'
import { kindNamed } from './kinds.ts'
import { tellEvent } from './events.ts'
import { availableOf, hashOf, isReady, isTerminating, ownedBy, ownerReference } from './owned.ts'

const HASH = 'pod-template-hash'
const REVISION = 'deployment.kubernetes.io/revision'

export function reconcileDeployment(deployment: KubeObject, cluster: Cluster): void {
  const { store, api } = cluster
  const all = ownedBy(store, kindNamed('ReplicaSet'), deployment)
  const hash = hashOf(mapAt(deployment, 'spec', 'template'))
  const current = all.find((replicaSet) => textAt(replicaSet, 'metadata', 'labels', HASH) === hash)
  const old = all.filter((replicaSet) => replicaSet !== current)
  const want = numberAt(deployment, 'spec', 'replicas') ?? 1
  const count = (sets: readonly KubeObject[]): number => sets.reduce((sum, set) => sum + replicasOf(set), 0)
  const pods = all.flatMap((set) => ownedBy(store, kindNamed('Pod'), set))
  const available = availableOf(pods, deployment, cluster).length
  const { surge, unavailable } = limits(deployment, want)
  const isRecreate = textAt(deployment, 'spec', 'strategy', 'type') === 'Recreate'

  if (deployment.metadata.deletionTimestamp === undefined && valueAt(deployment, 'spec', 'paused') !== true) {
    if (!current) {
      const recreated = count(old) + pods.length === 0 ? want : 0
      const room = isRecreate ? recreated : Math.min(want, want + surge - count(old))
      const made = api.create({ kind: kindNamed('ReplicaSet'), object: replicaSetOf(deployment, hash, Math.max(0, room), revisionAfter(all)), manager: CONTROLLER })
      tellScaled(cluster, made, 0, replicasOf(made))
    } else if (isRecreate) {
      for (const set of old) scale(set, 0, cluster)
      if (old.every((set) => replicasOf(set) === 0 && ownedBy(store, kindNamed('Pod'), set).length === 0)) scale(current, want, cluster)
    } else {
      const has = replicasOf(current)
      scale(current, has > want ? want : Math.min(want, has + Math.max(0, want + surge - count(all))), cluster)
      shrink({ old, spare: count(all) - (want - unavailable) - notReady(current, cluster), cluster, availableSpare: available - (want - unavailable) })
    }
    if (current) makeNewest(current, old, cluster)
    forgetOldRevisions(deployment, old, cluster)
  }
  tellStatus(deployment, cluster, hash)
}

/** Takes pods from old ReplicaSets: first those that are not ready, then as many ready ones as can be spared. */
function shrink({ old, spare, availableSpare, cluster }: { old: readonly KubeObject[]; spare: number; availableSpare: number; cluster: Cluster }): void {
  let unready = Math.max(0, spare)
  let ready = Math.max(0, Math.min(spare, availableSpare))
  for (const set of old) {
    const size = replicasOf(set)
    const broken = Math.min(notReady(set, cluster), unready, size)
    const healthy = Math.min(ready, size - broken)
    unready -= broken
    ready -= healthy
    scale(set, size - broken - healthy, cluster)
  }
}

function tellStatus(deployment: KubeObject, cluster: Cluster, hash: string): void {
  const { store, now } = cluster
  const sets = ownedBy(store, kindNamed('ReplicaSet'), deployment)
  const podsOf = (set: KubeObject): KubeObject[] => ownedBy(store, kindNamed('Pod'), set)
  const pods = sets.flatMap(podsOf)
  const living = pods.filter((pod) => !isTerminating(pod))
  const updated = living.filter((pod) => textAt(pod, 'metadata', 'labels', HASH) === hash)
  const ready = living.filter(isReady).length
  const available = availableOf(living, deployment, cluster).length
  const want = numberAt(deployment, 'spec', 'replicas') ?? 1
  const current = sets.find((set) => textAt(set, 'metadata', 'labels', HASH) === hash)
  const isComplete = updated.length === want && living.length === want && available === want
  const isAvailable = available >= want - limits(deployment, want).unavailable
  const latest = store.get(kindNamed('Deployment'), deployment.metadata.namespace, deployment.metadata.name)
  if (!latest) return
  const failure = itemsAt(current, 'status', 'conditions').find(({ type }) => type === 'ReplicaFailure')
  const progress = progressing({ deployment: latest, replicaSet: current?.metadata.name ?? '', isComplete, counts: { updated: updated.length, ready, available }, cluster })
  const stated: Condition[] = [
    isAvailable ? { type: 'Available', status: 'True', reason: 'MinimumReplicasAvailable', message: 'Deployment has minimum availability.' }
      : { type: 'Available', status: 'False', reason: 'MinimumReplicasUnavailable', message: 'Deployment does not have minimum availability.' },
    progress.condition,
    ...(failure ? [{ type: 'ReplicaFailure', status: 'True', reason: textAt(failure, 'reason'), message: textAt(failure, 'message') } as const] : []),
  ]
  const conditions = withConditions(latest, stated, apiTime(now()), { update: true }).filter(isJsonObject)
    .filter(({ type }) => failure !== undefined || type !== 'ReplicaFailure')
    // Each step forward starts the deadline anew.
    .map((condition) => (condition.type === 'Progressing' && progress.moved ? { ...condition, lastUpdateTime: apiTime(now()) } : condition))
  const revision = textAt(current, 'metadata', 'annotations', REVISION)
  const annotations = { ...mapAt(latest, 'metadata', 'annotations'), ...(revision === '' ? {} : { [REVISION]: revision }) }
  const counts: Record<string, Json> = { replicas: living.length, updatedReplicas: updated.length, readyReplicas: ready, availableReplicas: available, unavailableReplicas: Math.max(0, Math.max(want, living.length) - available) }
  writeStatus(cluster, latest, {
    annotations,
    status: {
      observedGeneration: latest.metadata.generation ?? 0,
      ...Object.fromEntries(Object.entries(counts).filter(([, number]) => number !== 0)),
      terminatingReplicas: pods.length - living.length,
      conditions,
    },
  })
}

type Progress = { deployment: KubeObject; replicaSet: string; isComplete: boolean; counts: { updated: number; ready: number; available: number }; cluster: Cluster }

/** How a rollout comes on, and whether it came on since the last look. A Deployment that was through and lost a pod is not rolling out. */
function progressing({ deployment, replicaSet, isComplete, counts, cluster }: Progress): { condition: Condition; moved: boolean } {
  const through: Condition = { type: 'Progressing', status: 'True', reason: 'NewReplicaSetAvailable', message: `ReplicaSet "${replicaSet}" has successfully progressed.` }
  const before = itemsAt(deployment, 'status', 'conditions').find(({ type }) => type === 'Progressing')
  const isSame = deployment.metadata.generation === valueAt(deployment, 'status', 'observedGeneration')
  if (isComplete || (isSame && before?.reason === 'NewReplicaSetAvailable' && before.message === through.message)) return { condition: through, moved: false }
  const told = (field: string): number => numberAt(deployment, 'status', field) ?? 0
  const moved = !isSame || counts.updated > told('updatedReplicas') || counts.ready > told('readyReplicas') || counts.available > told('availableReplicas')
  const deadline = Date.parse(String(before?.lastUpdateTime)) + (numberAt(deployment, 'spec', 'progressDeadlineSeconds') ?? 600) * 1000
  const isLate = !moved && before !== undefined && (before.status === 'False' || cluster.now() > deadline)
  if (!isLate && deadline >= cluster.now()) cluster.wakeAt(deadline + 1)
  return {
    moved,
    condition: isLate
      ? { type: 'Progressing', status: 'False', reason: 'ProgressDeadlineExceeded', message: `ReplicaSet "${replicaSet}" has timed out progressing.` }
      : { type: 'Progressing', status: 'True', reason: 'ReplicaSetUpdated', message: `ReplicaSet "${replicaSet}" is progressing.` },
  }
}

function replicaSetOf(deployment: KubeObject, hash: string, replicas: number, revision: number): KubeObject {
  const template = mapAt(deployment, 'spec', 'template')
  const labels = { ...mapAt(template, 'metadata', 'labels'), [HASH]: hash }
  const selector = mapAt(deployment, 'spec', 'selector')
  return {
    apiVersion: 'apps/v1', kind: 'ReplicaSet',
    metadata: {
      name: `${deployment.metadata.name}-${hash}`, namespace: deployment.metadata.namespace ?? '', labels,
      annotations: { [REVISION]: String(revision) }, ownerReferences: [ownerReference(deployment)],
    },
    spec: {
      replicas, ...(valueAt(deployment, 'spec', 'minReadySeconds') === undefined ? {} : { minReadySeconds: numberAt(deployment, 'spec', 'minReadySeconds') ?? 0 }),
      selector: { ...selector, matchLabels: { ...mapAt(selector, 'matchLabels'), [HASH]: hash } },
      template: { ...template, metadata: { ...mapAt(template, 'metadata'), labels } },
    },
  }
}

function scale(set: KubeObject, replicas: number, cluster: Cluster): void {
  if (replicasOf(set) === replicas) return
  const { resourceVersion: _, ...metadata } = set.metadata
  cluster.api.replace({ kind: kindNamed('ReplicaSet'), object: { ...set, metadata, spec: { ...mapAt(set, 'spec'), replicas } }, manager: CONTROLLER })
  tellScaled(cluster, set, replicasOf(set), replicas)
}

/** As the real one says it, about the Deployment. */
function tellScaled(cluster: Cluster, set: KubeObject, from: number, to: number): void {
  const [owner] = itemsAt(set, 'metadata', 'ownerReferences')
  const deployment = cluster.store.get(kindNamed('Deployment'), set.metadata.namespace, textAt(owner, 'name'))
  if (!deployment || from === to) return
  const message = `Scaled ${from < to ? 'up' : 'down'} replica set ${set.metadata.name} from ${from} to ${to}`
  tellEvent(cluster, deployment, { type: 'Normal', reason: 'ScalingReplicaSet', message, component: 'deployment-controller' })
}

function notReady(set: KubeObject, cluster: Cluster): number {
  return replicasOf(set) - availableOf(ownedBy(cluster.store, kindNamed('Pod'), set), set, cluster).length
}

function replicasOf(set: KubeObject): number {
  return numberAt(set, 'spec', 'replicas') ?? 1
}

/** Going back to an earlier template makes its ReplicaSet the newest revision again. */
function makeNewest(set: KubeObject, old: readonly KubeObject[], { store, api }: Cluster): void {
  const revision = revisionAfter(old)
  const latest = store.get(kindNamed('ReplicaSet'), set.metadata.namespace, set.metadata.name)
  if (!latest || revisionAfter([latest]) > revision) return
  const annotations = { ...mapAt(latest, 'metadata', 'annotations'), [REVISION]: String(revision) }
  api.replace({ kind: kindNamed('ReplicaSet'), object: { ...latest, metadata: { ...latest.metadata, annotations } }, manager: CONTROLLER })
}

function revisionAfter(sets: readonly KubeObject[]): number {
  return Math.max(0, ...sets.map((set) => Number(textAt(set, 'metadata', 'annotations', REVISION)))) + 1
}

function forgetOldRevisions(deployment: KubeObject, old: readonly KubeObject[], { api }: Cluster): void {
  const idle = old.filter((set) => replicasOf(set) === 0 && equals(valueAt(set, 'status', 'replicas') ?? 0, 0))
    .toSorted((a, b) => Number(textAt(a, 'metadata', 'annotations', REVISION)) - Number(textAt(b, 'metadata', 'annotations', REVISION)))
  const limit = numberAt(deployment, 'spec', 'revisionHistoryLimit') ?? 10
  for (const set of idle.slice(0, Math.max(0, idle.length - limit))) {
    api.remove({ kind: kindNamed('ReplicaSet'), namespace: set.metadata.namespace, name: set.metadata.name })
  }
}

/** Percentages are rounded up for surge and down for unavailable; both zero would never move. */
function limits(deployment: KubeObject, want: number): { surge: number; unavailable: number } {
  const rolling = mapAt(deployment, 'spec', 'strategy', 'rollingUpdate')
  const part = (value: Json | undefined, round: (share: number) => number): number =>
    typeof value === 'number' ? value : round(want * Number.parseInt(String(value ?? '0'), 10) / 100)
  const surge = part(rolling.maxSurge, Math.ceil)
  const unavailable = part(rolling.maxUnavailable, Math.floor)
  return { surge, unavailable: surge === 0 && unavailable === 0 ? 1 : unavailable }
}
