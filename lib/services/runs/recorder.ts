// The results of a run, saved object by object as they come, and the heartbeat that says that somebody still carries it out.
import { db } from '../../db/client.ts'
import { saveProgress } from '../../db/runs.ts'
import { log } from '../../log.ts'
import type { RunObject } from '../../manifest/progress.ts'

const HEARTBEAT_MS = 5_000

/** Thrown when the run was closed by someone else meanwhile: whoever carries it out must touch nothing more. */
export class RunClosed extends Error {}

export type Recorder = {
  objects: () => RunObject[]
  /** Changes one object's result and saves it. Throws RunClosed, or what the database throws: then nothing more may be applied. */
  set: (object: string, result: Partial<Omit<RunObject, 'object'>>) => Promise<void>
  /** Stops the heartbeat. */
  end: () => void
}

/** Begins to record a run. */
export function record(runId: string, initial: readonly RunObject[]): Recorder {
  let objects = [...initial]
  let isClosed = false
  const timer = setInterval(() => {
    saveProgress(db(), runId, { at: new Date() }).then(
      (isRunning) => { isClosed ||= !isRunning },
      // One missed beat is no reason to stop; after several of them someone else closes the run and `set` says so.
      (error: unknown) => { log.warn({ err: error, runId }, 'a heartbeat of a run could not be saved') },
    )
  }, HEARTBEAT_MS)
  return {
    objects: () => objects,
    set: async (object, result) => {
      if (isClosed) throw new RunClosed()
      objects = objects.map((current) => (current.object === object ? { ...current, ...result } : current))
      if (!await saveProgress(db(), runId, { at: new Date(), objects })) throw new RunClosed()
    },
    end: () => { clearInterval(timer) },
  }
}
