// Revisions: immutable, numbered versions of a stack's spec. Postgres refuses to change or delete them.
import 'server-only'
import { z } from 'zod'
import { Finding } from '../thanos/finding-schema.ts'
import { StackSpec } from '../thanos/spec-schema.ts'
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
  labels: string[]
  createdAt: Date
}
export type RevisionHeadline = Omit<RevisionRow, 'spec'>

const HEADLINE = {
  id: true, stackId: true, number: true, findings: true, message: true, authorId: true, authorName: true, restoredFrom: true, createdAt: true,
  labels: { select: { name: true }, orderBy: { name: 'asc' } },
} as const
const WHOLE = { ...HEADLINE, spec: true } as const

type Selected = {
  id: string; stackId: string; number: number; findings: unknown; message: string
  authorId: string; authorName: string; restoredFrom: number | null; createdAt: Date; labels: { name: string }[]
}

const Findings = z.array(Finding)

function toHeadline({ id, stackId, number, findings, message, authorId, authorName, restoredFrom, createdAt, labels }: Selected): RevisionHeadline {
  return {
    id, stackId, number, message, createdAt, findings: Findings.parse(findings),
    author: { id: authorId, name: authorName }, labels: labels.map(({ name }) => name), ...optional('restoredFrom', restoredFrom),
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

/** `text` stands somewhere in the message, in any case, or is the number as in "r12"; `from` is included, `to` is not; `isLabelled` asks for those with any label. */
export type RevisionFilter = { author?: string; label?: string; isLabelled?: boolean; text?: string; from?: Date; to?: Date }

/** Revisions newest first, those below `before` when it is given. */
export async function listRevisions(
  tx: Tx, { stackId, before, limit, filter = {} }: { stackId: string; before?: number; limit: number; filter?: RevisionFilter },
): Promise<RevisionHeadline[]> {
  const { author, label, isLabelled, text, from, to } = filter
  const rows = await tx.revision.findMany({
    where: {
      stackId,
      ...(before === undefined ? {} : { number: { lt: before } }),
      ...(author === undefined ? {} : { authorName: author }),
      ...(label === undefined ? {} : { labels: { some: { name: label } } }),
      ...(isLabelled === true && label === undefined ? { labels: { some: {} } } : {}),
      ...(text === undefined ? {} : { OR: [{ message: { contains: literal(text), mode: 'insensitive' as const } }, ...numbersIn(text)] }),
      ...(from === undefined && to === undefined ? {} : { createdAt: { ...(from === undefined ? {} : { gte: from }), ...(to === undefined ? {} : { lt: to }) } }),
    },
    orderBy: { number: 'desc' }, take: limit, select: HEADLINE,
  })
  return rows.map(toHeadline)
}

/** The number of the newest revision, which is how many there are; 0 when there is none. */
export async function headRevisionNumber(tx: Tx, stackId: string): Promise<number> {
  return (await tx.revision.findFirst({ where: { stackId }, orderBy: { number: 'desc' }, select: { number: true } }))?.number ?? 0
}

/** Who has saved to a stack, in the order of the alphabet. */
export async function revisionAuthors(tx: Tx, stackId: string): Promise<string[]> {
  const rows = await tx.revision.findMany({ where: { stackId }, distinct: ['authorName'], select: { authorName: true }, orderBy: { authorName: 'asc' } })
  return rows.map(({ authorName }) => authorName)
}

function numbersIn(text: string): { number: number }[] {
  const number = /^\s*r?(\d{1,9})\s*$/i.exec(text)?.[1]
  return number === undefined ? [] : [{ number: Number(number) }]
}

/** A text of LIKE in which every character stands for itself. */
function literal(text: string): string {
  return text.replaceAll(/[\\%_]/g, '\\$&')
}

/** Adds a revision. Breaks the unique constraint when its number is taken. */
export async function appendRevision(tx: Tx, { author, spec, findings, ...revision }: Omit<RevisionRow, 'id' | 'labels'>): Promise<RevisionRow> {
  const row = await tx.revision.create({
    data: { ...revision, spec: toJson(spec), findings: toJson(findings), authorId: author.id, authorName: author.name }, select: WHOLE,
  })
  return toRevision(row)
}
