// Runs that nobody carries out any more: the process that did is gone, and its heartbeat has stopped.
import 'server-only'
import { z } from 'zod'
import { SYSTEM } from '../../auth/actor.ts'
import { db } from '../../db/client.ts'
import { findRun, finishRun, silentRuns } from '../../db/runs.ts'
import { AppError } from '../../errors.ts'
import type { RunObject } from '../../manifest/progress.ts'
import { text } from '../../text.ts'
import { command } from '../command.ts'
import { interruptionText } from './outcome.ts'

/** Six missed beats. */
const SILENT_AFTER_MS = 30_000

/** Marks silent runs as interrupted, of one stack or of all, so that the stack can be applied to again. */
export async function closeSilentRuns(stackId?: string): Promise<void> {
  for (const run of await silentRuns(db(), silentSince(new Date()), stackId)) {
    try {
      await interrupt(SYSTEM, { runId: run.id })
    } catch (error) {
      // It came back to life, or someone else closed it first.
      if (!(error instanceof AppError && error.code === 'NOT_FOUND')) throw error
    }
  }
}

const interrupt = command({
  name: 'run.interrupt',
  permission: 'run:close',
  input: z.object({ runId: z.string() }),
  about: ({ runId }) => ({ subject: `run ${runId}` }),
  async run({ tx, now }, { runId }) {
    const run = await findRun(tx, runId)
    const gone = new AppError('NOT_FOUND', text('This run is not silent.', '이 실행은 멈춘 상태가 아닙니다.'))
    if (!run) throw gone
    const objects = run.objects.map(leftBehind)
    const message = interruptionText(objects)
    if (!await finishRun(tx, { id: runId, status: 'interrupted', objects, message, at: now, silentSince: silentSince(now) })) throw gone
    return {
      value: undefined,
      event: {
        subject: `run ${runId}`, stackId: run.stackId, outcome: 'failed',
        after: { revision: run.revision, status: 'interrupted', message: message.en, lastHeartbeat: run.heartbeatAt.toISOString() },
      },
    }
  },
})

function silentSince(now: Date): Date {
  return new Date(now.getTime() - SILENT_AFTER_MS)
}

function leftBehind(object: RunObject): RunObject {
  switch (object.status) {
    case 'pending': return { ...object, status: 'skipped' }
    case 'applying': return { ...object, status: 'failed', message: text('It is not known whether this was applied.', '적용되었는지 알 수 없습니다.') }
    case 'waiting': return { ...object, status: 'failed', message: text('It was applied; whether it became ready was not seen.', '적용했습니다. 준비되었는지는 확인하지 못했습니다.') }
    default: return object
  }
}
