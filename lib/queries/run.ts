'use client'
// A run in the browser: told by server-sent events as it happens; asked every second where those do not come through.
import { type UseQueryResult, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { routes } from '../routes.ts'
import type { RunView } from '../services/views.ts'

const POLL_MS = 1_000
const TIMEOUT_MS = 10_000
/** The stream tells something every 15 s, if only that all is quiet; without a word for longer, something in between holds it back. */
const HEARD_MS = 20_000

/** Follows a run, starting from what the page was rendered with. A failed poll keeps the last answer. */
export function useRun(initial: RunView): UseQueryResult<RunView> {
  const key = ['run', initial.id]
  const isTold = useRunStream(initial)
  return useQuery({
    queryKey: key,
    initialData: initial,
    refetchInterval: ({ state }) => (state.data?.status === 'running' && !isTold ? POLL_MS : false),
    queryFn: async ({ signal }): Promise<RunView> => {
      const response = await fetch(routes.api.run(initial.id), { signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]), cache: 'no-store' })
      if (!response.ok) throw new Error(`the run could not be read: HTTP ${response.status}`)
      return asRun(await response.json())
    },
  })
}

/** Keeps what the stream tells where useQuery() looks for it. Gives whether it tells anything: while it does not, somebody must ask. */
function useRunStream({ id, status }: RunView): boolean {
  const cache = useQueryClient()
  const [isTold, setIsTold] = useState(false)
  const isOver = status !== 'running'
  // The stream is a system outside of React: it is opened and closed with the run that is shown.
  useEffect(() => {
    if (isOver || typeof EventSource === 'undefined') return undefined
    const stream = new EventSource(routes.api.runStream(id))
    let silent: ReturnType<typeof setTimeout> | undefined
    const hear = (): void => {
      clearTimeout(silent)
      setIsTold(true)
      silent = setTimeout(() => { setIsTold(false) }, HEARD_MS)
    }
    // The browser connects anew by itself; until it has, the polling takes over. That it is open says nothing: a proxy may pass the
    // head of the answer and hold its body.
    stream.onerror = () => { setIsTold(false) }
    stream.addEventListener('quiet', hear)
    stream.onmessage = ({ data }: MessageEvent<string>) => {
      hear()
      const run = asRun(JSON.parse(data))
      cache.setQueryData<RunView>(['run', id], (known) => (known && known.version > run.version ? known : run))
      if (run.status !== 'running') stream.close()
    }
    return () => {
      clearTimeout(silent)
      stream.close()
    }
  }, [cache, id, isOver])
  return isTold
}

// Safe because the addresses are our own, and their routes answer with this type.
function asRun(json: unknown): RunView {
  return json as RunView
}
