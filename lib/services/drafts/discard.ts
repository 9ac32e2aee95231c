// Throwing away what a person has edited and not saved.
import 'server-only'
import { z } from 'zod'
import { deleteDraft, draftMark } from '../../db/drafts.ts'
import { privateWrite, type Verb } from '../command.ts'
import type { DraftKept } from '../views.ts'
import { answerOf, stackOf } from './view.ts'

export const DiscardDraft = z.object({ slug: z.string(), over: z.string().nullable() })
export type DiscardDraft = z.input<typeof DiscardDraft>

/** Deletes the caller's draft. When it moved since the caller saw it, it stays, and the answer is what it is now. */
export const discard: Verb<DiscardDraft, DraftKept> = privateWrite({
  permission: 'revision:write',
  input: DiscardDraft,
  async run({ tx, actor, now }, { slug, over }) {
    const stack = await stackOf(tx, slug)
    const key = { stackId: stack.id, personId: actor.id }
    const isGone = (over !== null && await deleteDraft(tx, key, over)) || await draftMark(tx, key) === undefined
    return isGone ? { kept: true, mark: null, at: now.toISOString() } : { kept: false, now: await answerOf(tx, stack, actor.id) }
  },
})
