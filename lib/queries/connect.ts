'use client'
// What the browser asks about connections: tests, a look through a cluster, and who owns what. Each question is asked anew.
import { type UseQueryResult, useQuery } from '@tanstack/react-query'
import type { Connection } from '../connection.ts'
import type { Failure } from '../result.ts'
import { routes } from '../routes.ts'
import type { ConnectionTest, DiscoverView, OwnershipView } from '../services/views.ts'

const TIMEOUT_MS = 30_000
const LOOK_MS = 120_000

/** An answer, or the failure that Gauntlet told; `unreachable` when Gauntlet itself does not answer. */
export type Asked<Value> = { ok: true; value: Value } | { ok: false; error: Pick<Failure, 'message'> | 'unreachable' }

/** Tests the connection of a stack once, and again when asked. */
export function useConnectionTest(slug: string): UseQueryResult<Asked<ConnectionTest>> {
  return useQuery({ queryKey: ['connection-test', slug], staleTime: Infinity, queryFn: ({ signal }) => ask<ConnectionTest>(routes.api.connection(slug), signal) })
}

/** Who else owns what the newest revision of a stack applies. */
export function useOwnership(slug: string): UseQueryResult<Asked<OwnershipView>> {
  return useQuery({ queryKey: ['ownership', slug], staleTime: Infinity, queryFn: ({ signal }) => ask<OwnershipView>(routes.api.ownership(slug), signal, LOOK_MS) })
}

/** Looks through a cluster for Thanos, in all namespaces when none is named; undefined when it was called off. */
export async function discover(connection: Connection, namespaces: readonly string[], signal: AbortSignal): Promise<Asked<DiscoverView> | undefined> {
  try {
    return await ask<DiscoverView>(routes.api.discover(JSON.stringify(connection), namespaces), signal, LOOK_MS)
  } catch {
    return undefined
  }
}

/** Rejects only when the asker called it off. */
async function ask<Value>(address: string, signal: AbortSignal, timeoutMs = TIMEOUT_MS): Promise<Asked<Value>> {
  try {
    const response = await fetch(address, { signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]), cache: 'no-store' })
    const told: unknown = await response.json()
    // Safe because the addresses are our own, and answer with these types.
    return response.ok ? { ok: true, value: told as Value } : { ok: false, error: told as Failure }
  } catch (error) {
    if (signal.aborted) throw error
    return { ok: false, error: 'unreachable' }
  }
}
