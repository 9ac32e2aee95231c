// The steps of a run as work: what each object is to be, or which one is to go.
import { parse } from 'yaml'
import type { PlanRow } from '../../db/plans.ts'
import type { StackRow } from '../../db/stacks.ts'
import type { ObjectRef } from '../../kube/cluster.ts'
import { withoutReplicas } from '../../manifest/autoscaled.ts'
import type { FieldConflict, ObjectChange } from '../../manifest/change.ts'
import { chosenSteps } from '../../manifest/chosen-steps.ts'
import { withChecksum } from '../../manifest/config-checksum.ts'
import { markOf, withMark } from '../../manifest/revision-mark.ts'
import type { RunChoices } from '../../manifest/run-choices.ts'
import type { PlanStep } from '../../manifest/step.ts'
import { inNamespace, refOf } from '../../manifest/target.ts'
import { isKubeObject, objectId, type KubeObject } from '../../manifest/types.ts'
import { orderedObjects } from '../../thanos/apply-order.ts'
import type { StackSpec } from '../../thanos/spec.ts'

/** `isMoved`: it stands where it does for a reason, and not by the usual order. */
type Basis = { id: string; ref: ObjectRef; gate: PlanStep['gate']; isMoved: boolean }
/**
 * `desired` is what is applied, given what is there: what does not change keeps the mark of the revision that changed it last.
 * `settledAt` is the version of what is there to which applying it would write nothing.
 * `conflicts` are the fields of others that the reviewer was shown; `seen` is the digest of what is deleted, as the plan saw it.
 */
export type ApplyStep = Basis & { action: 'apply'; isChanging: boolean; settledAt?: string; isForced: boolean; conflicts: readonly FieldConflict[]; desired: (live: KubeObject | undefined) => KubeObject }
export type DeleteStep = Basis & { action: 'delete'; orphan: KubeObject; seen: string | null }
export type Step = ApplyStep | DeleteStep

/** What a run of a plan does, in order. Throws an Error for a step whose object the revision does not render: a defect of ours. */
export function stepsOf({ plan, stack, spec, choices }: { plan: PlanRow; stack: StackRow; spec: StackSpec; choices: RunChoices }): Step[] {
  const rendered = new Map(orderedObjects(spec).map((object) => [objectId(object), object]))
  const changes = new Map(plan.objects.map((change) => [change.object, change]))
  return chosenSteps(plan.steps, choices).map(({ object: id, action, gate, checksum, reason, keepsReplicas }): Step => {
    const change = changes.get(id)
    const isMoved = reason !== undefined
    if (action === 'delete') {
      const orphan: unknown = parse(change?.liveYaml ?? '')
      if (!isKubeObject(orphan)) throw new Error(`the plan has a step that deletes ${id}, and does not know what it was`)
      return { id, gate, action, isMoved, orphan, seen: plan.live[id] ?? null, ref: refOf(inNamespace(orphan, stack.namespace)) }
    }
    const object = rendered.get(id)
    if (!object) throw new Error(`the plan has a step for ${id}, which its revision does not render`)
    const whole = inNamespace(object, stack.namespace)
    const target = keepsReplicas === true ? withoutReplicas(whole) : whole
    const isChanging = change?.verdict !== 'unchanged'
    return {
      id, gate, action, isMoved, isChanging, ...settled(change), isForced: choices.force.includes(id), conflicts: change?.conflicts ?? [], ref: refOf(target),
      desired: (live) => withChecksum(withMark(target, isChanging ? String(plan.revision) : markOf(live)), checksum),
    }
  })
}

function settled(change: ObjectChange | undefined): Pick<ApplyStep, 'settledAt'> {
  return change?.isSettled === true && change.resourceVersion !== undefined ? { settledAt: change.resourceVersion } : {}
}
