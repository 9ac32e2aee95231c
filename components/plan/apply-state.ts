// What the apply panel has to know of a plan: its state and its counts, not its manifests.
import { hasWork } from '#lib/manifest/chosen-steps.ts'
import type { PlanStatus, PlanView } from '#lib/services/views.ts'
import type { Text } from '#lib/text.ts'
import type { AcceptanceState } from '#lib/thanos/acceptance.ts'
import { type Finding, findingKey } from '#lib/thanos/finding.ts'
import type { Impact } from '#lib/thanos/impact/impact.ts'
import type { Risk } from '#lib/thanos/impact/risk.ts'
import { isRefused, type PlanRow } from './plan-row.ts'

export type ApplyState = {
  planId: string
  revision: number
  status: PlanStatus
  createdAt: string
  /** Errors that the change brings in, and objects that the API server would not take. */
  blockers: number
  stopped: number
  /** What the reviewer decides: each field in conflict, and what is left over; `mustGo` are those of it that may not stay. */
  conflicts: { object: string; field: string; owner: string }[]
  orphans: string[]
  mustGo: string[]
  /** StatefulSets whose broken pods may be deleted. */
  unsticks: string[]
  /** Whether nothing happens unless something that is left over is ticked. */
  isOnlyOrphans: boolean
  /** Errors that are live already, to be acknowledged by their key. */
  acknowledge: { key: string; message: Text }[]
  /** Those of them that somebody accepted, so that nobody is asked again. */
  accepted: { key: string; message: Text; by: string; until: string }[]
  risk: Risk
  /** What cannot be undone, or is agreed to by typing its `confirm`: what is final soonest comes first. */
  dangers: Impact[]
  final?: Impact
}

/** What is typed to agree to the dangers of a plan, each once. */
export function confirmsOf({ dangers }: Pick<ApplyState, 'dangers'>): string[] {
  return [...new Set(dangers.flatMap(({ confirm }) => confirm ?? []))]
}

/** The state of a plan with these rows. `stateOf` says which findings are accepted. */
export function applyState(
  { id, revision, status, createdAt, blockers, acknowledge, impacts, risk, objects, steps }: PlanView, rows: readonly PlanRow[], stateOf: (finding: Finding) => AcceptanceState | undefined,
): ApplyState {
  const judged = acknowledge.map((finding) => ({ key: findingKey(finding), message: finding.message, state: stateOf(finding) }))
  const dangers = impacts.filter(({ undoableMs, confirm }) => undoableMs !== undefined || confirm !== undefined)
    .toSorted((a, b) => (a.undoableMs ?? Number.POSITIVE_INFINITY) - (b.undoableMs ?? Number.POSITIVE_INFINITY))
  return {
    planId: id, revision, status, createdAt, blockers: blockers.length, stopped: rows.filter(isRefused).length,
    conflicts: rows.flatMap(({ object, conflicts }) => conflicts.map(({ field, owner }) => ({ object, field, owner }))),
    orphans: rows.filter(({ verdict }) => verdict === 'orphan').map(({ object }) => object),
    mustGo: rows.filter(({ mustGo }) => mustGo !== undefined).map(({ object }) => object),
    unsticks: rows.filter(({ object, restarts }) => object.startsWith('StatefulSet/') && restarts > 0).map(({ object }) => object),
    isOnlyOrphans: !hasWork(objects, steps),
    acknowledge: judged.filter(({ state }) => state?.kind !== 'accepted').map(({ key, message }) => ({ key, message })),
    accepted: judged.flatMap(({ key, message, state }) => (state?.kind === 'accepted' ? [{ key, message, by: state.acceptance.by, until: state.acceptance.until }] : [])),
    risk, dangers, ...(dangers[0] === undefined ? {} : { final: dangers[0] }),
  }
}
