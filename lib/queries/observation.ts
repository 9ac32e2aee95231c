'use client'
// What is seen of a stack's installation, in the browser: one stream for all parts of a page; asked again and again where it does not come through.
import { type QueryClient, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { routes } from '../routes.ts'
import type { Observation } from '../thanos/live/observation.ts'
import { patched, type ObservationPatch } from '../thanos/live/observation-patch.ts'
import { text, type Text } from '../text.ts'

const POLL_MS = 10_000
const TIMEOUT_MS = 20_000
/** A stream that its last user has left stays open for so long, for the next page of the same stack. */
const LINGER_MS = 2_000

/** `observation` is the last one that came; `failed` says why no newer one comes. */
export type Observed = { observation?: Observation; connected: boolean; failed?: Text }

/** Follows a stack's installation for as long as somebody on the page does. */
export function useObservation(slug: string): Observed {
  const cache = useQueryClient()
  const connected = useStream(cache, slug)
  const { data, error } = useQuery({
    queryKey: keyOf(slug),
    refetchInterval: connected ? false : POLL_MS,
    staleTime: POLL_MS,
    retry: false,
    queryFn: async ({ signal }): Promise<Observation> => {
      const response = await fetch(routes.api.live(slug), { signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]), cache: 'no-store' })
      if (!response.ok) throw new Unseen(response.status)
      return asObservation(await response.json())
    },
  })
  const why = connected || error === null ? undefined : wordsOf(error)
  return { connected, ...(data === undefined ? {} : { observation: data }), ...(why === undefined ? {} : { failed: why }) }
}

class Unseen extends Error {
  readonly status: number
  constructor(status: number) {
    super(`HTTP ${status}`)
    this.status = status
  }
}

function wordsOf(error: Error): Text {
  if (error instanceof Unseen && error.status === 401) return text('Your session has ended. Sign in again.', '세션이 끝났습니다. 다시 로그인하세요.')
  if (error instanceof Unseen && error.status === 403) return text('You may not look at this installation.', '이 설치를 볼 권한이 없습니다.')
  return text('Gauntlet cannot be reached. It is tried again.', 'Gauntlet에 연결할 수 없습니다. 다시 시도하고 있습니다.')
}

function keyOf(slug: string): readonly string[] {
  return ['observation', slug]
}

type Stream = { source: EventSource; users: Set<(isOpen: boolean) => void>; isOpen: boolean; end?: ReturnType<typeof setTimeout> | undefined }
/** By cache and stack: the parts of a page share one. */
const streams = new WeakMap<QueryClient, Map<string, Stream>>()

/** Joins the stream of a stack. Gives whether it is open: while it is not, somebody must ask. */
function useStream(cache: QueryClient, slug: string): boolean {
  const [isOpen, setIsOpen] = useState(false)
  // The stream is a system outside of React: it is joined and left with the part that shows what it tells.
  useEffect(() => {
    if (typeof EventSource === 'undefined') return undefined
    const open = streams.get(cache) ?? new Map<string, Stream>()
    streams.set(cache, open)
    const stream = open.get(slug) ?? openStream(cache, slug)
    open.set(slug, stream)
    clearTimeout(stream.end)
    stream.users.add(setIsOpen)
    setIsOpen(stream.isOpen)
    return () => {
      stream.users.delete(setIsOpen)
      if (stream.users.size > 0) return
      stream.end = setTimeout(() => {
        if (stream.users.size > 0) return
        stream.source.close()
        open.delete(slug)
      }, LINGER_MS)
    }
  }, [cache, slug])
  return isOpen
}

function openStream(cache: QueryClient, slug: string): Stream {
  const source = new EventSource(routes.api.liveStream(slug))
  const stream: Stream = { source, users: new Set(), isOpen: false }
  const told = (isOpen: boolean): void => {
    stream.isOpen = isOpen
    for (const user of stream.users) user(isOpen)
  }
  // What a poll brought meanwhile is not what the patches are meant for.
  let last: Observation | undefined
  const keep = (observation: Observation): void => {
    last = observation
    cache.setQueryData<Observation>(keyOf(slug), observation)
  }
  source.addEventListener('whole', ({ data }: MessageEvent<string>) => {
    keep(asObservation(JSON.parse(data)))
    told(true)
  })
  source.addEventListener('patch', ({ data }: MessageEvent<string>) => { if (last) keep(patched(last, asPatch(JSON.parse(data)))) })
  // The browser connects anew by itself, and is then told the whole; until then the polling takes over.
  source.onerror = () => { told(false) }
  return stream
}

// Safe because the addresses are our own, and their routes answer with these types.
function asObservation(json: unknown): Observation {
  return json as Observation
}
function asPatch(json: unknown): ObservationPatch {
  return json as ObservationPatch
}
