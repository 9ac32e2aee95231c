// How long a run of a stack waits for one workload to become ready. A run that is under way keeps what it began with.
import 'server-only'
import { z } from 'zod'
import { optional } from '../../db/json.ts'
import { findStack, lockStack, setGateTimeout as write } from '../../db/stacks.ts'
import { AppError } from '../../errors.ts'
import { said } from '../../said.ts'
import { text } from '../../text.ts'
import { command, type Verb } from '../command.ts'

const OUT_OF_RANGE = said('Between 10 seconds and 4 hours.', '10초에서 4시간 사이여야 합니다.')

/** `seconds`: null leaves it to the server's setting. `before`: what whoever asks saw, so that two people do not overwrite each other unseen. */
const SetGateTimeout = z.object({
  stackId: z.string(), seconds: z.number().int().min(10, OUT_OF_RANGE).max(14_400, OUT_OF_RANGE).nullable(), before: z.number().nullable(),
})

/** CONFLICT when somebody else has set it meanwhile. */
export const setGateTimeout: Verb<z.input<typeof SetGateTimeout>, null> = command({
  name: 'stack.set-gate-timeout',
  permission: 'stack:pace',
  input: SetGateTimeout,
  about: async ({ stackId }, reader) => ({ stackId, ...optional('subject', (await findStack(reader, { id: stackId }))?.slug) }),
  async run({ tx }, { stackId, seconds, before }) {
    await lockStack(tx, stackId)
    const stack = await findStack(tx, { id: stackId })
    if (!stack) throw new AppError('NOT_FOUND', text('There is no such stack.', '그런 스택이 없습니다.'))
    const now = stack.gateTimeoutMs === undefined ? null : stack.gateTimeoutMs / 1000
    if (now !== before) throw new AppError('CONFLICT', text('Somebody else has set it meanwhile. Read the page again.', '그사이 다른 사람이 바꿨습니다. 페이지를 다시 읽으세요.'))
    await write(tx, stackId, seconds === null ? null : seconds * 1000)
    return { value: null, event: { subject: stack.slug, stackId, before: { seconds: now }, after: { seconds } } }
  },
})
