'use client'
// The log and the events of one pod, and what is noted about its workload: read anew while somebody looks at them.
import { type UseQueryResult, useQuery } from '@tanstack/react-query'
import type { Failure } from '../result.ts'
import { routes } from '../routes.ts'
import type { PodTold, WorkloadEvents } from '../services/views.ts'

const POLL_MS = 10_000
const TIMEOUT_MS = 20_000

/** What was told, or why it could not be asked; undefined words when Gauntlet itself does not answer. */
export type Asked<Value> = { ok: true; value: Value } | { ok: false; why?: string }
export type PodAsked = Asked<PodTold>

/** Asked every ten seconds; nothing is asked while `pod` is undefined. */
export function usePodTold({ slug, object, pod }: { slug: string; object: string; pod: string | undefined }): UseQueryResult<PodAsked> {
  return useQuery({
    queryKey: ['pod-told', slug, object, pod],
    enabled: pod !== undefined,
    refetchInterval: POLL_MS,
    queryFn: async ({ signal }) => ask<PodTold>(routes.api.pod(slug, pod ?? '', object), signal),
  })
}

/** What Kubernetes notes about a workload and what it made. Asked every ten seconds. */
export function useWorkloadEvents({ slug, object }: { slug: string; object: string }): UseQueryResult<Asked<WorkloadEvents>> {
  return useQuery({
    queryKey: ['workload-events', slug, object],
    refetchInterval: POLL_MS,
    queryFn: async ({ signal }) => ask<WorkloadEvents>(routes.api.workloadEvents(slug, object), signal),
  })
}

async function ask<Value>(address: string, signal: AbortSignal): Promise<Asked<Value>> {
  try {
    const response = await fetch(address, { signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]), cache: 'no-store' })
    const told: unknown = await response.json()
    // Safe because the address is our own, and answers with these types.
    return response.ok ? { ok: true, value: told as Value } : { ok: false, why: (told as Failure).message }
  } catch (error) {
    if (signal.aborted) throw error
    return { ok: false }
  }
}
