'use client'
// Loads what a draft is worked on with once the page is painted, and again until it arrives. Kept for all pages of the tab.
import { startTransition, useEffect, useState, useSyncExternalStore } from 'react'
import type { DraftCore, DraftVerbs } from './draft-core.ts'
import type { DraftPlace } from './draft-store.ts'

const RETRY_MS = 3_000

let loaded: DraftCore | undefined
let loading: Promise<DraftCore> | undefined
let isAway = false
const listeners = new Set<() => void>()

/** The core; undefined on the server and until it is there. */
export function useDraftCore(): DraftCore | undefined {
  const [core, setCore] = useState(loaded)
  // Syncs with the network: the chunk is asked for when the page stands. A transition, since parts of the page may still be waking up.
  useEffect(() => {
    if (core !== undefined) return
    let isGone = false
    void loadDraftCore().then((arrived) => startTransition(() => { if (!isGone) setCore(arrived) }))
    return () => { isGone = true }
  }, [core])
  return core
}

/** Whether the core was asked for and the network gave no answer yet. */
export function useIsCoreAway(): boolean {
  return useSyncExternalStore(subscribe, () => isAway, () => false)
}

/** The verbs before the core is there: what is typed so early is taken when it arrives. */
export function earlyVerbs(place: DraftPlace, onRefused: (name: string | undefined) => void): DraftVerbs {
  const later = (take: (verbs: DraftVerbs) => void): void => {
    void loadDraftCore().then((core) => take(core.verbsOf(place, onRefused)))
  }
  const laterWithWayBack = (take: (verbs: DraftVerbs) => () => void): (() => void) => {
    let wayBack: (() => void) | undefined
    later((verbs) => { wayBack = take(verbs) })
    return () => wayBack?.()
  }
  return {
    apply: (...given) => later((verbs) => verbs.apply(...given)),
    bringIn: (...given) => later((verbs) => verbs.bringIn(...given)),
    undo: () => later((verbs) => verbs.undo()),
    redo: () => later((verbs) => verbs.redo()),
    undoMany: (count) => later((verbs) => verbs.undoMany(count)),
    discard: () => laterWithWayBack((verbs) => verbs.discard()),
    takeMerge: (...given) => laterWithWayBack((verbs) => verbs.takeMerge(...given)),
    saved: (number) => later((verbs) => verbs.saved(number)),
  }
}

function loadDraftCore(): Promise<DraftCore> {
  loading ??= request()
  return loading
}

async function request(): Promise<DraftCore> {
  for (;;) {
    try {
      loaded = (await import('./draft-core.ts')).draftCore
      setAway(false)
      return loaded
    } catch {
      // A page that stands goes on trying.
      setAway(true)
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS))
    }
  }
}

function setAway(next: boolean): void {
  if (next === isAway) return
  isAway = next
  for (const listener of listeners) listener()
}

function subscribe(onChange: () => void): () => void {
  listeners.add(onChange)
  return () => { listeners.delete(onChange) }
}
