// One run, as far as it is.
import 'server-only'
import { z } from 'zod'
import { findPlan } from '../../db/plans.ts'
import { findRun } from '../../db/runs.ts'
import { AppError } from '../../errors.ts'
import { text } from '../../text.ts'
import { query, type Verb } from '../command.ts'
import type { RunView } from '../views.ts'
import { ReaderLocale, toView } from './view.ts'

export const GetRun = z.object({ runId: z.string(), locale: ReaderLocale })

/** NOT_FOUND when there is none. */
export const get: Verb<z.input<typeof GetRun>, RunView> = query({
  permission: 'run:read',
  input: GetRun,
  async run({ tx }, { runId, locale }) {
    const run = await findRun(tx, runId)
    if (!run) throw new AppError('NOT_FOUND', text('There is no such run.', '그런 실행이 없습니다.'))
    return toView(run, locale, (await findPlan(tx, run.planId))?.steps)
  },
})
