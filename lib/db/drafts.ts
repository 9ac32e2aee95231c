// Drafts: what one person has edited on one stack and not saved. Rewritten with every pause in the typing.
import 'server-only'
import { z } from 'zod'
import { Step } from '../thanos/draft-schema.ts'
import type { Tx } from './client.ts'
import { optional, toJson } from './json.ts'

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

/** Keeps other tabs of the same person from writing the draft until the transaction ends. A draft that does not exist yet is locked by its key. */
export async function lockDraft(tx: Tx, { stackId, personId }: Key): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`draft ${stackId} ${personId}`}, 0))`
}

/** Writes the draft, over the old one where there is one. */
export async function putDraft(tx: Tx, key: Key, { mark, baseNumber, steps, undone, edits, keptAt }: DraftRow): Promise<void> {
  const data = { mark, baseNumber: baseNumber ?? null, content: toJson({ steps, undone }), edits, keptAt }
  await tx.draft.upsert({ where: { stackId_personId: key }, create: { ...key, ...data }, update: data })
}

/** Throws the draft away; nothing happens when there is none. */
export async function deleteDraft(tx: Tx, key: Key): Promise<void> {
  await tx.draft.deleteMany({ where: key })
}

/** How much a person has waiting, stack by stack, without reading what was edited. */
export async function listDraftEdits(tx: Tx, personId: string): Promise<{ stackId: string; edits: number; isImport: boolean }[]> {
  const rows = await tx.draft.findMany({ where: { personId }, select: { stackId: true, edits: true, baseNumber: true } })
  return rows.map(({ stackId, edits, baseNumber }) => ({ stackId, edits, isImport: baseNumber === null }))
}
