'use client'
// How many findings of a stack's newest revision wait for a person, for the rail. Asked once a minute, and anew when something is saved.
import { type UseQueryResult, useQuery, useQueryClient } from '@tanstack/react-query'
import { routes } from '../routes.ts'
import type { FindingPage } from '../services/views.ts'

const POLL_MS = 60_000
const TIMEOUT_MS = 10_000

/** `version` is anything that changes when something is saved: a new one asks at once. */
export function useFindingCounts(slug: string | undefined, version: string): UseQueryResult<FindingPage['counts']> {
  return useQuery({
    queryKey: ['finding-counts', slug, version],
    enabled: slug !== undefined,
    staleTime: POLL_MS,
    refetchInterval: POLL_MS,
    placeholderData: (before, query) => (query?.queryKey[1] === slug ? before : undefined),
    queryFn: async ({ signal }): Promise<FindingPage['counts']> => {
      const response = await fetch(routes.api.findings(slug ?? '', 0), { signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]), cache: 'no-store' })
      if (!response.ok) throw new Error(`the findings could not be counted: HTTP ${response.status}`)
      return asPage(await response.json()).counts
    },
  })
}

/** Counts anew: something was accepted or withdrawn. */
export function useRecount(): () => void {
  const queries = useQueryClient()
  return () => void queries.invalidateQueries({ queryKey: ['finding-counts'] })
}

// Safe because the address is our own, and its route answers with this type.
function asPage(json: unknown): FindingPage {
  return json as FindingPage
}
