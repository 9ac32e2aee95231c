// Taking a label away. The revision stays as it is.
import 'server-only'
import { z } from 'zod'
import { deleteLabel, findLabel } from '../../db/revision-labels.ts'
import { lockStack } from '../../db/stacks.ts'
import { AppError } from '../../errors.ts'
import { text } from '../../text.ts'
import { command, type Verb } from '../command.ts'
import { Label } from './fields.ts'

export const UnlabelRevision = z.object({ stackId: z.string(), name: Label })
export type UnlabelRevision = z.input<typeof UnlabelRevision>

/** NOT_FOUND when no revision has the label. */
export const unlabel: Verb<UnlabelRevision, void> = command({
  name: 'revision.unlabel',
  permission: 'revision:write',
  input: UnlabelRevision,
  about: ({ stackId, name }) => ({ stackId, subject: name }),
  async run({ tx }, { stackId, name }) {
    await lockStack(tx, stackId)
    const before = await findLabel(tx, { stackId, name })
    if (!before) throw new AppError('NOT_FOUND', text(`No revision is labelled ${name}.`, `라벨이 ${name}인 리비전이 없습니다.`))
    await deleteLabel(tx, { stackId, name })
    return { value: undefined, event: { stackId, subject: `revision ${before.number}`, before: { label: name, revision: before.number } } }
  },
})
