'use client'
// The log and the events of one pod, read anew while somebody looks at them.
import { type UseQueryResult, useQuery } from '@tanstack/react-query'
import type { Failure } from '../result.ts'
import { routes } from '../routes.ts'
import type { PodTold } from '../services/views.ts'

const POLL_MS = 10_000
const TIMEOUT_MS = 20_000

/** What the pod told, or why it could not be asked; undefined words when Gauntlet itself does not answer. */
export type PodAsked = { ok: true; value: PodTold } | { ok: false; why?: string }

/** Asked every ten seconds; nothing is asked while `pod` is undefined. */
export function usePodTold({ slug, object, pod }: { slug: string; object: string; pod: string | undefined }): UseQueryResult<PodAsked> {
  return useQuery({
    queryKey: ['pod-told', slug, object, pod],
    enabled: pod !== undefined,
    refetchInterval: POLL_MS,
    queryFn: async ({ signal }): Promise<PodAsked> => {
      try {
        const response = await fetch(routes.api.pod(slug, pod ?? '', object), { signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]), cache: 'no-store' })
        const told: unknown = await response.json()
        // Safe because the address is our own, and answers with these types.
        return response.ok ? { ok: true, value: told as PodTold } : { ok: false, why: (told as Failure).message }
      } catch (error) {
        if (signal.aborted) throw error
        return { ok: false }
      }
    },
  })
}
