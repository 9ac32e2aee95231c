// The end of a run, with its result and its event in one transaction.
import 'server-only'
import { z } from 'zod'
import type { Actor } from '../../auth/actor.ts'
import { findRun, finishRun, type RunRow } from '../../db/runs.ts'
import { setAppliedRevision } from '../../db/stacks.ts'
import { AppError } from '../../errors.ts'
import { RunObject } from '../../manifest/progress.ts'
import { text } from '../../text.ts'
import { Text } from '../../text-schema.ts'
import { command, type Verb } from '../command.ts'

const Finish = z.object({ runId: z.string(), epoch: z.number().int(), status: z.enum(['succeeded', 'failed', 'cancelled']), objects: z.array(RunObject), message: Text })

/** Gauntlet, on behalf of whoever started a run: that person need not be there any more when it ends. */
export function carrierOf({ startedBy }: RunRow): Actor {
  return { ...startedBy, role: 'system', door: 'system' }
}

/** CONFLICT when the run does not run any more, or is someone else's. */
export const finish: Verb<z.input<typeof Finish>, void> = command({
  name: 'run.finish',
  permission: 'run:close',
  input: Finish,
  about: ({ runId }) => ({ subject: `run ${runId}` }),
  async run({ tx, now }, { runId, epoch, status, objects, message }) {
    const run = await findRun(tx, runId)
    if (!run || !await finishRun(tx, { id: runId, epoch }, { status, objects, message, at: now })) {
      throw new AppError('CONFLICT', text('This run was closed by someone else.', '다른 사람이 이 실행을 이미 닫았습니다.'))
    }
    if (status === 'succeeded') await setAppliedRevision(tx, run.stackId, run.revision)
    const results = objects.map(({ object, status: result }) => `${object}: ${result}`)
    return {
      value: undefined,
      event: {
        subject: `run ${runId}`, stackId: run.stackId, ...(status === 'succeeded' ? {} : { outcome: 'failed' }),
        after: { revision: run.revision, status, message, objects: results },
      },
    }
  },
})
