// Whether a Deployment or StatefulSet works, by the rules of Kubernetes' own rollout check (kubectl rollout status) and the state of its pods.
// Says Healthy only for what was looked at.
import { text, type Text } from '../text.ts'
import { fieldAt, mapsAt, numberAt, stringAt } from './fields.ts'
import { podTrouble } from './pod-trouble.ts'
import { redactText } from './redact.ts'
import type { JsonObject, KubeObject } from './types.ts'

export const HEALTH_STATUSES = ['Healthy', 'Progressing', 'Degraded', 'Suspended', 'Missing', 'Unknown'] as const
export type HealthStatus = (typeof HEALTH_STATUSES)[number]
export type WorkloadHealth = { status: HealthStatus; message: Text; ready: number; want: number }

type Verdict = { status: HealthStatus; message: Text }

/**
 * Health of a live Deployment or StatefulSet; undefined is one that the cluster does not have. `pods` are its own pods, where they were
 * asked for: they tell why it is not ready.
 */
export function workloadHealth(object: KubeObject | undefined, pods: readonly KubeObject[] = []): WorkloadHealth {
  if (object === undefined) return { ...verdict('Missing', 'the cluster does not have it', '클러스터에 없습니다'), ready: 0, want: 0 }
  const want = numberAt(object, 'spec', 'replicas') ?? 1
  const ready = numberAt(object, 'status', 'readyReplicas') ?? 0
  return { ...judge(object, { want, ready, pods }), ready, want }
}

/**
 * Whether the last change has reached every pod that it is to reach and all are available: the gate before the next workload.
 * A workload scaled to zero is rolled out when its pods are gone, of a Deployment when all are going: its status counts none that is. A paused one never is.
 */
export function isRolledOut(object: KubeObject): boolean {
  if (!isJudgeable(object) || isUnobserved(object) || fieldAt(object, 'spec', 'paused') === true) return false
  return rollout(object, numberAt(object, 'spec', 'replicas') ?? 1) === undefined
}

function judge(object: KubeObject, seen: { want: number; ready: number; pods: readonly KubeObject[] }): Verdict {
  const { want, ready, pods } = seen
  if (!isJudgeable(object)) {
    return verdict('Unknown', 'only a Deployment or a StatefulSet with a status can be judged', 'status가 있는 Deployment와 StatefulSet만 판단할 수 있습니다')
  }
  if (object.metadata.deletionTimestamp) return verdict('Progressing', 'it is being deleted', '삭제되고 있습니다')
  const broken = pods.map(podTrouble).find((trouble) => trouble !== undefined)
  if (isUnobserved(object)) {
    return verdict('Progressing', 'the cluster has not acted on the last change yet', '클러스터가 아직 마지막 변경을 반영하지 않았습니다')
  }
  if (fieldAt(object, 'spec', 'paused') === true) return verdict('Suspended', 'its rollout is paused', '롤아웃이 일시 중지되어 있습니다')
  const pending = rollout(object, want)
  if (pending === undefined && want === 0) return verdict('Suspended', 'it is scaled to zero', '복제본 수가 0입니다')
  if (pending === undefined) return verdict('Healthy', `${ready} of ${want} ready`, `${want}개 중 ${ready}개 준비됨`)
  const stuck = stuckDeployment(object)
  if (broken !== undefined) return { status: 'Degraded', message: broken }
  return stuck === undefined ? { status: 'Progressing', message: pending } : { status: 'Degraded', message: stuck }
}

/** What a rollout still waits for; undefined when it is done. */
function rollout(object: KubeObject, want: number): Text | undefined {
  return object.kind === 'Deployment' ? deploymentRollout(object, want) : statefulSetRollout(object, want)
}

/** Source: https://github.com/kubernetes/kubectl/blob/master/pkg/polymorphichelpers/rollout_status.go */
function deploymentRollout(object: JsonObject, want: number): Text | undefined {
  const updated = numberAt(object, 'status', 'updatedReplicas') ?? 0
  const total = numberAt(object, 'status', 'replicas') ?? 0
  const available = numberAt(object, 'status', 'availableReplicas') ?? 0
  if (updated < want) return text(`${updated} of ${want} pods are updated`, `${want}개 중 ${updated}개 파드가 갱신되었습니다`)
  if (total > updated) return text(`old pods still there: ${total - updated}`, `남아 있는 이전 파드: ${total - updated}개`)
  // Not in kubectl, which calls a Deployment that was scaled down rolled out at once: here the next workload may wait for those pods.
  if (total > want) return text(`pods still to go: ${total - want}`, `아직 없어지지 않은 파드: ${total - want}개`)
  if (available < want) return text(`${available} of ${want} pods are available`, `${want}개 중 ${available}개 파드를 쓸 수 있습니다`)
  return undefined
}

function statefulSetRollout(object: JsonObject, want: number): Text | undefined {
  const total = numberAt(object, 'status', 'replicas') ?? 0
  const ready = numberAt(object, 'status', 'readyReplicas') ?? 0
  const available = numberAt(object, 'status', 'availableReplicas') ?? ready
  const updated = numberAt(object, 'status', 'updatedReplicas') ?? 0
  if (total > want) return text(`pods still to go: ${total - want}`, `아직 없어지지 않은 파드: ${total - want}개`)
  if (ready < want) return text(`${ready} of ${want} pods are ready`, `${want}개 중 ${ready}개 파드가 준비되었습니다`)
  if (available < want) return text(`${available} of ${want} pods are available`, `${want}개 중 ${available}개 파드를 쓸 수 있습니다`)
  // With OnDelete a person replaces the pods, when they like: there is nothing to wait for.
  if (fieldAt(object, 'spec', 'updateStrategy', 'type') === 'OnDelete') return undefined
  const partition = numberAt(object, 'spec', 'updateStrategy', 'rollingUpdate', 'partition') ?? 0
  const toUpdate = Math.max(0, want - partition)
  if (updated < toUpdate) return text(`${updated} of ${toUpdate} pods are updated`, `${toUpdate}개 중 ${updated}개 파드가 갱신되었습니다`)
  const isSettled = partition > 0 || stringAt(object, 'status', 'updateRevision') === stringAt(object, 'status', 'currentRevision')
  return isSettled ? undefined : text(`${updated} of ${want} pods are updated`, `${want}개 중 ${updated}개 파드가 갱신되었습니다`)
}

/** A Deployment whose own conditions say that waiting will not help. */
function stuckDeployment(object: KubeObject): Text | undefined {
  const conditions = mapsAt(object, 'status', 'conditions')
  const find = (type: string): JsonObject | undefined => conditions.find((condition) => condition.type === type)
  const failure = find('ReplicaFailure')
  const progressing = find('Progressing')
  const why = redactText(stringAt(failure?.status === 'True' ? failure : progressing, 'message') ?? '')
  if (failure?.status === 'True') return text(`pods cannot be created: ${why}`, `파드를 만들 수 없습니다: ${why}`)
  if (progressing?.reason === 'ProgressDeadlineExceeded') return text(`the rollout is stuck: ${why}`, `롤아웃이 멈췄습니다: ${why}`)
  // The rollout was complete once, and since then too many pods went away.
  if (progressing?.reason === 'NewReplicaSetAvailable' && find('Available')?.status === 'False') {
    const available = numberAt(object, 'status', 'availableReplicas') ?? 0
    const want = numberAt(object, 'spec', 'replicas') ?? 1
    return text(`only ${available} of ${want} pods are available`, `${want}개 중 ${available}개 파드만 쓸 수 있습니다`)
  }
  return undefined
}

function isJudgeable(object: KubeObject): boolean {
  return (object.kind === 'Deployment' || object.kind === 'StatefulSet') && fieldAt(object, 'status') !== undefined
}

function isUnobserved(object: KubeObject): boolean {
  return (numberAt(object, 'metadata', 'generation') ?? 0) > (numberAt(object, 'status', 'observedGeneration') ?? 0)
}

function verdict(status: HealthStatus, en: string, ko: string): Verdict {
  return { status, message: text(en, ko) }
}
