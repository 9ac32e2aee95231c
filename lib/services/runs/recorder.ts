// The lease on a run and its results, object by object. Whoever holds the lease says so every few seconds and with every result; whoever
// cannot say it for the time of a lease has lost it, by their own clock before anybody else takes over, and touches nothing more.
import { setTimeout as pause } from 'node:timers/promises'
import { db } from '../../db/client.ts'
import { saveProgress, type Held, type RunRow, type Wishes } from '../../db/runs.ts'
import { log } from '../../log.ts'
import type { RunObject } from '../../manifest/progress.ts'

/** Beats in the time of a lease. */
const BEATS = 6
/** A holder gives up this much of a lease before it ends, so that a request which is under way ends with it. */
const MARGIN = 0.2
const RETRY_MS = 200

/** Thrown when the run is not ours any more: someone else took it or closed it, or it could not be saved that it is ours. */
export class LeaseLost extends Error {}

/** Thrown by what is read for a run that somebody asked to stop. */
export class RunStopped extends Error {}

export type ObjectResult = Partial<Omit<RunObject, 'object'>>
export type Recorder = {
  /** Which holder of which run this is. */
  held: Held
  /** Aborted when the lease is lost: every write to the cluster carries it. */
  signal: AbortSignal
  /** Aborted, by RunStopped, when somebody asked the run to stop: what is waited for is then left, and what is being read is let go. */
  cancelled: AbortSignal
  /** Who asked it to stop. */
  cancelledBy: () => string | undefined
  /** Waits, and no longer than until the lease is lost or the run is to stop. */
  pause: (milliseconds: number) => Promise<void>
  objects: () => RunObject[]
  /** Workloads whose stuck pods may be deleted, as of the last save. */
  mayUnstick: (object: string) => boolean
  /** Changes one object's result and saves it, with whatever else is not saved yet. Throws LeaseLost: then nothing more may be done. */
  set: (object: string, result: ObjectResult) => Promise<void>
  /** The same, saved with the next one: for a result after which nothing is done before something else is set, or the run is closed. */
  note: (object: string, result: ObjectResult) => void
  /** Says that the run is still ours, without a result. Throws LeaseLost. */
  check: () => Promise<void>
  /** Does something to the database for as long as the lease holds, again while Postgres is away. */
  persist: <Value>(work: () => Promise<Value>) => Promise<Value>
  /** Stops the heartbeat. */
  end: () => void
}

/** Begins to record a run that was claimed just now. */
export function record({ id, epoch, objects: initial, choices, cancel }: RunRow, { leaseMs }: { leaseMs: number }): Recorder {
  const held: Held = { id, epoch }
  const lost = new AbortController()
  const stop = new AbortController()
  let objects = [...initial]
  let unstick: readonly string[] = choices.unstick
  // Counted from before a save was sent: the database may have counted from later, never from earlier.
  let savedAt = performance.now()
  let stoppedBy = cancel?.by
  if (cancel) stop.abort(new RunStopped())

  const lose = (why: string): LeaseLost => {
    const error = new LeaseLost(why)
    if (!lost.signal.aborted) lost.abort(error)
    return error
  }
  const isOver = (): boolean => performance.now() - savedAt > leaseMs * (1 - MARGIN)
  const heed = (wishes: Wishes | undefined): void => {
    if (!wishes) throw lose('someone else took the run or closed it')
    unstick = wishes.unstick
    stoppedBy = wishes.cancelledBy ?? stoppedBy
    if (stoppedBy !== undefined) stop.abort(new RunStopped())
  }
  const save = async (results?: readonly RunObject[]): Promise<void> => {
    const at = performance.now()
    heed(await saveProgress(db(), held, results))
    savedAt = at
  }
  const persist: Recorder['persist'] = async (work) => {
    for (;;) {
      lost.signal.throwIfAborted()
      try {
        return await work()
      } catch (error) {
        if (error instanceof LeaseLost) throw error
        if (isOver()) throw lose('it could not be saved in time that the run is ours')
        log.warn({ err: error, runId: id }, 'a run could not be saved; trying again')
        await pause(RETRY_MS)
      }
    }
  }
  const put: Recorder['note'] = (object, result) => {
    objects = objects.map((current) => (current.object === object ? { ...current, ...result } : current))
  }
  // One save at a time, so that none is overtaken by an older one; the next has all that came meanwhile.
  let saving: Promise<void> = Promise.resolve()
  let next: Promise<void> | undefined
  const saveAll = (): Promise<void> => {
    next ??= saving.catch(() => undefined).then(() => {
      next = undefined
      saving = persist(() => save(objects))
      return saving
    })
    return next
  }
  const timer = setInterval(() => {
    if (isOver()) lose('it could not be saved in time that the run is ours')
    save().catch((error: unknown) => { if (!(error instanceof LeaseLost)) log.warn({ err: error, runId: id }, 'a heartbeat of a run could not be saved') })
  }, leaseMs / BEATS)
  return {
    held, signal: lost.signal, cancelled: stop.signal, persist,
    cancelledBy: () => stoppedBy,
    pause: (milliseconds) => pause(milliseconds, undefined, { signal: AbortSignal.any([lost.signal, stop.signal]) }).catch(() => undefined),
    objects: () => objects,
    check: () => persist(() => save()),
    mayUnstick: (object) => unstick.includes(object),
    note: put,
    set: (object, result) => {
      put(object, result)
      return saveAll()
    },
    end: () => { clearInterval(timer) },
  }
}
