// Runs that nobody carries out any more and that may not be gone on with: closed with what is known of each object.
import 'server-only'
import { z } from 'zod'
import { SYSTEM } from '../../auth/actor.ts'
import { db } from '../../db/client.ts'
import { findRun, finishRun, silentRuns, type Held } from '../../db/runs.ts'
import { env } from '../../env.ts'
import { AppError } from '../../errors.ts'
import type { RunObject } from '../../manifest/progress.ts'
import { text } from '../../text.ts'
import { Text } from '../../text-schema.ts'
import { command } from '../command.ts'
import { interruptionText } from './outcome.ts'

/** Why a run that was silent for too long is not gone on with. */
export function tooOldText(silentMs: number): Text {
  const minutes = Math.round(silentMs / 60_000)
  return text(`nobody had carried it on for ${minutes} minutes, and nobody may expect it any more`, `${minutes}분 동안 아무도 이어서 진행하지 않아, 지금 적용될 것으로 보기 어렵습니다`)
}

/** Closes the runs of a stack, or of all, that were silent for so long that nobody goes on with them. Younger ones are taken over. */
export async function closeForgottenRuns(stackId?: string): Promise<void> {
  const { runResumeMs } = env()
  for (const { id, epoch } of await silentRuns(db(), runResumeMs, stackId)) await interrupt({ id, epoch }, tooOldText(runResumeMs))
}

/** Marks a run as interrupted, unless someone else has it by now: gives whether it did. */
export async function interrupt({ id, epoch }: Held, why: Text): Promise<boolean> {
  try {
    await interrupting(SYSTEM, { runId: id, epoch, why })
    return true
  } catch (error) {
    if (error instanceof AppError && error.code === 'NOT_FOUND') return false
    throw error
  }
}

const interrupting = command({
  name: 'run.interrupt',
  permission: 'run:close',
  input: z.object({ runId: z.string(), epoch: z.number().int(), why: Text }),
  about: ({ runId }) => ({ subject: `run ${runId}` }),
  async run({ tx, now }, { runId, epoch, why }) {
    const run = await findRun(tx, runId)
    const gone = new AppError('NOT_FOUND', text('This run is not silent.', '이 실행은 멈춘 상태가 아닙니다.'))
    if (!run) throw gone
    const objects = run.objects.map(leftBehind)
    const message = interruptionText(why, objects)
    if (!await finishRun(tx, { id: runId, epoch }, { status: 'interrupted', objects, message, at: now })) throw gone
    return {
      value: undefined,
      event: {
        subject: `run ${runId}`, stackId: run.stackId, outcome: 'failed',
        after: { revision: run.revision, status: 'interrupted', message, lastHeartbeat: run.heartbeatAt.toISOString() },
      },
    }
  },
})

function leftBehind(object: RunObject): RunObject {
  switch (object.status) {
    case 'pending': return { ...object, status: 'skipped' }
    case 'applying': return { ...object, status: 'failed', message: text('It is not known whether this was applied.', '적용되었는지 알 수 없습니다.') }
    case 'waiting': return { ...object, status: 'failed', message: text('It was applied; whether it became ready was not seen.', '적용했습니다. 준비되었는지는 확인하지 못했습니다.') }
    default: return object
  }
}
