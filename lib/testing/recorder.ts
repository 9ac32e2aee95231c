// A recorder that keeps its results in memory: for what is tested of a run without a database.
import type { RunObject } from '../manifest/progress.ts'
import type { Recorder } from '../services/runs/recorder.ts'

/** `told` are the English messages that were set, each once in a row. */
export function testRecorder(initial: readonly RunObject[]): Recorder & { told: string[] } {
  let objects = [...initial]
  const told: string[] = []
  const note: Recorder['note'] = (object, result) => {
    objects = objects.map((current) => (current.object === object ? { ...current, ...result } : current))
    if (result.message && told.at(-1) !== result.message.en) told.push(result.message.en)
  }
  return {
    held: { id: 'run', epoch: 1 }, signal: new AbortController().signal, cancelled: new AbortController().signal, cancelledBy: () => undefined,
    pause: (milliseconds) => new Promise((resolve) => { setTimeout(resolve, milliseconds) }),
    objects: () => objects, mayUnstick: () => false, note, told,
    set: async (object, result) => { note(object, result) },
    check: async () => undefined, persist: (work) => work(), end: () => undefined,
  }
}
