'use client'
// Tells this browser what its person has edited and not saved elsewhere, so that the bar says it on every page.
import { type ReactNode, useEffect } from 'react'
import type { PendingDraft } from '#lib/services/views.ts'
import { seedPendingEdits } from './pending-edits.ts'

/** Draws nothing. `stacks` are all stacks: those without a draft have nothing pending. */
export function PendingSeed({ stacks, pending }: { stacks: readonly string[]; pending: readonly PendingDraft[] }): ReactNode {
  // Syncs what this browser remembers with what the server keeps; a draft page then notes its own typing.
  useEffect(() => {
    const byStack = new Map(pending.map((draft) => [draft.stackId, draft]))
    for (const stackId of stacks) seedPendingEdits(stackId, byStack.get(stackId))
  }, [stacks, pending])
  return null
}
