'use client'
// How long a run of a stack waits for one workload, and for who may the way to change it.
import { useTranslations } from 'next-intl'
import { type FormEvent, type JSX, useId, useState, useTransition } from 'react'
import { setStackGateTimeout } from '#lib/actions/stacks.ts'
import type { Failure } from '#lib/result.ts'
import type { StackView } from '#lib/services/views.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Field } from '../ui/field.tsx'
import { Input } from '../ui/input.tsx'
import { Section } from '../ui/section.tsx'
import { FailureLine } from './failure-line.tsx'

const MINUTE_MS = 60_000
/** As SetGateTimeout has it, in minutes. */
const [LEAST, MOST] = [0.5, 240]

/** `serverMs`: what holds for stacks that say nothing of their own. */
export function GateTimeout({ stack, serverMs, mayChange, className = '' }: { stack: StackView; serverMs: number; mayChange: boolean; className?: string }): JSX.Element {
  const t = useTranslations('changes.gate')
  const own = stack.gateTimeoutMs
  return (
    <Section title={t('title')} className={className}>
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 py-2">
        <p className="min-w-0 text-ink-2">{t(own === undefined ? 'server' : 'own', { minutes: (own ?? serverMs) / MINUTE_MS })}</p>
        {mayChange && <GateTimeoutDialog stack={stack} serverMs={serverMs} />}
      </div>
    </Section>
  )
}

function GateTimeoutDialog({ stack, serverMs }: { stack: StackView; serverMs: number }): JSX.Element {
  const t = useTranslations('changes.gate')
  const form = useId()
  const own = stack.gateTimeoutMs
  const [isOpen, setOpen] = useState(false)
  const [typed, setTyped] = useState('')
  const [wasTried, setTried] = useState(false)
  const [failure, setFailure] = useState<Failure>()
  const [isPending, startTransition] = useTransition()
  const minutes = typed.trim() === '' ? null : Number(typed)
  const isWrong = minutes !== null && !(minutes >= LEAST && minutes <= MOST)
  const open = (isNow: boolean): void => {
    setOpen(isNow)
    setFailure(undefined)
    setTried(false)
    setTyped(own === undefined ? '' : String(own / MINUTE_MS))
  }
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    setTried(true)
    if (isWrong) return
    startTransition(async () => {
      setFailure(undefined)
      try {
        const result = await setStackGateTimeout({ stackId: stack.id, seconds: minutes === null ? null : Math.round(minutes * 60), before: own === undefined ? null : own / 1000 })
        if (result.ok) setOpen(false)
        else setFailure(result.error)
      } catch {
        // The action itself could not be called: the server is gone or unreachable.
        setFailure({ code: 'UPSTREAM', message: t('unreachable') })
      }
    })
  }
  return (
    <Dialog
      open={isOpen} onOpenChange={open} trigger={<Button>{t('change')}</Button>} title={t('dialog')} description={t('what', { minutes: serverMs / MINUTE_MS })}
      footer={<>
        <Button variant="quiet" onClick={() => open(false)}>{t('cancel')}</Button>
        <Button type="submit" form={form} variant="primary" busy={isPending}>{t('save')}</Button>
      </>}
    >
      <form id={form} noValidate onSubmit={submit} className="mt-3 grid gap-3">
        <Field label={t('minutes')} help={t('help')} error={wasTried && isWrong ? t('wrong') : undefined}>
          {(control) => <Input {...control} mono inputMode="decimal" className="max-w-28" value={typed} onChange={(event) => setTyped(event.target.value)} />}
        </Field>
        {failure && <FailureLine failure={failure} />}
      </form>
    </Dialog>
  )
}
