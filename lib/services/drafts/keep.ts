// Keeping what a person has edited so far, so that a closed tab or another machine loses nothing.
import 'server-only'
import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { deleteDraft, draftContent, draftMark, findDraft, putDraft } from '../../db/drafts.ts'
import { findRevision } from '../../db/revisions.ts'
import type { StackRow } from '../../db/stacks.ts'
import type { Tx } from '../../db/client.ts'
import { AppError } from '../../errors.ts'
import { text } from '../../text.ts'
import { redo, type Draft } from '../../thanos/draft.ts'
import { Step } from '../../thanos/draft-schema.ts'
import { credentialInSteps } from '../../thanos/draft-credentials.ts'
import { EMPTY_SPEC } from '../../thanos/spec.ts'
import { privateWrite, type Verb } from '../command.ts'
import type { DraftKept } from '../views.ts'
import { answerOf, stackOf } from './view.ts'

/** An import of 10 MB is kept twice: as objects and as the text that was read. */
const MAX_BYTES = 40 * 1024 * 1024

/** The part of a list that is new: its first `from` items are those that are kept already. */
const Tail = z.object({ from: z.number().int().min(0), items: z.array(Step) })

export const KeepDraft = z.object({
  slug: z.string(),
  /** The mark of what the caller saw last; null when there was no draft. */
  over: z.string().nullable(),
  /** Number of the revision that the draft began from; null when there was none. */
  base: z.number().int().min(1).nullable(),
  steps: Tail,
  undone: Tail,
  /** How many fields differ, as the caller counts them. */
  edits: z.number().int().min(0),
})
export type KeepDraft = z.input<typeof KeepDraft>

/**
 * Keeps the caller's draft. When it moved meanwhile, nothing is written and the answer is what it is now: the caller takes that over and
 * puts its own steps on top. INVALID when a draft lies there that cannot be read, when it holds a credential, or more than 40 MiB.
 */
export const keep: Verb<KeepDraft, DraftKept> = privateWrite({
  permission: 'revision:write',
  input: KeepDraft,
  async run({ tx, actor, now }, { slug, over, base, steps, undone, edits }) {
    const stack = await stackOf(tx, slug)
    const key = { stackId: stack.id, personId: actor.id }
    if ((await draftMark(tx, key) ?? null) !== over) return moved(tx, stack, actor.id)
    const needsOld = steps.from > 0 || undone.from > 0
    const old = needsOld ? await findDraft(tx, key) : undefined
    if (needsOld && (old?.mark ?? null) !== over) return moved(tx, stack, actor.id)
    if (old?.isUnreadable) throw new AppError('INVALID', UNREADABLE)
    const next = { steps: joined(old?.steps, steps), undone: joined(old?.undone, undone) }
    const mark = next.steps.length + next.undone.length === 0 ? null : randomUUID()
    const at = now.toISOString()
    if (mark === null) {
      const isGone = over === null || await deleteDraft(tx, key, over)
      return isGone ? { kept: true, mark, at } : moved(tx, stack, actor.id)
    }
    const content = draftContent(next)
    refuseSize(content)
    await refuseCredentials(tx, stack.id, base, next)
    // A mark stands for one content: while it is the same, what was read and judged above is what is written over.
    const isKept = await putDraft(tx, key, { over, mark, content, edits, keptAt: now, ...(base === null ? {} : { baseNumber: base }) })
    return isKept ? { kept: true, mark, at } : moved(tx, stack, actor.id)
  },
})

/** What the draft is now. Throws INVALID when that cannot be read: written over, it would be gone unasked. */
async function moved(tx: Tx, stack: StackRow, personId: string): Promise<DraftKept> {
  const now = await answerOf(tx, stack, personId)
  if (!now.isSame && now.unreadable !== undefined) throw new AppError('INVALID', UNREADABLE)
  return { kept: false, now }
}

const UNREADABLE = text(
  'An earlier draft of yours lies here in words that this version of Gauntlet does not know. Throw that one away, and this one is kept.',
  '이 버전의 Gauntlet이 읽을 수 없는 이전 초안이 남아 있습니다. 그 초안을 버리면 지금의 초안이 보관됩니다.',
)

function joined(old: readonly Step[] | undefined, { from, items }: { from: number; items: Step[] }): Step[] {
  if (from > (old?.length ?? 0)) throw new AppError('INVALID', text('The draft that this builds on is shorter. Load the page again.', '바탕이 되는 초안이 더 짧습니다. 페이지를 다시 불러오세요.'))
  return [...(old ?? []).slice(0, from), ...items]
}

function refuseSize(content: string): void {
  const bytes = Buffer.byteLength(content)
  if (bytes > MAX_BYTES) {
    throw new AppError('INVALID', text(`The draft has ${Math.ceil(bytes / 1024 / 1024)} MiB; ${MAX_BYTES / 1024 / 1024} MiB are kept. Save it as a revision.`, `초안이 ${Math.ceil(bytes / 1024 / 1024)} MiB이며, 보관 한도는 ${MAX_BYTES / 1024 / 1024} MiB입니다. 리비전으로 저장하세요.`))
  }
}

async function refuseCredentials(tx: Tx, stackId: string, base: number | null, { steps, undone }: Draft): Promise<void> {
  const revision = base === null ? undefined : await findRevision(tx, stackId, base)
  if (base !== null && revision === undefined) throw new AppError('INVALID', text(`This stack has no revision ${base} to build on.`, `이 스택에는 바탕이 될 리비전 ${base}이(가) 없습니다.`))
  const redone = undone.reduce<Draft>((draft) => redo(draft), { steps, undone })
  const place = credentialInSteps(revision?.spec ?? EMPTY_SPEC, redone.steps)
  if (place !== undefined) throw new AppError('INVALID', text(`${place} would hold credentials, which a draft never keeps. They belong in a Secret.`, `${place}에 자격 증명이 담기게 되며, 초안은 이를 보관하지 않습니다. 자격 증명은 Secret에 두세요.`))
}
