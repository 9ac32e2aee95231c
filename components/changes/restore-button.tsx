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
import { FieldChanges } from './field-changes.tsx'
import type { Field } from './field-name.ts'

/** What is undone: the newest of the `count` revisions since then, and the fields that change back, now and then. */
export type RestoreLoss = { count: number; undone: readonly { number: number; message: string; author: string }[]; fields: readonly Field[]; moreFields: number }

/** `startsOpen` for who came by a link that asks for it. */
export function RestoreButton({ stack, number, loss, startsOpen = false }: { stack: StackView; number: number; loss: RestoreLoss; startsOpen?: boolean }): JSX.Element {
  const t = useTranslations('changes.restore')
  const [isOpen, setOpen] = useState(startsOpen)
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
      wide open={isOpen} onOpenChange={setOpen}
      trigger={<Button>{t('back', { number })}</Button>}
      title={t('title', { number, next: (stack.head ?? 0) + 1 })}
      description={<><p>{t('undoes', { count: loss.count, fields: loss.fields.length + loss.moreFields })}</p><p>{t('description')}</p></>}
      footer={<>
        <DialogClose><Button variant="quiet">{t('cancel')}</Button></DialogClose>
        <Button variant="primary" busy={isPending} onClick={restore}>{t('confirm')}</Button>
      </>}
    >
      <ul aria-label={t('undone')} className="mt-3 border-y border-hair py-1.5">
        {loss.undone.map((revision) => <li key={revision.number} className="py-0.5 wrap-anywhere"><code>r{revision.number}</code> {revision.message} <span className="text-ink-3">{revision.author}</span></li>)}
        {loss.count > loss.undone.length && <li className="py-0.5 text-ink-3">{t('moreRevisions', { count: loss.count - loss.undone.length })}</li>}
      </ul>
      <div className="mt-2 max-h-[36vh] overflow-y-auto"><FieldChanges label={t('fields', { number })} fields={loss.fields} /></div>
      {loss.moreFields > 0 && <p className="py-1 text-ink-3">{t('moreFields', { count: loss.moreFields })}</p>}
      {failure && <div className="mt-3"><FailureLine failure={failure} /></div>}
    </Dialog>
  )
}
