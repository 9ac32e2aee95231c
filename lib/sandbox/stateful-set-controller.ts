// StatefulSets: pods with lasting names, made in order from the lowest, replaced one by one from the highest.
// Follows pkg/controller/statefulset/stateful_set_control.go, with what it is known for: in order, a pod that does not get ready
// holds up everything, also the revision that would mend it, until somebody deletes the pod.
import type { Json, JsonObject, KubeObject } from '../manifest/types.ts'
import type { Cluster } from './cluster.ts'
import { CONTROLLER, writeStatus } from './cluster.ts'
import { itemsAt, mapAt, numberAt, textAt } from './fields.ts'
import { kindNamed } from './kinds.ts'
import { availableOf, hashOf, isReady, isRunningAndReady, isTerminating, ownedBy, ownerReference } from './owned.ts'
import { createPod, deletePod } from './owned-pods.ts'

const REVISION = 'controller-revision-hash'

export function reconcileStatefulSet(set: KubeObject, cluster: Cluster): void {
  // What is going makes nothing new, not even a revision, which would hold it.
  if (isTerminating(set)) return
  const update = revisionOf(set, cluster)
  const revisions = ownedBy(cluster.store, kindNamed('ControllerRevision'), set)
  const current = revisions.find(({ metadata }) => metadata.name === textAt(set, 'status', 'currentRevision')) ?? update
  step({ set, current, update, cluster })
  tellStatus({ set, current, update, cluster })
}

type Revisions = { set: KubeObject; current: KubeObject; update: KubeObject; cluster: Cluster }

/** One step towards what is asked for; in order, nothing else happens while a pod is not ready. */
function step({ set, current, update, cluster }: Revisions): void {
  const { store } = cluster
  const want = numberAt(set, 'spec', 'replicas') ?? 1
  const first = numberAt(set, 'spec', 'ordinals', 'start') ?? 0
  const inOrder = textAt(set, 'spec', 'podManagementPolicy') !== 'Parallel'
  const pods = new Map(ownedBy(store, kindNamed('Pod'), set).map((pod) => [ordinalOf(pod), pod]))
  const available = new Set(availableOf([...pods.values()], set, cluster))
  const isUp = (pod: KubeObject | undefined): boolean => pod !== undefined && isRunningAndReady(pod) && available.has(pod)

  for (let ordinal = first; ordinal < first + want; ordinal++) {
    const pod = pods.get(ordinal)
    if (!pod) {
      const revision = usesCurrent(set, ordinal) ? current : update
      createPod(cluster, set, podOf(set, ordinal, revision), () => { makeClaims(set, ordinal, cluster) })
    }
    if (inOrder && !isUp(pod)) return
  }
  const condemned = [...pods].filter(([ordinal]) => ordinal < first || ordinal >= first + want).toSorted(([a], [b]) => b - a).map(([, pod]) => pod)
  // Of those that are to go, the lowest that is not up may go although it is not; the others wait for it.
  const firstDown = condemned.findLast((pod) => !isUp(pod))
  for (const pod of condemned) {
    const mayGo = !isTerminating(pod) && (!inOrder || isUp(pod) || pod === firstDown)
    if (mayGo) deletePod(cluster, set, pod)
    if (inOrder) return
  }
  if (textAt(set, 'spec', 'updateStrategy', 'type') === 'OnDelete') return
  const partition = numberAt(set, 'spec', 'updateStrategy', 'rollingUpdate', 'partition') ?? 0
  for (let ordinal = first + want - 1; ordinal >= first + partition; ordinal--) {
    const pod = pods.get(ordinal)
    if (pod && revisionName(pod) !== update.metadata.name && !isTerminating(pod)) {
      deletePod(cluster, set, pod)
      return
    }
    if (!isUp(pod)) return
  }
}

/** Below the partition a pod that is made anew keeps the old revision; while rolling, so does one that the roll has not reached. */
function usesCurrent(set: KubeObject, ordinal: number): boolean {
  if (textAt(set, 'spec', 'updateStrategy', 'type') !== 'RollingUpdate') return false
  const partition = numberAt(set, 'spec', 'updateStrategy', 'rollingUpdate', 'partition')
  return partition === undefined ? ordinal < (numberAt(set, 'status', 'currentReplicas') ?? 0) : ordinal < partition
}

/** The ControllerRevision of the set's template, made when it is new. */
function revisionOf(set: KubeObject, { store, api }: Cluster): KubeObject {
  const template = mapAt(set, 'spec', 'template')
  const name = `${set.metadata.name}-${hashOf(template)}`
  const found = store.get(kindNamed('ControllerRevision'), set.metadata.namespace, name)
  const known = ownedBy(store, kindNamed('ControllerRevision'), set)
  const newest = Math.max(0, ...known.map((revision) => numberAt(revision, 'revision') ?? 0))
  if (found) {
    // Going back to an earlier template makes its revision the newest again.
    if (numberAt(found, 'revision') === newest) return found
    return api.replace({ kind: kindNamed('ControllerRevision'), object: { ...found, revision: newest + 1 }, manager: CONTROLLER })
  }
  forgetOldRevisions(set, known, { store, api })
  return api.create({
    kind: kindNamed('ControllerRevision'), manager: CONTROLLER,
    object: {
      apiVersion: 'apps/v1', kind: 'ControllerRevision', revision: newest + 1, data: { spec: { template } },
      metadata: {
        name, namespace: set.metadata.namespace ?? '', ownerReferences: [ownerReference(set)],
        labels: { ...mapAt(template, 'metadata', 'labels'), 'controller.kubernetes.io/hash': name.slice(set.metadata.name.length + 1) },
      },
    },
  })
}

function forgetOldRevisions(set: KubeObject, known: readonly KubeObject[], { store, api }: Pick<Cluster, 'store' | 'api'>): void {
  const used = new Set([textAt(set, 'status', 'currentRevision'), textAt(set, 'status', 'updateRevision'), ...ownedBy(store, kindNamed('Pod'), set).map(revisionName)])
  const idle = known.filter(({ metadata }) => !used.has(metadata.name)).toSorted((a, b) => (numberAt(a, 'revision') ?? 0) - (numberAt(b, 'revision') ?? 0))
  const limit = numberAt(set, 'spec', 'revisionHistoryLimit') ?? 10
  for (const revision of idle.slice(0, Math.max(0, idle.length - limit))) {
    api.remove({ kind: kindNamed('ControllerRevision'), namespace: revision.metadata.namespace, name: revision.metadata.name })
  }
}

function makeClaims(set: KubeObject, ordinal: number, { store, api }: Pick<Cluster, 'store' | 'api'>): void {
  const kind = kindNamed('PersistentVolumeClaim')
  for (const template of itemsAt(set, 'spec', 'volumeClaimTemplates')) {
    const name = claimName(set, template, ordinal)
    const { namespace = '' } = set.metadata
    if (store.get(kind, namespace, name)) continue
    api.create({
      kind, manager: CONTROLLER,
      object: {
        apiVersion: 'v1', kind: 'PersistentVolumeClaim', spec: mapAt(template, 'spec'),
        metadata: { name, namespace, labels: mapAt(set, 'spec', 'selector', 'matchLabels') },
      },
    })
  }
}

function claimName(set: KubeObject, template: JsonObject, ordinal: number): string {
  return `${textAt(template, 'metadata', 'name')}-${set.metadata.name}-${ordinal}`
}

function podOf(set: KubeObject, ordinal: number, revision: KubeObject): KubeObject {
  const template = mapAt(revision, 'data', 'spec', 'template')
  const name = `${set.metadata.name}-${ordinal}`
  const claims = itemsAt(set, 'spec', 'volumeClaimTemplates').map((claim): JsonObject => ({
    name: textAt(claim, 'metadata', 'name'), persistentVolumeClaim: { claimName: claimName(set, claim, ordinal) },
  }))
  const volumes = itemsAt(template, 'spec', 'volumes').filter(({ name: volume }) => !claims.some((claim) => claim.name === volume))
  const subdomain = textAt(set, 'spec', 'serviceName')
  return {
    apiVersion: 'v1', kind: 'Pod',
    metadata: {
      ...mapAt(template, 'metadata'), name, generateName: `${set.metadata.name}-`, namespace: set.metadata.namespace ?? '',
      labels: {
        ...mapAt(template, 'metadata', 'labels'), [REVISION]: revision.metadata.name,
        'statefulset.kubernetes.io/pod-name': name, 'apps.kubernetes.io/pod-index': String(ordinal),
      },
      ownerReferences: [ownerReference(set)],
    },
    spec: { ...mapAt(template, 'spec'), hostname: name, ...(subdomain === '' ? {} : { subdomain }), volumes: [...claims, ...volumes] },
  }
}

function tellStatus({ set, current, update, cluster }: Revisions): void {
  const { store } = cluster
  const pods = ownedBy(store, kindNamed('Pod'), set)
  const living = pods.filter((pod) => !isTerminating(pod))
  const want = numberAt(set, 'spec', 'replicas') ?? 1
  const at = (name: string): number => living.filter((pod) => revisionName(pod) === name).length
  const ready = pods.filter(isReady).length
  const updated = at(update.metadata.name)
  // When the roll is through, the new revision is the current one.
  const isThrough = updated === want && living.length === want && living.every(isRunningAndReady)
  const now = isThrough ? update : current
  const counts: Record<string, Json> = { readyReplicas: ready, currentReplicas: at(now.metadata.name), updatedReplicas: updated }
  const latest = store.get(kindNamed('StatefulSet'), set.metadata.namespace, set.metadata.name)
  if (!latest) return
  writeStatus(cluster, latest, {
    status: {
      observedGeneration: set.metadata.generation ?? 0, replicas: pods.length, availableReplicas: availableOf(pods, set, cluster).length, collisionCount: 0,
      currentRevision: now.metadata.name, updateRevision: update.metadata.name,
      ...Object.fromEntries(Object.entries(counts).filter(([, number]) => number !== 0)),
    },
  })
}

function ordinalOf(pod: KubeObject): number {
  return Number(/-(\d+)$/.exec(pod.metadata.name)?.[1] ?? -1)
}

function revisionName(pod: KubeObject): string {
  return textAt(pod, 'metadata', 'labels', REVISION)
}
