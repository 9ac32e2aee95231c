'use client'
// What the parts of the frame know in common: who is signed in, the stacks, and which of them is meant.
import { usePathname } from 'next/navigation'
import { createContext, type JSX, type ReactNode, useContext, useEffect, useMemo, useState } from 'react'
import type { Role } from '#lib/role.ts'
import type { StackView } from '#lib/services/views.ts'
import { writeCookie } from './cookie.ts'
import { type PageId, placeOf, STACK_COOKIE } from './place.ts'
import type { Theme } from './theme.ts'

export type FrameActor = { name: string; role: Role; isLocal: boolean }

type Given = { actor: FrameActor; stacks: readonly StackView[]; theme: Theme; lastSlug: string | undefined }
type Frame = Given & {
  /** The stack of the address, else the one that was looked at last, else the first. */
  stack: StackView | undefined
  page: PageId | undefined
}

const Context = createContext<Frame | undefined>(undefined)

/** Provides the frame's knowledge to everything in it. */
export function FrameProvider({ children, ...given }: Given & { children: ReactNode }): JSX.Element {
  const { slug, page } = placeOf(usePathname())
  const { actor, stacks, theme } = given
  const [lastSlug, setLastSlug] = useState(given.lastSlug)
  const named = stacks.find((stack) => stack.slug === slug)
  if (named !== undefined && named.slug !== lastSlug) setLastSlug(named.slug)
  // Keeps the choice for pages that belong to no stack, beyond this visit.
  useEffect(() => {
    if (named !== undefined) writeCookie(STACK_COOKIE, named.slug)
  }, [named])
  const value = useMemo<Frame>(() => ({
    actor, stacks, theme, lastSlug, page,
    stack: named ?? stacks.find((stack) => stack.slug === lastSlug) ?? stacks[0],
  }), [actor, stacks, theme, lastSlug, named, page])
  return <Context value={value}>{children}</Context>
}

/** The frame around this component. */
export function useFrame(): Frame {
  const frame = useContext(Context)
  if (frame === undefined) throw new Error('useFrame() needs a FrameProvider above it')
  return frame
}
