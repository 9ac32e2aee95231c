'use client'
// The check of the audit's chain, apart from the audit: its pages load without it.
import { type UseQueryResult, useQuery } from '@tanstack/react-query'
import { routes } from '../routes.ts'
import type { ChainView } from '../services/views.ts'
import { ask } from './events.ts'

/** Every event is read. */
const TIMEOUT_MS = 300_000

/** Whether the chain is whole; asked anew each time that somebody opens it, and not again while they look. */
export function useChainCheck(): UseQueryResult<ChainView> {
  return useQuery({
    queryKey: ['events-chain'],
    refetchOnWindowFocus: false,
    // Safe because the address is our own, and its route answers with this type.
    queryFn: async ({ signal }): Promise<ChainView> => await ask(routes.api.eventChain(), signal, TIMEOUT_MS) as ChainView,
  })
}
