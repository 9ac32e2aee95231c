// Withdrawing an acceptance: from now on the finding counts again.
import 'server-only'
import { z } from 'zod'
import { endAcceptances, findOpenAcceptances } from '../../db/acceptances.ts'
import { lockStack } from '../../db/stacks.ts'
import { AppError } from '../../errors.ts'
import { text } from '../../text.ts'
import { command, type Verb } from '../command.ts'
import { subjectOf, toTold } from './view.ts'

export const WithdrawAcceptance = z.object({
  stackId: z.string(),
  /** acceptanceKey() of the finding. */
  finding: z.string().max(2000),
})

/** NOT_FOUND when the finding is not accepted. */
export const withdraw: Verb<z.input<typeof WithdrawAcceptance>, null> = command({
  name: 'finding.withdraw',
  permission: 'finding:accept',
  input: WithdrawAcceptance,
  about: ({ stackId, finding }) => ({ stackId, subject: subjectOf([finding]) }),
  async run({ tx, actor, now }, { stackId, finding }) {
    await lockStack(tx, stackId)
    const before = await findOpenAcceptances(tx, { stackId, keys: [finding] })
    if (before.length === 0) throw new AppError('NOT_FOUND', text(`The finding "${finding}" is not accepted.`, `발견 사항 "${finding}"은(는) 수용된 상태가 아닙니다.`))
    await endAcceptances(tx, { ids: before.map(({ id }) => id), how: 'withdrawn', by: actor, at: now })
    return { value: null, event: { subject: subjectOf([finding]), stackId, before: toTold(before) } }
  },
})
