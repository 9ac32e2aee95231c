'use client'
// The audit in the browser: pages in both directions, what has come since, and one event.
import {
  type InfiniteData, keepPreviousData, type UseInfiniteQueryResult, useInfiniteQuery, type UseQueryResult, useQuery,
} from '@tanstack/react-query'
import { routes } from '../routes.ts'
import type { EventDetail, EventPage, EventTally } from '../services/views.ts'

const NEWER_POLL_MS = 10_000
const TIMEOUT_MS = 30_000

type Cursor = { before: string } | { after: string } | Record<string, never>

/** The events that a filter leaves. `initial` is the page that the document was made with. Pages are read once: an event never changes. */
export function useEvents(search: string, initial: EventPage | undefined): UseInfiniteQueryResult<InfiniteData<EventPage, Cursor>> {
  return useInfiniteQuery({
    queryKey: ['events', search],
    initialPageParam: {} as Cursor,
    ...(initial === undefined ? {} : { initialData: { pages: [initial], pageParams: [{}] } }),
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
    queryFn: async ({ pageParam, signal }): Promise<EventPage> => asPage(await ask(routes.api.events(joined(search, pageParam)), signal)),
    getNextPageParam: ({ older }): Cursor | undefined => older === undefined ? undefined : { before: older },
    getPreviousPageParam: (_, pages): Cursor => ({ after: newestOf(pages) }),
  })
}

/** Id of the newest event of the pages; "0" when there is none. */
export function newestOf(pages: readonly EventPage[]): string {
  return pages.find(({ items }) => items.length > 0)?.items[0]?.id ?? '0'
}

/** How many events that match have come above `newest`; 100 stands for more. Asked on and on. */
export function useNewerEvents(search: string, newest: string): UseQueryResult<{ count: number }> {
  return useQuery({
    queryKey: ['events-newer', search, newest],
    refetchInterval: NEWER_POLL_MS,
    queryFn: async ({ signal }): Promise<{ count: number }> => asCount(await ask(routes.api.newerEvents(joined(search, { after: newest })), signal)),
  })
}

/** How many events a filter leaves; `initial` is what the document was made with. Counted anew with `newest`. */
export function useEventTally(search: string, newest: string, initial: EventTally | undefined): UseQueryResult<EventTally> {
  return useQuery({
    queryKey: ['events-tally', search, newest],
    ...(initial === undefined ? {} : { initialData: initial }),
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async ({ signal }): Promise<EventTally> => asTally(await ask(routes.api.eventTally(search), signal)),
  })
}

/** One event with what it holds. */
export function useEvent(id: string): UseQueryResult<EventDetail> {
  return useQuery({
    queryKey: ['event', id],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async ({ signal }): Promise<EventDetail> => asEvent(await ask(routes.api.event(id), signal)),
  })
}

/** The JSON that an address of the audit answers with; throws when it does not answer well within `timeoutMs`. */
export async function ask(address: string, signal: AbortSignal, timeoutMs = TIMEOUT_MS): Promise<unknown> {
  const response = await fetch(address, { signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]), cache: 'no-store' })
  if (!response.ok) throw new Error(`the audit could not be read: HTTP ${response.status}`)
  return response.json()
}

function joined(search: string, cursor: Cursor): string {
  return [search, new URLSearchParams(cursor).toString()].filter((part) => part !== '').join('&')
}

// Safe, all of them, because the addresses are our own, and their routes answer with these types.
const asPage = (json: unknown): EventPage => json as EventPage
const asCount = (json: unknown): { count: number } => json as { count: number }
const asTally = (json: unknown): EventTally => json as EventTally
const asEvent = (json: unknown): EventDetail => json as EventDetail
