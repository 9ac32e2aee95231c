// Revisions: immutable, numbered versions of a stack's spec. Postgres refuses to change or delete them.
import 'server-only'
import { z } from 'zod'
import { Finding } from '../thanos/finding.ts'
import { StackSpec } from '../thanos/spec.ts'
import type { Tx } from './client.ts'
import { optional, toJson } from './json.ts'

export type RevisionRow = {
  id: string
  stackId: string
  number: number
  spec: StackSpec
  findings: Finding[]
  message: string
  author: { id: string; name: string }
  restoredFrom?: number
  createdAt: Date
}
export type RevisionHeadline = Omit<RevisionRow, 'spec'>

const HEADLINE = {
  id: true, stackId: true, number: true, findings: true, message: true, authorId: true, authorName: true, restoredFrom: true, createdAt: true,
} as const
const WHOLE = { ...HEADLINE, spec: true } as const

type Selected = {
  id: string; stackId: string; number: number; findings: unknown; message: string
  authorId: string; authorName: string; restoredFrom: number | null; createdAt: Date
}

function toHeadline({ id, stackId, number, findings, message, authorId, authorName, restoredFrom, createdAt }: Selected): RevisionHeadline {
  return {
    id, stackId, number, message, createdAt, findings: z.array(Finding).parse(findings),
    author: { id: authorId, name: authorName }, ...optional('restoredFrom', restoredFrom),
  }
}

function toRevision(row: Selected & { spec: unknown }): RevisionRow {
  return { ...toHeadline(row), spec: StackSpec.parse(row.spec) }
}

/** Which revision is the newest of a stack, without reading it. */
export async function headRevisionId(tx: Tx, stackId: string): Promise<{ id: string; number: number } | undefined> {
  return await tx.revision.findFirst({ where: { stackId }, orderBy: { number: 'desc' }, select: { id: true, number: true } }) ?? undefined
}

/** The newest revision of a stack. */
export async function headRevision(tx: Tx, stackId: string): Promise<RevisionRow | undefined> {
  const row = await tx.revision.findFirst({ where: { stackId }, orderBy: { number: 'desc' }, select: WHOLE })
  return row ? toRevision(row) : undefined
}

/** One revision by its number. */
export async function findRevision(tx: Tx, stackId: string, number: number): Promise<RevisionRow | undefined> {
  const row = await tx.revision.findUnique({ where: { stackId_number: { stackId, number } }, select: WHOLE })
  return row ? toRevision(row) : undefined
}

/** Revisions newest first, those below `before` when it is given. */
export async function listRevisions(tx: Tx, { stackId, before, limit }: { stackId: string; before?: number; limit: number }): Promise<RevisionHeadline[]> {
  const rows = await tx.revision.findMany({
    where: { stackId, ...(before === undefined ? {} : { number: { lt: before } }) }, orderBy: { number: 'desc' }, take: limit, select: HEADLINE,
  })
  return rows.map(toHeadline)
}

/** Adds a revision. Breaks the unique constraint when its number is taken. */
export async function appendRevision(tx: Tx, { author, spec, findings, ...revision }: Omit<RevisionRow, 'id'>): Promise<RevisionRow> {
  const row = await tx.revision.create({
    data: { ...revision, spec: toJson(spec), findings: toJson(findings), authorId: author.id, authorName: author.name }, select: WHOLE,
  })
  return toRevision(row)
}
