// The draft that a person left on a stack, wherever they left it.
import 'server-only'
import { z } from 'zod'
import { query, type Verb } from '../command.ts'
import type { DraftAnswer } from '../views.ts'
import { answerOf, stackOf } from './view.ts'

export const GetDraft = z.object({ slug: z.string(), mark: z.string().optional() })
export type GetDraft = z.input<typeof GetDraft>

/** The caller's own draft; nobody reads another's. `mark` is what the caller has already: then only whether it moved is told. */
export const get: Verb<GetDraft, DraftAnswer> = query({
  permission: 'revision:write',
  input: GetDraft,
  async run({ tx, actor }, { slug, mark }) {
    const stack = await stackOf(tx, slug)
    return answerOf(tx, stack, actor.id, mark)
  },
})
