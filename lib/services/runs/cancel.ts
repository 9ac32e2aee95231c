// Stopping a run: between two objects, or at a gate. What is applied stays applied.
import 'server-only'
import { z } from 'zod'
import { cancelRun, findRun } from '../../db/runs.ts'
import { optional } from '../../db/json.ts'
import { AppError } from '../../errors.ts'
import { text } from '../../text.ts'
import { command, type Verb } from '../command.ts'
import type { RunView } from '../views.ts'
import { ReaderLocale, toView } from './view.ts'

export const CancelRun = z.object({ runId: z.string(), locale: ReaderLocale })

/** Asks a run to stop, and gives it as it is: whoever carries it out ends it within a moment. NOT_FOUND, or CONFLICT when it has ended. */
export const cancel: Verb<z.input<typeof CancelRun>, RunView> = command({
  name: 'run.cancel',
  permission: 'run:apply',
  input: CancelRun,
  about: async ({ runId }, reader) => ({ subject: `run ${runId}`, ...optional('stackId', (await findRun(reader, runId))?.stackId) }),
  async run({ tx, actor, now }, { runId, locale }) {
    const run = await findRun(tx, runId)
    if (!run) throw new AppError('NOT_FOUND', text('There is no such run.', '그런 실행이 없습니다.'))
    if (!await cancelRun(tx, runId, { at: now.toISOString(), by: actor.name })) {
      throw new AppError('CONFLICT', text('This run has ended already.', '이 실행은 이미 끝났습니다.'))
    }
    return { value: toView(await findRun(tx, runId) ?? run, locale), event: { subject: `run ${runId}`, stackId: run.stackId, after: { revision: run.revision } } }
  },
})
