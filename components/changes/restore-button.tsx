'use client'
// Rolls back: saves an old revision's spec as the next revision and plans it.
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { type JSX, useState, useTransition } from 'react'
import { computePlan } from '#lib/actions/plans.ts'
import { restoreRevision } from '#lib/actions/revisions.ts'
import type { Failure } from '#lib/result.ts'
import { routes } from '#lib/routes.ts'
import type { StackView } from '#lib/services/views.ts'
import { Button } from '../ui/button.tsx'
import { Dialog, DialogClose } from '../ui/dialog.tsx'
import { FailureLine } from './failure-line.tsx'

/** `back` says "Roll back": the revision ran before. */
export function RestoreButton({ stack, number, back = false }: { stack: StackView; number: number; back?: boolean }): JSX.Element {
  const t = useTranslations('changes.restore')
  const router = useRouter()
  const [failure, setFailure] = useState<Failure>()
  const [isPending, startTransition] = useTransition()
  const restore = (): void => startTransition(async () => {
    setFailure(undefined)
    try {
      const saved = await restoreRevision({ stackId: stack.id, base: stack.head ?? 0, number, message: t('message', { number }) })
      if (!saved.ok) return setFailure(saved.error)
      const plan = await computePlan({ stackId: stack.id, revision: saved.value.number })
      // The revision is saved either way; without a plan its own page offers one.
      router.push(plan.ok ? routes.plan(stack.slug, plan.value.id) : routes.revision(stack.slug, saved.value.number))
    } catch {
      // The action itself could not be called: the server is gone or unreachable.
      setFailure({ code: 'UPSTREAM', message: t('unreachable') })
    }
  })
  return (
    <Dialog
      trigger={<Button>{t(back ? 'back' : 'button', { number })}</Button>}
      title={t('title', { number, next: (stack.head ?? 0) + 1 })}
      description={t('description')}
      footer={<>
        <DialogClose><Button variant="quiet">{t('cancel')}</Button></DialogClose>
        <Button variant="primary" busy={isPending} onClick={restore}>{t('confirm')}</Button>
      </>}
    >
      {failure && <div className="mt-3"><FailureLine failure={failure} /></div>}
    </Dialog>
  )
}
