'use client'
// How much of a stack is edited and not saved, for the bar: a few bytes beside the draft, read without loading the draft itself.
import { useSyncExternalStore } from 'react'

/** `isImport` means that nothing was saved before: the whole stack is what waits. */
export type PendingEdits = { readonly edits: number; readonly isImport: boolean }

const CHANGED = 'gauntlet:pending-edits'

/** The unsaved edits of a stack as this browser keeps them; undefined when there are none, and always during server rendering. */
export function usePendingEdits(stackId: string | undefined): PendingEdits | undefined {
  const raw = useSyncExternalStore(subscribe, () => (stackId === undefined ? null : readRaw(stackId)), () => null)
  return raw === null ? undefined : parse(raw)
}

/** Stacks whose draft is open in this tab, which knows better than what a page was made with. */
const open = new Set<string>()

/** Writes down how much the draft that is open in this tab has pending; undefined when nothing is. */
export function notePendingEdits(stackId: string, pending: PendingEdits | undefined): void {
  open.add(stackId)
  write(stackId, pending)
}

/** Writes down what the server keeps of a draft that is not open here. */
export function seedPendingEdits(stackId: string, pending: PendingEdits | undefined): void {
  if (!open.has(stackId)) write(stackId, pending)
}

function write(stackId: string, pending: PendingEdits | undefined): void {
  try {
    if (pending === undefined) localStorage.removeItem(keyOf(stackId))
    else localStorage.setItem(keyOf(stackId), `${pending.edits} ${pending.isImport ? 'import' : ''}`)
  } catch {
    return // Storage is full or forbidden: the bar then only misses its count.
  }
  window.dispatchEvent(new Event(CHANGED))
}

function keyOf(stackId: string): string {
  return `gauntlet.pending.${stackId}`
}

function readRaw(stackId: string): string | null {
  try {
    return localStorage.getItem(keyOf(stackId))
  } catch {
    return null
  }
}

function parse(raw: string): PendingEdits {
  const [edits = '0', kind] = raw.split(' ')
  return { edits: Number(edits), isImport: kind === 'import' }
}

function subscribe(onChange: () => void): () => void {
  window.addEventListener(CHANGED, onChange)
  window.addEventListener('storage', onChange)
  return () => {
    window.removeEventListener(CHANGED, onChange)
    window.removeEventListener('storage', onChange)
  }
}
