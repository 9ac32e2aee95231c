// One observer for each stack that somebody looks at, shared by all who look: fifty viewers cost an installation what one costs. Every process
// of Gauntlet has its own; what is seen is kept nowhere, so replicas need not agree on it.
import 'server-only'
import type { StackRow } from '../../db/stacks.ts'
import { env } from '../../env.ts'
import { countedOf, type Counted } from '../../thanos/live/counters.ts'
import { observationPatch, type ObservationPatch } from '../../thanos/live/observation-patch.ts'
import type { Observation } from '../../thanos/live/observation.ts'
import { clusterOf } from '../connections/resolve.ts'
import { declaredOf } from './declared.ts'
import { startObserver, type Observer } from './observer.ts'

/** What is seen, numbered, with what it differs in from the one before it. */
export type Look = { number: number; observation: Observation; patch?: ObservationPatch }
type Watched = {
  observer: Observer; look: Look; viewers: Set<() => void>; end?: NodeJS.Timeout | undefined; first?: { at: number; counted: Counted }
  /** When what did not answer was asked at once, last. */
  anew?: { at: number; asked: Promise<void> }
  /** What was seen a while ago, for what has to be counted over time: two looks, so that one is always old enough. */
  past: { older?: Observation; newer?: Observation }
}

const held: typeof globalThis & { gauntletObservers?: Map<string, Watched> } = globalThis

/** `look` is what was told last, `now` may be a moment newer. */
export type Viewing = { look: () => Look; now: () => Observation; firstLook: Promise<void>; leave: () => void }

/** Begins to look, or joins those who do. `changed` is called with each new look. Throws UPSTREAM or NOT_FOUND when the connection leads nowhere. */
export function view({ id, namespace, connection }: StackRow, changed: () => void): Viewing {
  const observers = held.gauntletObservers ??= new Map()
  const key = keyOf({ id, namespace, connection })
  const watched = observers.get(key) ?? begin(startObserver({ cluster: clusterOf(connection), namespace, paceMs: env().livePollMs, declared: declaredOf(id) }))
  observers.set(key, watched)
  clearTimeout(watched.end)
  watched.viewers.add(changed)
  return {
    look: () => watched.look,
    firstLook: watched.observer.firstLook.then(() => { if (watched.look.number === 0) advance(watched) }),
    now: () => watched.observer.observation(),
    leave: () => {
      if (!watched.viewers.delete(changed) || watched.viewers.size > 0) return
      // A page that is left is often followed by another of the same stack.
      watched.end = setTimeout(() => {
        if (watched.viewers.size > 0) return
        watched.observer.stop()
        observers.delete(key)
      }, env().liveLingerMs)
      watched.end.unref()
    },
  }
}

/** What is seen of a stack that somebody looks at anyway, with what was counted when they began; undefined where nobody does. Asks nobody. */
export function glance(stack: StackRow): { observation: Observation; before?: Counted } | undefined {
  const watched = held.gauntletObservers?.get(keyOf(stack))
  if (watched === undefined || watched.look.number === 0) return undefined
  const { look: { observation }, first } = watched
  return { observation, ...(first !== undefined && observation.at - first.at >= LEAST_APART_MS ? { before: first.counted } : {}) }
}
/**
 * Has a stack looked at as long as this is called again and again, as by whoever polls how it is: that its pods are ready says little of whether it works. With so
 * many stacks under observation, no further one is begun for that.
 */
export function keepLooking(stack: StackRow): void {
  const observers = held.gauntletObservers ??= new Map()
  if (!observers.has(keyOf(stack)) && observers.size >= MOST_UNASKED) return
  view(stack, () => undefined).leave()
}
const MOST_UNASKED = 12

/** What was seen of a stack a while before now, one to two minutes where somebody has looked for so long; undefined where nobody has looked for one pace. Asks nobody. */
export function earlierLook(stack: StackRow): Observation | undefined {
  const past = held.gauntletObservers?.get(keyOf(stack))?.past
  const found = past?.older ?? past?.newer
  return found !== undefined && Date.now() - found.at > env().livePollMs * PACES_APART ? found : undefined
}
/** Has what did not answer asked at once, and waits for that; once for all who want it within some seconds. Nothing where nobody looks. */
export async function lookAnew(stack: StackRow): Promise<void> {
  const watched = held.gauntletObservers?.get(keyOf(stack))
  if (watched === undefined) return
  if (watched.anew === undefined || Date.now() - watched.anew.at > ANEW_EVERY_MS) watched.anew = { at: Date.now(), asked: watched.observer.lookAnew() }
  await watched.anew.asked
}
const ANEW_EVERY_MS = 5_000

/** Within so many paces every pod has been asked again. */
export const PACES_APART = 1.5
const PAST_EVERY_MS = 60_000

/** Rates need two looks so far apart, as the overview keeps them. */
const LEAST_APART_MS = 10_000

function keyOf({ id, namespace, connection }: Pick<StackRow, 'id' | 'namespace' | 'connection'>): string {
  return JSON.stringify([id, namespace, connection])
}

/** Stops all observers, as when a test ends. */
export function stopObservers(): void {
  for (const { observer, end } of held.gauntletObservers?.values() ?? []) {
    clearTimeout(end)
    observer.stop()
  }
  held.gauntletObservers?.clear()
}

function begin(observer: Observer): Watched {
  const watched: Watched = { observer, look: { number: 0, observation: observer.observation() }, viewers: new Set(), past: {} }
  observer.onChange(() => {
    advance(watched)
    for (const viewer of watched.viewers) viewer()
  })
  return watched
}

function advance(watched: Watched): void {
  const { look: { number, observation: before }, observer } = watched
  const observation = observer.observation()
  watched.look = { number: number + 1, observation, patch: observationPatch(before, observation) }
  watched.first ??= { at: observation.at, counted: countedOf(observation) }
  const { past } = watched
  if (past.newer === undefined || observation.at - past.newer.at >= PAST_EVERY_MS) watched.past = { newer: observation, ...(past.newer === undefined ? {} : { older: past.newer }) }
}
