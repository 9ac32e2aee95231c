// Whether a plan may be applied with these choices: its state, and each decision that it leaves to the reviewer.
import type { Actor } from '../../auth/actor.ts'
import { permits } from '../../auth/permissions.ts'
import type { PlanRow } from '../../db/plans.ts'
import { AppError } from '../../errors.ts'
import { hasWork } from '../../manifest/chosen-steps.ts'
import type { RunChoices } from '../../manifest/run-choices.ts'
import { text, type Text } from '../../text.ts'
import { findingKey } from '../../thanos/finding.ts'
import { statusNow } from '../plans/view.ts'

/**
 * Throws STALE_PLAN when it is not the plan to apply, BLOCKED when something stands in the way or is not decided (details: the objects),
 * INVALID when a choice is about something that the plan does not leave open, FORBIDDEN when a field is taken over by who may not.
 */
export function mayApply(plan: PlanRow, choices: RunChoices, actor: Pick<Actor, 'role' | 'token'>): void {
  switch (statusNow(plan)) {
    case 'applied': throw new AppError('STALE_PLAN', text('This plan was applied already. Compute a new one.', '이 계획은 이미 적용되었습니다. 새로 계산하세요.'))
    case 'stale': throw new AppError('STALE_PLAN', text('There is a newer plan of this stack. Apply that one, or compute it again.', '이 스택에 더 새로운 계획이 있습니다. 그 계획을 적용하거나 다시 계산하세요.'))
    case 'empty': throw new AppError('BLOCKED', text('This plan changes nothing, so there is nothing to apply.', '이 계획은 아무것도 바꾸지 않으므로 적용할 것이 없습니다.'))
    case 'blocked': throw new AppError('BLOCKED', text('This plan is blocked: its errors, refused objects or missing Secrets come first.', '이 계획은 막혀 있습니다. 오류, 거부된 오브젝트, 없는 Secret을 먼저 해결하세요.'))
    case 'ready':
  }
  onlyWhatIsOpen(plan, choices)
  if (choices.force.length > 0 && !permits(actor, 'owner:override')) {
    throw new AppError('FORBIDDEN', text('Only an admin may take a field over from its owner, and not with a token.', '필드를 소유자에게서 넘겨받는 일은 관리자만, 토큰 없이 할 수 있습니다.'))
  }
  const undecided = idsOf(plan, 'conflict').filter((id) => !choices.force.includes(id))
  if (undecided.length > 0) {
    throw blocked(undecided, text(
      `Other managers own fields of ${undecided.join(', ')}. Take each over, or put its value into the spec.`,
      `다른 관리자가 ${undecided.join(', ')}의 필드를 소유하고 있습니다. 하나씩 넘겨받거나 그 값을 스펙에 넣으세요.`,
    ))
  }
  const staying = plan.objects.filter(({ object, mustGo }) => mustGo !== undefined && !choices.remove.includes(object)).map(({ object }) => object)
  if (staying.length > 0) throw blocked(staying, text(`${staying.join(', ')} must be deleted in this run; tick it.`, `이 실행에서 ${staying.join(', ')}을(를) 삭제해야 합니다. 선택하세요.`))
  if (!hasWork(plan.objects, plan.steps) && choices.remove.length === 0) throw blocked(idsOf(plan, 'orphan'), text('Nothing is chosen: tick what is to be deleted.', '선택한 것이 없습니다. 삭제할 오브젝트를 선택하세요.'))
}

/** Every error that is live already must have been seen: by whoever applies, or by whoever accepted it. */
export function mayStay(plan: PlanRow, known: readonly string[]): void {
  const seen = new Set(known)
  const unseen = plan.acknowledge.filter((finding) => !seen.has(findingKey(finding)))
  if (unseen.length > 0) {
    throw new AppError('BLOCKED', text(`${unseen.length} errors that are live already are not acknowledged.`, `이미 운영 중인 오류 ${unseen.length}건이 확인되지 않았습니다.`), { details: { unseen: unseen.map(findingKey) } })
  }
}

/** Nobody decides what was not shown: a field is forced only where there is a conflict, and only what is left over is deleted. */
function onlyWhatIsOpen(plan: PlanRow, { force, remove, unstick }: RunChoices): void {
  const [conflicts, orphans] = [new Set(idsOf(plan, 'conflict')), new Set(idsOf(plan, 'orphan'))]
  const applied = new Set(plan.steps.filter(({ action }) => action === 'apply').map(({ object }) => object))
  const unknown = [...force.filter((id) => !conflicts.has(id)), ...remove.filter((id) => !orphans.has(id)), ...unstick.filter((id) => !applied.has(id))]
  if (unknown.length > 0) throw new AppError('INVALID', text(`This plan leaves nothing to choose about ${unknown.join(', ')}.`, `이 계획에는 ${unknown.join(', ')}에 대해 선택할 것이 없습니다.`), { details: { objects: unknown } })
}

function idsOf(plan: PlanRow, verdict: 'conflict' | 'orphan'): string[] {
  return plan.objects.filter((change) => change.verdict === verdict).map(({ object }) => object)
}

function blocked(objects: readonly string[], words: Text): AppError {
  return new AppError('BLOCKED', words, { details: { objects } })
}
