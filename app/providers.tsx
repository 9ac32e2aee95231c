'use client'
// What client components share: the query cache, the URL state, and the place where toasts appear.
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { NuqsAdapter } from 'nuqs/adapters/next/app'
import { type JSX, type ReactNode, useState } from 'react'
import { ToastRegion } from '#components/ui/toast.tsx'

/** Wraps every page. */
export function Providers({ children }: { children: ReactNode }): JSX.Element {
  // Gauntlet may run on this very machine, so it is asked also while the browser is offline.
  const [queries] = useState(() => new QueryClient({ defaultOptions: { queries: { retry: false, refetchOnWindowFocus: true, networkMode: 'always' } } }))
  return (
    <NuqsAdapter>
      <QueryClientProvider client={queries}>
        {children}
        <ToastRegion />
      </QueryClientProvider>
    </NuqsAdapter>
  )
}
