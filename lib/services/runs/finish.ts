// The end of a run, with its result and its event in one transaction.
import 'server-only'
import { z } from 'zod'
import { findRun, finishRun } from '../../db/runs.ts'
import { setAppliedRevision } from '../../db/stacks.ts'
import { AppError } from '../../errors.ts'
import { RunObject } from '../../manifest/progress.ts'
import { text, Text } from '../../text.ts'
import { command, type Verb } from '../command.ts'

const Finish = z.object({ runId: z.string(), status: z.enum(['succeeded', 'failed']), objects: z.array(RunObject), message: Text })

/** CONFLICT when the run does not run any more. */
export const finish: Verb<z.input<typeof Finish>, void> = command({
  name: 'run.finish',
  permission: 'run:apply',
  input: Finish,
  about: ({ runId }) => ({ subject: `run ${runId}` }),
  async run({ tx, now }, { runId, status, objects, message }) {
    const run = await findRun(tx, runId)
    if (!run || !await finishRun(tx, { id: runId, status, objects, message, at: now })) {
      throw new AppError('CONFLICT', text('This run was closed by someone else.', '다른 사람이 이 실행을 이미 닫았습니다.'))
    }
    if (status === 'succeeded') await setAppliedRevision(tx, run.stackId, run.revision)
    const results = objects.map(({ object, status: result }) => `${object}: ${result}`)
    return {
      value: undefined,
      event: {
        subject: `run ${runId}`, stackId: run.stackId, ...(status === 'failed' ? { outcome: 'failed' } : {}),
        after: { revision: run.revision, status, message: message.en, objects: results },
      },
    }
  },
})
