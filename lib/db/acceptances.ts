// Acceptances of findings. Postgres lets one end, once, and refuses every other change; at most one is open for each finding.
import 'server-only'
import { z } from 'zod'
import { Finding } from '../thanos/finding-schema.ts'
import type { Tx } from './client.ts'
import { optional, toJson } from './json.ts'

/** How an acceptance ended before its time. */
export const EndedHow = z.enum(['withdrawn', 'replaced'])
export type EndedHow = z.infer<typeof EndedHow>

export type AcceptanceRow = {
  id: string
  stackId: string
  /** acceptanceKey() of lib/thanos/acceptance.ts. */
  key: string
  /** The finding as it was then. */
  finding: Finding
  reason: string
  until: Date
  by: { id: string; name: string }
  at: Date
  ended?: { how: EndedHow; by: { id: string; name: string }; at: Date }
}

type Selected = {
  id: string; stackId: string; findingKey: string; finding: unknown; reason: string; until: Date; acceptedById: string; acceptedByName: string
  acceptedAt: Date; endedHow: string | null; endedById: string | null; endedByName: string | null; endedAt: Date | null
}

function toAcceptance(row: Selected): AcceptanceRow {
  return {
    id: row.id, stackId: row.stackId, key: row.findingKey, finding: Finding.parse(row.finding), reason: row.reason, until: row.until,
    by: { id: row.acceptedById, name: row.acceptedByName }, at: row.acceptedAt, ...optional('ended', endOf(row)),
  }
}

function endOf({ endedHow, endedById, endedByName, endedAt }: Selected): AcceptanceRow['ended'] {
  if (endedHow === null || endedById === null || endedByName === null || endedAt === null) return undefined
  return { how: EndedHow.parse(endedHow), by: { id: endedById, name: endedByName }, at: endedAt }
}

/** Acceptances that nobody ended, those that last longest first; those whose time is over are among them. */
export async function listOpenAcceptances(tx: Tx, { stackId, limit }: { stackId: string; limit: number }): Promise<AcceptanceRow[]> {
  const rows = await tx.acceptance.findMany({ where: { stackId, endedAt: null }, orderBy: [{ until: 'desc' }, { id: 'desc' }], take: limit })
  return rows.map(toAcceptance)
}

/** The open ones of these findings. */
export async function findOpenAcceptances(tx: Tx, { stackId, keys }: { stackId: string; keys: readonly string[] }): Promise<AcceptanceRow[]> {
  if (keys.length === 0) return []
  const rows = await tx.acceptance.findMany({ where: { stackId, endedAt: null, findingKey: { in: [...keys] } }, orderBy: { id: 'asc' } })
  return rows.map(toAcceptance)
}

/** How many hold at a time. */
export async function countHolding(tx: Tx, { stackId, now }: { stackId: string; now: Date }): Promise<number> {
  return tx.acceptance.count({ where: { stackId, endedAt: null, until: { gt: now } } })
}

/** Adds acceptances. Breaks the unique constraint when a finding has an open one. */
export async function insertAcceptances(tx: Tx, acceptances: readonly Omit<AcceptanceRow, 'id' | 'ended'>[]): Promise<AcceptanceRow[]> {
  const rows = await tx.acceptance.createManyAndReturn({
    data: acceptances.map(({ key, finding, by, at, ...columns }) => ({
      ...columns, findingKey: key, finding: toJson(finding), acceptedById: by.id, acceptedByName: by.name, acceptedAt: at,
    })),
  })
  return rows.map(toAcceptance)
}

/** Ends those of these acceptances that are still open. */
export async function endAcceptances(tx: Tx, { ids, how, by, at }: { ids: readonly string[]; how: EndedHow; by: { id: string; name: string }; at: Date }): Promise<void> {
  if (ids.length === 0) return
  await tx.acceptance.updateMany({
    where: { id: { in: [...ids] }, endedAt: null }, data: { endedHow: how, endedById: by.id, endedByName: by.name, endedAt: at },
  })
}
