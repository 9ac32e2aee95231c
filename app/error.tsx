'use client'
// A page outside the console that failed.
import type { JSX } from 'react'
import { Failure } from '#components/shell/failure.tsx'

export default function ErrorPage({ error, retry }: { error: Error & { digest?: string }; retry: () => void }): JSX.Element {
  return (
    <main id="main" className="mx-auto w-full max-w-[720px] px-(--gutter) py-10">
      {/* What the page would have been called is not known: its own metadata failed with it. */}
      <title>Gauntlet</title>
      <h1 className="text-verdict">Gauntlet</h1>
      <Failure digest={error.digest} onRetry={retry} />
    </main>
  )
}
