'use client'
// The installation's own numbers over the last hours, in the browser.
import { keepPreviousData, useQuery, type UseQueryResult } from '@tanstack/react-query'
import { routes } from '../routes.ts'
import type { History, HistoryHours } from '../thanos/live/history-questions.ts'
import type { Reading } from '../thanos/live/observation.ts'

const POLL_MS = 60_000
const TIMEOUT_MS = 30_000

/** Asked every minute while the page is looked at; the last answer stays while another span is on its way. */
export function useHistory(slug: string, hours: HistoryHours): UseQueryResult<Reading<History>> {
  return useQuery({
    queryKey: ['history', slug, hours],
    refetchInterval: POLL_MS,
    staleTime: POLL_MS,
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }): Promise<Reading<History>> => {
      const response = await fetch(routes.api.history(slug, hours), { signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]), cache: 'no-store' })
      if (!response.ok) throw new Error(`the history could not be read: HTTP ${response.status}`)
      // Safe because the address is our own, and its route answers with this type.
      return await response.json() as Reading<History>
    },
  })
}
