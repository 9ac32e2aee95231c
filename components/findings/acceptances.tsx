'use client'
// What the pages of a stack know of accepted findings: which are, until when, and whether the reader may accept more.
import { useNow } from 'next-intl'
import { createContext, type ReactNode, useContext, useMemo } from 'react'
import { type Acceptance, acceptanceKey, acceptanceOf, type AcceptanceState, byKey } from '#lib/thanos/acceptance.ts'
import type { Finding } from '#lib/thanos/finding.ts'

export type AcceptanceHandle = {
  readonly stackId: string
  readonly mayAccept: boolean
  readonly keyOf: (finding: Finding) => string
  readonly stateOf: (finding: Finding) => AcceptanceState | undefined
}

/** Where nothing can be accepted: pieces that were pasted alone. */
const NOWHERE: AcceptanceHandle = { stackId: '', mayAccept: false, keyOf: (finding) => acceptanceKey(finding, ''), stateOf: () => undefined }
const Context = createContext<AcceptanceHandle>(NOWHERE)

/** How often it is looked whether an acceptance has ended. */
const LOOK_MS = 60_000

/** Gives the acceptances of a stack to the pages inside. */
export function AcceptanceProvider({ stackId, namespace, acceptances, mayAccept, children }: {
  stackId: string; namespace: string; acceptances: readonly Acceptance[]; mayAccept: boolean; children: ReactNode
}): ReactNode {
  const now = useNow({ updateInterval: LOOK_MS }).getTime()
  const handle = useMemo<AcceptanceHandle>(() => {
    const known = byKey(acceptances)
    return {
      stackId, mayAccept,
      keyOf: (finding) => acceptanceKey(finding, namespace),
      stateOf: (finding) => acceptanceOf(finding, { acceptances: known, namespace, now }),
    }
  }, [stackId, namespace, acceptances, mayAccept, now])
  return <Context value={handle}>{children}</Context>
}

/** What is accepted where this component stands. */
export function useAcceptances(): AcceptanceHandle {
  return useContext(Context)
}
