// Checks every stack at its time. Each replica looks now and then what is due; Postgres lets one of them check a stack.
import 'server-only'
import { SYSTEM } from '../../auth/actor.ts'
import { db } from '../../db/client.ts'
import { dueStacks } from '../../db/drift.ts'
import { AppError } from '../../errors.ts'
import { log } from '../../log.ts'
import { mapBounded } from '../bounded.ts'
import { check } from './check.ts'

const TICK_MS = 10_000
/** Stacks that are checked at a time by one replica. */
const AT_ONCE = 2

/** Begins to check what is due, again and again, for as long as the process lives. */
export function watchForDrift(): void {
  const tick = (): void => {
    checkDue().catch((error: unknown) => { log.warn({ err: error }, 'the drift of stacks could not be checked') }).finally(() => {
      // Not by interval: a tick that takes long must not meet the next one. The part by chance keeps replicas apart.
      setTimeout(tick, TICK_MS * (0.8 + Math.random() * 0.4)).unref()
    })
  }
  setTimeout(tick, TICK_MS * Math.random()).unref()
}

/** Checks each stack that is due, once. */
export async function checkDue(): Promise<void> {
  await mapBounded(await dueStacks(db(), new Date()), AT_ONCE, async (stackId) => {
    try {
      await check(SYSTEM, { stackId })
    } catch (error) {
      // Another replica, or a run, was first.
      if (error instanceof AppError && error.code === 'CONFLICT') return
      log.warn({ err: error, stackId }, 'the drift of a stack could not be checked')
    }
  })
}
