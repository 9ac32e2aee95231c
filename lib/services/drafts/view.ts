// What a draft's owner is told of it.
import { draftMark, findDraft } from '../../db/drafts.ts'
import { findRevision } from '../../db/revisions.ts'
import { findStack, type StackRow } from '../../db/stacks.ts'
import type { Tx } from '../../db/client.ts'
import { AppError } from '../../errors.ts'
import { text } from '../../text.ts'
import type { DraftAnswer, KeptDraft } from '../views.ts'

/** The stack of an address. Throws NOT_FOUND. */
export async function stackOf(tx: Tx, slug: string): Promise<StackRow> {
  const stack = await findStack(tx, { slug })
  if (!stack) throw new AppError('NOT_FOUND', text('There is no such stack.', '그런 스택이 없습니다.'))
  return stack
}

/** How the draft stands; `known` is the mark of the one that the asker has already, which is not told again. */
export async function answerOf(tx: Tx, stack: StackRow, personId: string, known?: string): Promise<DraftAnswer> {
  const head = stack.head ?? null
  const key = { stackId: stack.id, personId }
  if (known !== undefined && await draftMark(tx, key) === known) return { head, isSame: true }
  const row = await findDraft(tx, key)
  if (row === undefined) return { head, isSame: false, draft: null }
  const unreadable: DraftAnswer = { head, isSame: false, draft: null, unreadable: { mark: row.mark, keptAt: row.keptAt.toISOString() } }
  if (row.isUnreadable) return unreadable
  const { mark, baseNumber, steps, undone, keptAt } = row
  const kept: Omit<KeptDraft, 'base'> = { mark, keptAt: keptAt.toISOString(), steps, undone }
  if (baseNumber === undefined) return { head, isSame: false, draft: kept }
  const revision = await findRevision(tx, stack.id, baseNumber)
  // Revisions are never deleted, so this happens only to a database that was put together by hand.
  return revision === undefined ? unreadable : { head, isSame: false, draft: { ...kept, base: { number: baseNumber, spec: revision.spec } } }
}
