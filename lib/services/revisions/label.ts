// Naming a revision, such as "known-good". A label is on one revision of a stack; put on another one it moves there.
import 'server-only'
import { z } from 'zod'
import { findLabel, putLabel } from '../../db/revision-labels.ts'
import { findRevision } from '../../db/revisions.ts'
import { lockStack } from '../../db/stacks.ts'
import { AppError } from '../../errors.ts'
import { text } from '../../text.ts'
import { command, type Verb } from '../command.ts'
import type { LabelView } from '../views.ts'
import { Label, RevisionNumber } from './fields.ts'

export const LabelRevision = z.object({ stackId: z.string(), number: RevisionNumber, name: Label })
export type LabelRevision = z.input<typeof LabelRevision>

/** The label as it stands now. NOT_FOUND without such a revision; INVALID when this revision has the label already. */
export const label: Verb<LabelRevision, LabelView> = command({
  name: 'revision.label',
  permission: 'revision:write',
  input: LabelRevision,
  about: ({ stackId, number }) => ({ stackId, subject: `revision ${number}` }),
  async run({ tx, actor, now }, { stackId, number, name }) {
    await lockStack(tx, stackId)
    if (!await findRevision(tx, stackId, number)) throw new AppError('NOT_FOUND', text(`There is no revision ${number}.`, `리비전 ${number}이(가) 없습니다.`))
    const before = await findLabel(tx, { stackId, name })
    if (before?.number === number) throw new AppError('INVALID', text(`Revision ${number} is labelled ${name} already.`, `리비전 ${number}에는 이미 라벨 ${name}이(가) 있습니다.`))
    await putLabel(tx, { stackId, name }, { number, author: actor, setAt: now })
    return {
      value: { name, number, author: actor.name, setAt: now.toISOString() },
      event: { stackId, subject: `revision ${number}`, ...(before === undefined ? {} : { before: { label: name, revision: before.number } }), after: { label: name, revision: number } },
    }
  },
})
