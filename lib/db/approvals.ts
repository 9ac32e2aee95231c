// What second persons decided about plans. Append-only: the last decision about a plan is the one that holds.
import 'server-only'
import { z } from 'zod'
import type { Tx } from './client.ts'

export const ApprovalKind = z.enum(['approved', 'rejected', 'withdrawn'])
export type ApprovalKind = z.infer<typeof ApprovalKind>

export type ApprovalRow = {
  planId: string
  /** Of the plan, as it was decided about. */
  fingerprint: string
  kind: ApprovalKind
  comment: string
  by: { id: string; name: string }
  at: Date
}

/** All decisions about a plan, the oldest first. */
export async function listApprovals(tx: Tx, planId: string): Promise<ApprovalRow[]> {
  const rows = await tx.approval.findMany({ where: { planId }, orderBy: { id: 'asc' } })
  return rows.map(({ kind, byId, byName, fingerprint, comment, at }) => ({ planId, fingerprint, comment, at, kind: ApprovalKind.parse(kind), by: { id: byId, name: byName } }))
}

/** By plan: who approved it, for those of which that is the last decision. */
export async function approversOf(tx: Tx, planIds: readonly string[]): Promise<Map<string, string>> {
  const rows = await tx.approval.findMany({ where: { planId: { in: [...planIds] } }, orderBy: { id: 'desc' }, distinct: ['planId'], select: { planId: true, kind: true, byName: true } })
  return new Map(rows.flatMap(({ planId, kind, byName }): [string, string][] => (kind === 'approved' ? [[planId, byName]] : [])))
}

/** Adds a decision, which holds from then on. */
export async function insertApproval(tx: Tx, { by, ...columns }: ApprovalRow): Promise<void> {
  await tx.approval.create({ data: { ...columns, byId: by.id, byName: by.name }, select: { id: true } })
}
