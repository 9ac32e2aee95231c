'use client'
// Asks before the next revision is saved, saves it and plans it: so that what is left to do is said at once.
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { type FormEvent, type JSX, type ReactNode, useId, useState, useTransition } from 'react'
import { computePlan } from '#lib/actions/plans.ts'
import type { ActionResult, Failure } from '#lib/result.ts'
import { routes } from '#lib/routes.ts'
import type { StackView } from '#lib/services/views.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { FailureLine } from './failure-line.tsx'

type Words = { trigger: ReactNode; title: string; description: ReactNode; confirm: string }

/** `save` makes the revision; undefined while the form still lacks something, which its fields say. `wide` as in Dialog. */
export function NextRevisionDialog({ stack, words: { trigger, title, description, confirm }, save, startsOpen = false, onOpen, wide = false, children }: {
  stack: StackView; words: Words; save: () => Promise<ActionResult<{ number: number }>> | undefined
  startsOpen?: boolean; onOpen?: () => void; wide?: boolean; children: ReactNode
}): JSX.Element {
  const t = useTranslations('changes.next')
  const router = useRouter()
  const form = useId()
  const [isOpen, setOpen] = useState(startsOpen)
  const [failure, setFailure] = useState<Failure>()
  const [isPending, startTransition] = useTransition()
  const open = (isNow: boolean): void => {
    setOpen(isNow)
    setFailure(undefined)
    if (isNow) onOpen?.()
  }
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    const saving = save()
    if (saving === undefined) return
    startTransition(async () => {
      setFailure(undefined)
      try {
        const saved = await saving
        if (!saved.ok) return setFailure(saved.error)
        const plan = await computePlan({ stackId: stack.id, revision: saved.value.number })
        // The revision is saved either way; without a plan its own page offers one.
        router.push(plan.ok ? routes.plan(stack.slug, plan.value.id) : routes.revision(stack.slug, saved.value.number))
      } catch {
        // The action itself could not be called: the server is gone or unreachable.
        setFailure({ code: 'UPSTREAM', message: t('unreachable') })
      }
    })
  }
  return (
    <Dialog
      wide={wide} open={isOpen} onOpenChange={open} trigger={trigger} title={title} description={description}
      footer={<>
        <Button variant="quiet" onClick={() => open(false)}>{t('cancel')}</Button>
        <Button type="submit" form={form} variant="primary" busy={isPending}>{confirm}</Button>
      </>}
    >
      <form id={form} noValidate onSubmit={submit}>
        {children}
        {failure && <div className="mt-3"><FailureLine failure={failure} /></div>}
      </form>
    </Dialog>
  )
}
