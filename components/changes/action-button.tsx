'use client'
// A button that runs an action, then goes where the result is; a failure stays beside the button.
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { type JSX, type ReactNode, useState, useTransition } from 'react'
import type { ActionResult, Failure } from '#lib/result.ts'
import { Button } from '../ui/button.tsx'
import { FailureLine } from './failure-line.tsx'

/** `goTo` gives the path for what the action returned. */
export function ActionButton<Value>({ run, goTo, variant = 'secondary', size = 'normal', disabledReason, children }: {
  run: () => Promise<ActionResult<Value>>; goTo: (value: Value) => string; variant?: 'primary' | 'secondary'; size?: 'normal' | 'large'
  disabledReason?: string | undefined; children: ReactNode
}): JSX.Element {
  const t = useTranslations('changes')
  const router = useRouter()
  const [failure, setFailure] = useState<Failure>()
  const [isPending, startTransition] = useTransition()
  const press = (): void => startTransition(async () => {
    setFailure(undefined)
    try {
      const result = await run()
      if (result.ok) router.push(goTo(result.value))
      else setFailure(result.error)
    } catch {
      // The action itself could not be called: the server is gone or unreachable.
      setFailure({ code: 'UPSTREAM', message: t('unreachable') })
    }
  })
  return (
    <span className="inline-flex flex-col gap-1.5">
      <Button variant={variant} size={size} busy={isPending} onClick={press} disabledReason={disabledReason}>{children}</Button>
      {failure && <FailureLine failure={failure} />}
    </span>
  )
}
