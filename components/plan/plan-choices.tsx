'use client'
// What the reviewer ticks in a plan, shared by its list, its conditions and its dialog. It lives as long as the page is open.
import { createContext, type JSX, type ReactNode, useContext, useMemo, useState } from 'react'
import type { ApplyState } from './apply-state.ts'

/** A tick: a field in conflict, an orphan that is deleted, a workload whose broken pods may be deleted. */
type Kind = 'force' | 'remove' | 'unstick'
type Choices = {
  isChosen: (kind: Kind, object: string, field?: string) => boolean
  choose: (kind: Kind, is: boolean, object: string, field?: string) => void
}

const Context = createContext<Choices>({ isChosen: () => false, choose: () => {} })

export function PlanChoices({ children }: { children: ReactNode }): JSX.Element {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const choices = useMemo((): Choices => ({
    isChosen: (kind, object, field = '') => chosen.has(keyOf(kind, object, field)),
    choose: (kind, is, object, field = '') => setChosen((before) => {
      const after = new Set(before)
      if (is) after.add(keyOf(kind, object, field))
      else after.delete(keyOf(kind, object, field))
      return after
    }),
  }), [chosen])
  return <Context value={choices}>{children}</Context>
}

export function usePlanChoices(): Choices {
  return useContext(Context)
}

function keyOf(kind: Kind, object: string, field: string): string {
  return JSON.stringify([kind, object, field])
}

export type Decided = { choices: { force: string[]; remove: string[]; unstick: string[] }; /** Fields in conflict and compactors that are still to be decided. */ conflictsLeft: number; mustGoLeft: number; isNothing: boolean }

/** What the ticks come to: an object is taken over only when each of its fields is ticked. */
export function useDecided({ conflicts, orphans, mustGo, unsticks, isOnlyOrphans }: Pick<ApplyState, 'conflicts' | 'orphans' | 'mustGo' | 'unsticks' | 'isOnlyOrphans'>): Decided {
  const { isChosen } = usePlanChoices()
  const left = conflicts.filter(({ object, field }) => !isChosen('force', object, field))
  const open = new Set(left.map(({ object }) => object))
  const remove = orphans.filter((object) => isChosen('remove', object))
  return {
    choices: {
      force: [...new Set(conflicts.map(({ object }) => object))].filter((object) => !open.has(object)), remove, unstick: unsticks.filter((object) => isChosen('unstick', object)),
    },
    conflictsLeft: left.length, mustGoLeft: mustGo.filter((object) => !remove.includes(object)).length, isNothing: isOnlyOrphans && remove.length === 0,
  }
}
