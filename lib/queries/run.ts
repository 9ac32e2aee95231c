'use client'
// A run in the browser: asked every second while it runs, and no more once it has ended.
import { type UseQueryResult, useQuery } from '@tanstack/react-query'
import { routes } from '../routes.ts'
import type { RunView } from '../services/views.ts'

const POLL_MS = 1_000
const TIMEOUT_MS = 10_000

/** Follows a run, starting from what the page was rendered with. A failed poll keeps the last answer. */
export function useRun(initial: RunView): UseQueryResult<RunView> {
  return useQuery({
    queryKey: ['run', initial.id],
    initialData: initial,
    refetchInterval: ({ state }) => (state.data?.status === 'running' ? POLL_MS : false),
    queryFn: async ({ signal }): Promise<RunView> => {
      const response = await fetch(routes.api.run(initial.id), { signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]), cache: 'no-store' })
      if (!response.ok) throw new Error(`the run could not be read: HTTP ${response.status}`)
      return asRun(await response.json())
    },
  })
}

// Safe because the address is our own, and its route answers with this type.
function asRun(json: unknown): RunView {
  return json as RunView
}
