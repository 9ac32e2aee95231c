// Knows how long pods take from when they are told to stop until they are gone.
import { setTimeout as pause } from 'node:timers/promises'
import { listPods } from '../pod.ts'
import type { Installed } from './given.ts'

const LOOK_EVERY_MS = 250

export type Stop = { readonly pod: string; readonly seconds: number }

/** Watches the pods of the installation whose names begin with `prefix`, until it is stopped; those that are on their way out then are waited for. */
export function watchStops(lab: Installed, prefix: string): () => Promise<Stop[]> {
  let isOver = false
  const leaving = new Map<string, { pod: string; since: number }>()
  const stops: Stop[] = []
  const watching = (async () => {
    while (!isOver || leaving.size > 0) {
      const pods = await listPods(lab.api, lab.namespace).catch(() => undefined)
      const now = performance.now()
      for (const { uid, name, isDeleting } of pods ?? []) if (isDeleting && name.startsWith(prefix) && !leaving.has(uid)) leaving.set(uid, { pod: name, since: now })
      for (const [uid, { pod, since }] of leaving) {
        if (!pods || pods.some((each) => each.uid === uid)) continue
        stops.push({ pod, seconds: Math.round((now - since) / 100) / 10 })
        leaving.delete(uid)
      }
      await pause(LOOK_EVERY_MS)
    }
  })()
  return async () => {
    isOver = true
    await watching
    return stops
  }
}
