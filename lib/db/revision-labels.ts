// Labels: names for revisions, one of a name per stack. They stand beside the revisions, which are never rewritten.
import 'server-only'
import type { Tx } from './client.ts'

export type LabelRow = { name: string; number: number; author: { id: string; name: string }; setAt: Date }
type Key = { stackId: string; name: string }
type Selected = { name: string; number: number; authorId: string; authorName: string; setAt: Date }

/** The labels of a stack, those of the newest revisions first. */
export async function listLabels(tx: Tx, stackId: string): Promise<LabelRow[]> {
  return (await tx.revisionLabel.findMany({ where: { stackId }, orderBy: [{ number: 'desc' }, { name: 'asc' }] })).map(toLabel)
}

/** One label, undefined when no revision of the stack has it. */
export async function findLabel(tx: Tx, key: Key): Promise<LabelRow | undefined> {
  const row = await tx.revisionLabel.findUnique({ where: { stackId_name: key } })
  return row ? toLabel(row) : undefined
}

/** Puts a label on a revision, also when another one had it. */
export async function putLabel(tx: Tx, key: Key, { number, author, setAt }: Omit<LabelRow, 'name'>): Promise<void> {
  const data = { number, authorId: author.id, authorName: author.name, setAt }
  await tx.revisionLabel.upsert({ where: { stackId_name: key }, create: { ...key, ...data }, update: data })
}

/** Takes a label away; nothing happens when there is none. */
export async function deleteLabel(tx: Tx, key: Key): Promise<void> {
  await tx.revisionLabel.deleteMany({ where: key })
}

function toLabel({ name, number, authorId, authorName, setAt }: Selected): LabelRow {
  return { name, number, author: { id: authorId, name: authorName }, setAt }
}
