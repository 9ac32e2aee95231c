'use client'
// Whether the page has woken up. What the server drew can be typed into before that, and React would not hear of it.
import { useSyncExternalStore } from 'react'

const never = (): (() => void) => () => undefined

/** False in what the server draws, true as soon as the browser has taken it over. */
export function useAwake(): boolean {
  return useSyncExternalStore(never, () => true, () => false)
}
