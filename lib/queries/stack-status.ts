'use client'
// The live status of a stack in the browser: asked again and again, and what was last good is kept when the cluster falls silent.
import { type QueryClient, queryOptions, type UseQueryResult, useQueries, useQuery, useQueryClient } from '@tanstack/react-query'
import { routes } from '../routes.ts'
import type { Health, StackStatus } from '../services/views.ts'

const POLL_MS = 5_000
const TIMEOUT_MS = 20_000

export type GoodStatus = Extract<StackStatus, { ok: true }>

/** Who does not answer: the cluster (with its reason in words), Gauntlet itself, or the reader's session is over. */
export type StatusFault = { from: 'cluster'; reason: string } | { from: 'gauntlet' } | { from: 'session' }

/** `good` is the last answer that told something; it ages while there is a fault. `at` is the time of the last attempt. */
export type LiveStatus = { good?: GoodStatus; fault?: StatusFault; at: string }

/** The health of a stack: pods that are all ready prove nothing while samples or answers are lost. Undefined while nothing is known. */
export function healthOf(live: LiveStatus | undefined): Health | undefined {
  if (live?.fault !== undefined) return 'Unknown'
  return live?.good?.trouble === undefined ? live?.good?.health : 'Degraded'
}

/** Polls the status of a stack while the page is looked at; every user of the same stack shares one poll. */
export function useStackStatus(slug: string | undefined): UseQueryResult<LiveStatus> {
  return useQuery({ ...statusQuery(useQueryClient(), slug ?? ''), enabled: slug !== undefined })
}

/** The same for several stacks, in their order; undefined where nothing is known yet. */
export function useStackStatuses(slugs: readonly string[]): (LiveStatus | undefined)[] {
  const queries = useQueryClient()
  return useQueries({ queries: slugs.map((slug) => statusQuery(queries, slug)) }).map((result) => result.data)
}

function statusQuery(queries: QueryClient, slug: string) {
  const queryKey = ['stack-status', slug] as const
  return queryOptions({
    queryKey,
    refetchInterval: POLL_MS,
    staleTime: POLL_MS,
    queryFn: async ({ signal }): Promise<LiveStatus> => {
      const before = queries.getQueryData<LiveStatus>(queryKey)
      const now = await askStatus(slug, signal)
      return { ...(before?.good !== undefined && { good: before.good }), ...now }
    },
  })
}

async function askStatus(slug: string, signal: AbortSignal): Promise<LiveStatus> {
  const at = new Date().toISOString()
  try {
    const response = await fetch(routes.api.status(slug), { signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]), cache: 'no-store' })
    if (response.status === 401) return { at, fault: { from: 'session' } }
    if (!response.ok) return { at, fault: { from: 'gauntlet' } }
    const status = asStatus(await response.json())
    return status.ok ? { at: status.at, good: status } : { at: status.at, fault: { from: 'cluster', reason: status.reason } }
  } catch (error) {
    // A poll that was called off is not news.
    if (signal.aborted) throw error
    return { at, fault: { from: 'gauntlet' } }
  }
}

// Safe because the address is our own, and its route answers with this type.
function asStatus(json: unknown): StackStatus {
  return json as StackStatus
}
