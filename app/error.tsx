'use client'
// A page outside the console that failed.
import type { JSX } from 'react'
import { Failure } from '#components/shell/failure.tsx'

export default function ErrorPage({ error, reset }: { error: Error & { digest?: string }; reset: () => void }): JSX.Element {
  return (
    <main id="main" className="mx-auto w-full max-w-[720px] px-(--gutter) py-10">
      <h1 className="text-verdict">Gauntlet</h1>
      <Failure digest={error.digest} onRetry={reset} />
    </main>
  )
}
