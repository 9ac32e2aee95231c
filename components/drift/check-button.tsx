'use client'
// Compares the stack with its cluster now; and while that is under way anywhere, looks again by itself.
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { type JSX, useEffect, useState, useTransition } from 'react'
import { checkDrift } from '#lib/actions/drift.ts'
import type { Failure } from '#lib/result.ts'
import { FailureLine } from '../changes/failure-line.tsx'
import { Button } from '../ui/button.tsx'

/** While something is awaited, and else so that the page never grows old in a tab that stays open. */
const SOON_MS = 3_000
const LATER_MS = 30_000

export function CheckButton({ stackId, isAwaited, primary }: { stackId: string; isAwaited: boolean; primary: boolean }): JSX.Element {
  const t = useTranslations('drift')
  const [failure, setFailure] = useState<Failure>()
  const [isPending, startTransition] = useTransition()
  const check = (): void => startTransition(async () => {
    setFailure(undefined)
    try {
      const result = await checkDrift({ stackId })
      if (!result.ok && result.error.code !== 'CONFLICT') setFailure(result.error)
    } catch {
      setFailure({ code: 'UPSTREAM', message: t('unreachable') })
    }
  })
  return (
    <span className="inline-flex flex-col gap-1.5">
      <Button variant={primary ? 'primary' : 'secondary'} busy={isPending || isAwaited} onClick={check}>{isPending || isAwaited ? t('checking') : t('check')}</Button>
      {failure && <FailureLine failure={failure} />}
    </span>
  )
}

/** The page is read again by the server, which alone knows what other replicas saw. */
export function KeepFresh({ isAwaited }: { isAwaited: boolean }): null {
  const router = useRouter()
  useEffect(() => {
    const timer = setInterval(() => { if (document.visibilityState === 'visible') router.refresh() }, isAwaited ? SOON_MS : LATER_MS)
    return () => { clearInterval(timer) }
  }, [router, isAwaited])
  return null
}
