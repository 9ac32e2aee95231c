'use client'
// A button that asks something of a run; a failure stays beside it. What comes of it is seen in the run itself.
import { useTranslations } from 'next-intl'
import { type JSX, type ReactNode, useState, useTransition } from 'react'
import type { ActionResult, Failure } from '#lib/result.ts'
import type { RunView } from '#lib/services/views.ts'
import { FailureLine } from '../changes/failure-line.tsx'
import { Button } from '../ui/button.tsx'

export function RunAction({ ask, variant = 'secondary', isAsked = false, children }: {
  ask: () => Promise<ActionResult<RunView>>; variant?: 'primary' | 'secondary'; /** Asked already, and not done yet. */ isAsked?: boolean; children: ReactNode
}): JSX.Element {
  const t = useTranslations('changes')
  const [failure, setFailure] = useState<Failure>()
  const [isPending, startTransition] = useTransition()
  const press = (): void => startTransition(async () => {
    setFailure(undefined)
    try {
      const result = await ask()
      if (!result.ok) setFailure(result.error)
    } catch {
      // The action itself could not be called: the server is gone or unreachable.
      setFailure({ code: 'UPSTREAM', message: t('unreachable') })
    }
  })
  return (
    <span className="inline-flex flex-col gap-1.5">
      <Button variant={variant} busy={isPending || isAsked} onClick={press}>{children}</Button>
      {failure && <FailureLine failure={failure} />}
    </span>
  )
}
