// A run as it happens, for as many as look at it: one question to the database a second for all of them in this process.
import 'server-only'
import { db } from '../../db/client.ts'
import { runVersions } from '../../db/runs.ts'
import { log } from '../../log.ts'
import type { Actor } from '../../auth/actor.ts'
import type { Locale } from '../../text.ts'
import type { RunView } from '../views.ts'
import { news } from '../news.ts'
import { get } from './get.ts'

const LOOK_MS = 500

type Watcher = (version: number) => void
type Watched = { version: number; watchers: Set<Watcher> }
const held: typeof globalThis & { gauntletFollowed?: Map<string, Watched>; gauntletFollowing?: NodeJS.Timeout } = globalThis

/**
 * The run now and whenever it was saved, until it has ended or `signal` is aborted; `undefined` every `quietMs` in which nothing new came.
 * What was saved in between is left out, the end never is. Throws as get() does: whoever may not read it, may not follow it.
 */
export async function* follow(actor: Actor, { runId, locale, signal, quietMs, after = -1 }: {
  runId: string; locale: Locale; signal: AbortSignal; quietMs: number; after?: number
}): AsyncGenerator<RunView | undefined> {
  let seen = after
  let wake: (() => void) | undefined
  const watcher: Watcher = (version) => { if (version > seen) wake?.() }
  const { watched, leave } = watch(runId, watcher)
  try {
    while (!signal.aborted) {
      const run = await get(actor, { runId, locale })
      if (run.version > seen || run.status !== 'running') yield run
      seen = run.version
      if (run.status !== 'running') return
      // What was told while the run was being read is not told again.
      while (!signal.aborted && watched.version <= seen && !await news({ quietMs, signal, arm: (ring) => { wake = ring } })) yield undefined
    }
  } finally {
    leave()
  }
}

function watch(runId: string, watcher: Watcher): { watched: Watched; leave: () => void } {
  const followed = held.gauntletFollowed ??= new Map()
  const watched = followed.get(runId) ?? { version: -1, watchers: new Set() }
  watched.watchers.add(watcher)
  followed.set(runId, watched)
  held.gauntletFollowing ??= setInterval(look, LOOK_MS)
  const leave = (): void => {
    watched.watchers.delete(watcher)
    if (watched.watchers.size === 0) followed.delete(runId)
    if (followed.size > 0) return
    clearInterval(held.gauntletFollowing)
    delete held.gauntletFollowing
  }
  return { watched, leave }
}

function look(): void {
  const followed = held.gauntletFollowed ?? new Map<string, Watched>()
  runVersions(db(), [...followed.keys()]).then(
    (versions) => {
      for (const [id, version] of versions) {
        const watched = followed.get(id)
        if (!watched || version === watched.version) continue
        watched.version = version
        for (const watcher of watched.watchers) watcher(version)
      }
    },
    // Whoever follows is told by what they ask for themselves; the next look may find Postgres again.
    (error: unknown) => { log.warn({ err: error }, 'runs could not be followed') },
  )
}
