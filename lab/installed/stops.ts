// Knows how long pods take from when they are told to stop until they are gone.
import { setTimeout as pause } from 'node:timers/promises'
import { listPods, type Pod } from '../pod.ts'
import type { Installed } from './given.ts'

const LOOK_EVERY_MS = 250

/** `seconds` of one that came and went between two looks are those between the looks: at most so long. */
export type Stop = { readonly pod: string; readonly seconds: number }

/** A look at the pods that are watched, in ms of any clock. */
type Look = { readonly at: number; readonly pods: readonly Pick<Pod, 'uid' | 'name' | 'isDeleting'>[] }

/** Told of one look after the other, what has stopped so far, and who is on the way out. */
export function stopsSeen(): { look: (look: Look) => void; stops: readonly Stop[]; leaving: () => number } {
  const stops: Stop[] = []
  // When it was last seen with nobody having told it to stop; from then on that stands.
  let here = new Map<string, { name: string; toldAfter: number; isDeleting: boolean }>()
  return {
    stops,
    leaving: () => [...here.values()].filter(({ isDeleting }) => isDeleting).length,
    look: ({ at, pods }) => {
      const now = new Map(pods.map(({ uid, name, isDeleting }) => {
        const before = here.get(uid)
        const since = before?.isDeleting ? before.toldAfter : at
        return [uid, { name, isDeleting, toldAfter: since }]
      }))
      // One that ends within a few milliseconds is never seen ending, only not seen again.
      for (const [uid, { name, toldAfter }] of here) if (!now.has(uid)) stops.push({ pod: name, seconds: Math.round((at - toldAfter) / 100) / 10 })
      here = now
    },
  }
}

/** Watches the pods of the installation whose names begin with `prefix`, until it is stopped; those that are on their way out then are waited for. */
export function watchStops(lab: Installed, prefix: string): () => Promise<Stop[]> {
  let isOver = false
  const { look, stops, leaving } = stopsSeen()
  const watching = (async () => {
    let isLast = false
    while (!isLast || leaving() > 0) {
      isLast = isOver
      const pods = await listPods(lab.api, lab.namespace).catch(() => undefined)
      if (pods) look({ at: performance.now(), pods: pods.filter(({ name }) => name.startsWith(prefix)) })
      await pause(LOOK_EVERY_MS)
    }
  })()
  return async () => {
    isOver = true
    await watching
    return [...stops]
  }
}
