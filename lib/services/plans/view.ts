// A plan as pages see it.
import type { PlanRow } from '../../db/plans.ts'
import type { PlanStatus, PlanView } from '../views.ts'

/** What a plan is now: one that a run carried out is applied, one that has a newer beside it is stale. */
export function statusNow({ isApplied, isNewest, status, steps }: Pick<PlanRow, 'isApplied' | 'isNewest' | 'status' | 'steps'>): PlanStatus {
  if (isApplied) return 'applied'
  // Without steps it is from before there were any, and nobody reviewed their order.
  return isNewest && (status !== 'ready' || steps.length > 0) ? status : 'stale'
}

export function toView(plan: PlanRow): PlanView {
  const { id, stackId, revision, objects, blockers, acknowledge, findings, steps, impacts, risk, fingerprint } = plan
  return {
    id, stackId, revision, objects, blockers, acknowledge, findings, steps, impacts, risk, fingerprint,
    status: statusNow(plan), createdAt: plan.createdAt.toISOString(), createdBy: plan.createdBy.name,
  }
}
