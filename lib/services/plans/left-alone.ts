// What a plan leaves to others: the replicas that an autoscaler sets, and the rollout of what is paused.
import { FIELD_MANAGER } from '../../kube/cluster.ts'
import { staysPaused } from '../../manifest/autoscaled.ts'
import type { ObjectChange } from '../../manifest/change.ts'
import { fieldAt, numberAt } from '../../manifest/fields.ts'
import type { PlanStep } from '../../manifest/step.ts'
import { objectId } from '../../manifest/types.ts'
import { text, type Text } from '../../text.ts'
import { specObjectId, type StackSpec } from '../../thanos/spec.ts'
import type { Seen } from './look.ts'

export type LeftAlone = {
  /** The spec with the replicas as they stay, so that what a change does is not told of a number that nobody writes. */
  spec: StackSpec
  /** The steps as they are carried out: without those replicas, and waiting for no rollout that does not begin. */
  inSteps: (steps: readonly PlanStep[]) => PlanStep[]
  notes: Text[]
}

export function leftAlone(spec: StackSpec, objects: readonly Seen[], changes: readonly ObjectChange[]): LeftAlone {
  const replicas = new Map(objects.flatMap(({ object, live, isAutoscaled }) => (isAutoscaled === true && live ? [[objectId(object), numberAt(live, 'spec', 'replicas') ?? 1] as const] : [])))
  const paused = new Set(objects.filter(({ target, live }) => staysPaused(target, live, FIELD_MANAGER)).map(({ object }) => objectId(object)))
  const moving = new Set(changes.filter(({ verdict }) => verdict !== 'unchanged').map(({ object }) => object))
  const scaled = objects.filter(({ object }) => replicas.has(objectId(object)) && fieldAt(object, 'spec', 'replicas') !== undefined)
  return {
    spec: {
      ...spec,
      objects: spec.objects.map((object) => {
        const count = replicas.get(specObjectId(object))
        return object.type === 'workload' && count !== undefined ? { ...object, replicas: count } : object
      }),
    },
    inSteps: (steps) => steps.map((step) => ({
      ...step, ...(replicas.has(step.object) ? { keepsReplicas: true } : {}), ...(step.action === 'apply' && paused.has(step.object) ? { gate: 'none' } : {}),
    })),
    notes: [
      ...scaled.map(({ object }) => {
        const [name, count] = [object.metadata.name, replicas.get(objectId(object)) ?? 1]
        return text(`An autoscaler sets the replicas of ${name}, ${count} now: they are left to it, whatever the revision says.`, `${name}의 레플리카 수(지금 ${count}개)는 오토스케일러가 정합니다. 리비전 값과 관계없이 그대로 둡니다.`)
      }),
      ...objects.filter(({ object }) => paused.has(objectId(object)) && moving.has(objectId(object))).map(({ object: { metadata: { name } } }) => text(
        `${name} is paused: what is applied reaches its pods only once somebody resumes its rollout, and the run does not wait for that.`,
        `${name}의 롤아웃이 일시 중지되어 있습니다. 적용한 내용은 롤아웃을 재개한 뒤에야 파드에 반영되며, 실행은 이를 기다리지 않습니다.`,
      )),
    ],
  }
}
