// Drafts: what one person has edited on one stack and not saved. Rewritten with every pause in the typing.
import 'server-only'
import { z } from 'zod'
import { Step } from '../thanos/draft-schema.ts'
import type { Tx } from './client.ts'
import { optional } from './json.ts'

export type DraftRow = { mark: string; baseNumber?: number; steps: Step[]; undone: Step[]; edits: number; keptAt: Date }
type Key = { stackId: string; personId: string }

const Content = z.object({ steps: z.array(Step), undone: z.array(Step) })

/** A draft in words that this version does not know, as a newer or an older one writes them: it cannot be carried out, and is kept as it is. */
export type UnreadableDraft = Pick<DraftRow, 'mark' | 'keptAt'> & { isUnreadable: true }

/** A person's draft of a stack. */
export async function findDraft(tx: Tx, key: Key): Promise<(DraftRow & { isUnreadable?: never }) | UnreadableDraft | undefined> {
  const row = await tx.draft.findUnique({ where: { stackId_personId: key } })
  if (row === null) return undefined
  const content = Content.safeParse(row.content)
  if (!content.success) return { mark: row.mark, keptAt: row.keptAt, isUnreadable: true }
  return { mark: row.mark, ...content.data, edits: row.edits, keptAt: row.keptAt, ...optional('baseNumber', row.baseNumber) }
}

/** The mark alone, without reading what was edited. */
export async function draftMark(tx: Tx, key: Key): Promise<string | undefined> {
  const row = await tx.draft.findUnique({ where: { stackId_personId: key }, select: { mark: true } })
  return row?.mark
}

/** The steps of a draft as they are kept: JSON. */
export function draftContent({ steps, undone }: Pick<DraftRow, 'steps' | 'undone'>): string {
  return JSON.stringify({ steps, undone })
}

type Written = Omit<DraftRow, 'steps' | 'undone'> & { content: string; over: string | null }

/**
 * Writes the draft; `content` is of draftContent, and `over` the mark of the one that it takes the place of, null where there is none.
 * False, and nothing is written, when another lies there. In SQL, since Prisma turns a JSON value to text and back about ten times on its
 * way and reads it back: for an import of 10 MB that was most of the work.
 */
export async function putDraft(tx: Tx, { stackId, personId }: Key, { over, mark, baseNumber, content, edits, keptAt }: Written): Promise<boolean> {
  const base = baseNumber ?? null
  const written = over === null
    ? await tx.$executeRaw`
      INSERT INTO "draft" ("stackId", "personId", "mark", "baseNumber", "content", "edits", "keptAt")
      VALUES (${stackId}, ${personId}, ${mark}, ${base}::int, ${content}::json, ${edits}, ${keptAt})
      ON CONFLICT ("stackId", "personId") DO NOTHING`
    : await tx.$executeRaw`
      UPDATE "draft" SET "mark" = ${mark}, "baseNumber" = ${base}::int, "content" = ${content}::json, "edits" = ${edits}, "keptAt" = ${keptAt}
      WHERE "stackId" = ${stackId} AND "personId" = ${personId} AND "mark" = ${over}`
  return written === 1
}

/** Throws the draft away; false when another than that of the mark `over` lies there, or none. */
export async function deleteDraft(tx: Tx, key: Key, over: string): Promise<boolean> {
  const { count } = await tx.draft.deleteMany({ where: { ...key, mark: over } })
  return count === 1
}

/** How much a person has waiting, stack by stack, without reading what was edited. */
export async function listDraftEdits(tx: Tx, personId: string): Promise<{ stackId: string; edits: number; isImport: boolean }[]> {
  const rows = await tx.draft.findMany({ where: { personId }, select: { stackId: true, edits: true, baseNumber: true } })
  return rows.map(({ stackId, edits, baseNumber }) => ({ stackId, edits, isImport: baseNumber === null }))
}
