// What the apply panel has to know of a plan: its state and its counts, not its manifests.
import type { PlanStatus, PlanView } from '#lib/services/views.ts'
import type { Text } from '#lib/text.ts'
import type { AcceptanceState } from '#lib/thanos/acceptance.ts'
import { type Finding, findingKey } from '#lib/thanos/finding.ts'
import type { Impact } from '#lib/thanos/impact/impact.ts'
import type { Risk } from '#lib/thanos/impact/risk.ts'
import { isStopped } from './plan-objects.tsx'

export type ApplyState = {
  planId: string
  revision: number
  status: PlanStatus
  createdAt: string
  /** Errors that the change brings in, and objects that the API server would not take. */
  blockers: number
  stopped: number
  /** Errors that are live already, to be acknowledged by their key. */
  acknowledge: { key: string; message: Text }[]
  /** Those of them that somebody accepted, so that nobody is asked again. */
  accepted: { key: string; message: Text; by: string; until: string }[]
  risk: Risk
  /** What cannot be undone, if anything; `confirm` is typed to agree to it. */
  final?: Impact
}

/** The state of a plan `stateOf` says which findings are accepted. */
export function applyState(
  { id, revision, status, createdAt, blockers, acknowledge, objects, impacts, risk }: PlanView, stateOf: (finding: Finding) => AcceptanceState | undefined,
): ApplyState {
  const judged = acknowledge.map((finding) => ({ key: findingKey(finding), message: finding.message, state: stateOf(finding) }))
  const danger = impacts.find(({ weight }) => weight === 'danger')
  return {
    planId: id, revision, status, createdAt, blockers: blockers.length, stopped: objects.filter(isStopped).length,
    acknowledge: judged.filter(({ state }) => state?.kind !== 'accepted').map(({ key, message }) => ({ key, message })),
    accepted: judged.flatMap(({ key, message, state }) => (state?.kind === 'accepted' ? [{ key, message, by: state.acceptance.by, until: state.acceptance.until }] : [])),
    risk, ...(danger === undefined ? {} : { final: danger }),
  }
}
