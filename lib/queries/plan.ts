'use client'
// A plan in the browser: the texts of an object that is opened, and whether the cluster is still what the plan was computed against.
import { type UseQueryResult, useQuery } from '@tanstack/react-query'
import { routes } from '../routes.ts'
import type { PlanDiff, PlanFreshness } from '../services/views.ts'

const POLL_MS = 30_000
const TIMEOUT_MS = 30_000

/** Both texts of an object, read once: a plan never changes. Asked for only when `initial` is not at hand. */
export function usePlanDiff(planId: string, object: string, initial: PlanDiff | undefined): UseQueryResult<PlanDiff> {
  return useQuery({
    queryKey: ['plan-diff', planId, object],
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
    ...(initial === undefined ? {} : { initialData: initial }),
    // Safe because the address is our own, and its route answers with this type.
    queryFn: async ({ signal }) => await ask(routes.api.planDiff(planId, object), signal) as PlanDiff,
  })
}

/** Asked again and again while the page is looked at; undefined until the first answer, and where Gauntlet itself does not give one. */
export function usePlanFreshness(planId: string, enabled: boolean): PlanFreshness | undefined {
  return useQuery({
    queryKey: ['plan-freshness', planId],
    enabled,
    refetchInterval: POLL_MS,
    staleTime: POLL_MS,
    // Safe because the address is our own, and its route answers with this type.
    queryFn: async ({ signal }) => await ask(routes.api.planFreshness(planId), signal) as PlanFreshness,
  }).data
}

async function ask(address: string, signal: AbortSignal): Promise<unknown> {
  const response = await fetch(address, { signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]), cache: 'no-store' })
  if (!response.ok) throw new Error(`${address} answered with HTTP ${response.status}`)
  return response.json()
}
