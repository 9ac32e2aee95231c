'use client'
// Makes the next revision of what was chosen, then plans it: so that what is left to do is said at once.
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { type FormEvent, type JSX, useState, useTransition } from 'react'
import { takeDrift } from '#lib/actions/drift.ts'
import { computePlan } from '#lib/actions/plans.ts'
import type { Failure } from '#lib/result.ts'
import { routes } from '#lib/routes.ts'
import type { StackView } from '#lib/services/views.ts'
import { FailureLine } from '../changes/failure-line.tsx'
import { ObjectName } from '../changes/object-name.tsx'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Field } from '../ui/field.tsx'
import { Textarea } from '../ui/textarea.tsx'
import type { chosenObjects } from './choices.ts'

const SHOWN = 8

/** `count` is how many choices there are, as the reader counts them. */
export function TakeDialog({ stack, chosen, count }: { stack: StackView; chosen: ReturnType<typeof chosenObjects>; count: number }): JSX.Element {
  const t = useTranslations('drift')
  const router = useRouter()
  const [isOpen, setOpen] = useState(false)
  const [message, setMessage] = useState('')
  const [wasTried, setTried] = useState(false)
  const [failure, setFailure] = useState<Failure>()
  const [isPending, startTransition] = useTransition()
  const head = stack.head ?? 0
  const names = [...new Set(chosen.map(({ object }) => object.split('/').at(-1) ?? object))]
  const open = (isNow: boolean): void => {
    setOpen(isNow)
    setFailure(undefined)
    if (isNow) setMessage(t('take.suggest', { names: names.slice(0, 3).join(', ') + (names.length > 3 ? ' …' : '') }))
  }
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    setTried(true)
    if (message.trim() === '') return
    startTransition(async () => {
      setFailure(undefined)
      try {
        const saved = await takeDrift({ stackId: stack.id, base: head, objects: chosen, message })
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
      open={isOpen} onOpenChange={open} trigger={<Button variant={count > 0 ? 'primary' : 'secondary'} disabled={count === 0}>{t('theirs')}</Button>}
      title={t('take.title', { next: head + 1 })}
      description={<>{t('take.what', { count, head })}{stack.applied !== head && <p className="mt-2">{t('take.ahead', { head })}</p>}</>}
      footer={<>
        <Button variant="quiet" onClick={() => open(false)}>{t('take.cancel')}</Button>
        <Button type="submit" form="take-drift" variant="primary" busy={isPending}>{t('take.confirm', { next: head + 1 })}</Button>
      </>}
    >
      <ul className="mt-2.5 border-y border-hair py-2">
        {chosen.slice(0, SHOWN).map(({ object, fields }) => (
          <li key={object} className="wrap-anywhere"><ObjectName id={object} wrap /> {fields.length === 0 ? t('table.takeGone') : <code>{fields.map(({ path }) => path).slice(0, SHOWN).join(', ')}</code>}</li>
        ))}
        {chosen.length > SHOWN && <li className="text-ink-3">…</li>}
      </ul>
      <form id="take-drift" noValidate onSubmit={submit} className="mt-3 grid gap-3">
        <Field label={t('take.message')} help={t('take.messageHelp')} error={wasTried && message.trim() === '' ? t('take.noMessage') : undefined}>
          {(control) => <Textarea {...control} rows={2} maxLength={1000} value={message} onChange={(event) => setMessage(event.target.value)} />}
        </Field>
        {failure && <FailureLine failure={failure} />}
      </form>
    </Dialog>
  )
}
