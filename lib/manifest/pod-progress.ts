// The pods of a workload that rolls, one by one: which have the new template, which are ready, which hold the others up, which will never come.
import { fieldAt, mapsAt, numberAt, stringAt } from './fields.ts'
import { podTrouble } from './pod-trouble.ts'
import type { PodProgress } from './progress.ts'
import type { JsonObject, KubeObject } from './types.ts'

const SET_REVISION = 'controller-revision-hash'
const DEPLOYMENT_REVISION = 'pod-template-hash'

/**
 * `newest` is the hash of the template that the pods are to have, as its controller calls it; undefined where that is not known. `unready` are
 * the uids of pods that were not ready for so long that nobody expects it of them any more.
 */
export function podsProgress(workload: KubeObject, pods: readonly KubeObject[], newest: string | undefined, unready: ReadonlySet<string> = new Set()): PodProgress[] {
  return pods.map((pod): PodProgress => {
    const isNew = newest === undefined || revisionOf(workload, pod) === newest
    const trouble = podTrouble(pod)
    const isReady = isPodReady(pod)
    return {
      name: pod.metadata.name, uid: String(pod.metadata.uid ?? ''), isReady, isNew, restarts: restartsOf(pod), ...(trouble ? { trouble } : {}),
      ...(isStuck(workload, pod, { isNew, isReady, isBroken: trouble !== undefined || unready.has(String(pod.metadata.uid)) }) ? { isStuck: true } : {}),
    }
  })
}

/** The hash of the newest template: of a StatefulSet its status says it, of a Deployment the newest of its ReplicaSets does. */
export function newestRevision(workload: KubeObject, replicaSets: readonly KubeObject[] = []): string | undefined {
  if (workload.kind === 'StatefulSet') return stringAt(workload, 'status', 'updateRevision')
  const age = (set: KubeObject): number => Number(fieldAt(set.metadata.annotations, 'deployment.kubernetes.io/revision') ?? 0)
  const newest = replicaSets.filter((set) => isOwnedBy(set, workload)).toSorted((a, b) => age(b) - age(a))[0]
  return newest && stringAt(newest.metadata.labels, DEPLOYMENT_REVISION)
}

/** Whether a workload is the controller of an object. */
export function isOwnedBy(object: KubeObject, owner: KubeObject): boolean {
  return mapsAt(object.metadata.ownerReferences).some(({ uid }) => uid === owner.metadata.uid)
}

/**
 * A StatefulSet that makes its pods in order waits for every one of them before it does anything, also for a pod of a template that is no
 * longer wanted: https://github.com/kubernetes/kubernetes/issues/67250. It goes on when somebody deletes that pod; one below the partition
 * would come back as it was.
 */
function isStuck(workload: KubeObject, pod: KubeObject, { isNew, isReady, isBroken }: { isNew: boolean; isReady: boolean; isBroken: boolean }): boolean {
  const inOrder = workload.kind === 'StatefulSet' && stringAt(workload, 'spec', 'podManagementPolicy') !== 'Parallel'
  return inOrder && !isKeptOld(workload, pod) && !isNew && !isReady && isBroken && pod.metadata.deletionTimestamp === undefined
}

/** Whether a partition keeps the old template for a pod: of ordinals below it, counted from where they start. */
function isKeptOld(workload: KubeObject, pod: KubeObject): boolean {
  const partition = numberAt(workload, 'spec', 'updateStrategy', 'rollingUpdate', 'partition') ?? 0
  return Number(/-(\d+)$/.exec(pod.metadata.name)?.[1] ?? Number.NaN) < (numberAt(workload, 'spec', 'ordinals', 'start') ?? 0) + partition
}

/** Whether a pod says that it is Ready, and is not on its way out. */
export function isPodReady(pod: KubeObject): boolean {
  return pod.metadata.deletionTimestamp === undefined && mapsAt(pod, 'status', 'conditions').some(({ type, status }) => type === 'Ready' && status === 'True')
}

function containersOf(pod: KubeObject): JsonObject[] {
  return [...mapsAt(pod, 'status', 'initContainerStatuses'), ...mapsAt(pod, 'status', 'containerStatuses')]
}

function restartsOf(pod: KubeObject): number {
  return containersOf(pod).reduce((sum, container) => sum + (numberAt(container, 'restartCount') ?? 0), 0)
}

function revisionOf(workload: KubeObject, pod: KubeObject): string | undefined {
  return stringAt(pod.metadata.labels, workload.kind === 'StatefulSet' ? SET_REVISION : DEPLOYMENT_REVISION)
}

/**
 * What a pod waits for that does not come by itself. `crash`: it ends again and again. `image`: it cannot be pulled. `name`: it never can be,
 * since it is not one.
 */
export type Hopeless = 'crash' | 'image' | 'name'

export function hopelessness(pod: KubeObject): Hopeless | undefined {
  const reasons = new Set(containersOf(pod).map((container) => stringAt(container, 'state', 'waiting', 'reason')))
  if (reasons.has('InvalidImageName') || reasons.has('ErrImageNeverPull')) return 'name'
  if (reasons.has('ErrImagePull') || reasons.has('ImagePullBackOff')) return 'image'
  return reasons.has('CrashLoopBackOff') ? 'crash' : undefined
}

/** The container of a pod that is worth reading: the one that ended, else one that is not ready. */
export function failingContainer(pod: KubeObject): { name: string; hasEnded: boolean } | undefined {
  const containers = containersOf(pod)
  const ended = containers.find((container) => container.ready !== true && fieldAt(container, 'lastState', 'terminated') !== undefined)
  const found = ended ?? containers.find((container) => container.ready !== true && (fieldAt(container, 'state', 'running') ?? fieldAt(container, 'state', 'terminated')) !== undefined)
  const name = found && stringAt(found, 'name')
  return name === undefined ? undefined : { name, hasEnded: ended !== undefined }
}
