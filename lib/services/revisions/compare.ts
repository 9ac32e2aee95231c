// What differs between two revisions of a stack, or between one and the draft of whoever asks.
import 'server-only'
import { z } from 'zod'
import { findStack } from '../../db/stacks.ts'
import type { Tx } from '../../db/client.ts'
import { AppError } from '../../errors.ts'
import { text } from '../../text.ts'
import { specOf } from '../../thanos/draft.ts'
import { diffSpecs } from '../../thanos/spec-diff.ts'
import { query, type Verb } from '../command.ts'
import { answerOf } from '../drafts/view.ts'
import type { CompareView, DraftSide, RevisionView } from '../views.ts'
import { RevisionRef } from './fields.ts'
import { resolve } from './resolve.ts'
import { toView } from './view.ts'

const Side = z.union([z.literal('draft'), RevisionRef])
type Side = z.output<typeof Side>

export const CompareRevisions = z.object({ stackId: z.string(), from: Side, to: Side })
export type CompareRevisions = z.input<typeof CompareRevisions>

/** Each side by its number, "head", "applied", a label, or "draft": one's own, nobody reads another's. NOT_FOUND says which of them there is not. */
export const compare: Verb<CompareRevisions, CompareView> = query({
  permission: 'revision:read',
  input: CompareRevisions,
  async run({ tx, actor }, { stackId, from, to }) {
    const read = (side: Side): Promise<RevisionView | DraftSide> => sideOf(tx, { stackId, side, personId: actor.id })
    const [left, right] = await Promise.all([read(from), read(to)])
    return { from: left, to: right, changes: diffSpecs(left.spec, right.spec) }
  },
})

async function sideOf(tx: Tx, { stackId, side, personId }: { stackId: string; side: Side; personId: string }): Promise<RevisionView | DraftSide> {
  if (side !== 'draft') return toView(await resolve(tx, stackId, side))
  const stack = await findStack(tx, { id: stackId })
  const answer = stack && await answerOf(tx, stack, personId)
  if (answer === undefined || answer.isSame || answer.draft === null) throw new AppError('NOT_FOUND', text('You have no draft of this stack.', '이 스택에 초안이 없습니다.'))
  return { spec: specOf(answer.draft), keptAt: answer.draft.keptAt }
}
