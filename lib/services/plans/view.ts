// A plan as pages see it.
import type { PlanHeadline, PlanRow } from '../../db/plans.ts'
import type { PlanStatus, PlanSummary, PlanView } from '../views.ts'

/** What a plan is now: one that a run carried out is applied, one that has a newer beside it is stale. */
export function statusNow({ steps, ...plan }: Pick<PlanRow, 'isApplied' | 'isNewest' | 'status' | 'steps'>): PlanStatus {
  return statusOf({ ...plan, hasSteps: steps.length > 0 })
}

function statusOf({ isApplied, isNewest, status, hasSteps }: Pick<PlanHeadline, 'isApplied' | 'isNewest' | 'status' | 'hasSteps'>): PlanStatus {
  if (isApplied) return 'applied'
  // Without steps it is from before there were any, and nobody reviewed their order.
  return isNewest && (status !== 'ready' || hasSteps) ? status : 'stale'
}

export function toSummary(plan: PlanHeadline): PlanSummary {
  const { id, stackId, revision, createdAt, createdBy, verdicts } = plan
  return { id, stackId, revision, createdBy, verdicts, status: statusOf(plan), createdAt: createdAt.toISOString() }
}

export function toView(plan: PlanRow): PlanView {
  const { id, stackId, revision, objects, blockers, acknowledge, findings, steps, impacts, risk, notes, fingerprint } = plan
  return {
    id, stackId, revision, objects, blockers, acknowledge, findings, steps, impacts, risk, notes, fingerprint,
    status: statusNow(plan), createdAt: plan.createdAt.toISOString(), createdBy: plan.createdBy.name,
  }
}
