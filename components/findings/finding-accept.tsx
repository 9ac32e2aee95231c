'use client'
// Accepting findings: why they may stay, and until when. A dialog, opened by its button.
import { useFormatter, useNow, useTranslations } from 'next-intl'
import { type FormEvent, type ReactNode, useState, useTransition } from 'react'
import { Button } from '#components/ui/button.tsx'
import { Chips } from '#components/ui/chips.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { Field, FieldError } from '#components/ui/field.tsx'
import { Input } from '#components/ui/input.tsx'
import { Sentence } from '#components/ui/sentence.tsx'
import { Textarea } from '#components/ui/textarea.tsx'
import { notify } from '#components/ui/toast.tsx'
import { acceptFindings } from '#lib/actions/findings.ts'
import { useRecount } from '#lib/queries/finding-counts.ts'
import type { Finding } from '#lib/thanos/finding.ts'
import { useAcceptances } from './acceptances.tsx'
import { acceptanceEnd, dayAfter, LONGEST_DAYS, MOST_AT_ONCE } from './finding-end.ts'
import { nameOf } from './object-title.tsx'
import { withCode } from './with-code.ts'

const SPANS = ['7', '30', '90', '365'] as const
const SHOWN_OBJECTS = 6

/** The button and its dialog. `disabledReason` switches it off and says why. */
export function AcceptButton({ findings, label, disabledReason, size = 'normal' }: {
  findings: readonly Finding[]; label: string; disabledReason?: string | undefined; size?: 'normal' | 'small'
}): ReactNode {
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <Button size={size} variant={size === 'small' ? 'quiet' : 'secondary'} disabledReason={disabledReason} onClick={() => setOpen(true)}>{label}</Button>
      {isOpen && <AcceptDialog findings={findings} onClose={() => setOpen(false)} />}
    </>
  )
}

function AcceptDialog({ findings, onClose }: { findings: readonly Finding[]; onClose: () => void }): ReactNode {
  const t = useTranslations('findings.accept')
  const format = useFormatter()
  const now = useNow()
  const { stackId, keyOf } = useAcceptances()
  const recount = useRecount()
  const [reason, setReason] = useState('')
  const [day, setDay] = useState(() => dayAfter(now, 30))
  const [wasTried, setTried] = useState(false)
  const [failure, setFailure] = useState<string>()
  const [isPending, start] = useTransition()
  const chosen = findings.slice(0, MOST_AT_ONCE)
  const [first] = chosen
  const end = acceptanceEnd(day, now)
  const reasonProblem = reason.trim().length < 3 ? t('noReason') : undefined
  const endProblem = typeof end === 'string' ? t(end) : undefined
  const accept = (event: FormEvent): void => {
    event.preventDefault()
    setTried(true)
    if (reasonProblem !== undefined || typeof end === 'string') return
    start(async () => {
      setFailure(undefined)
      try {
        const result = await acceptFindings({ stackId, findings: [...new Set(chosen.map(keyOf))], reason, until: end.toISOString() })
        if (!result.ok) return setFailure(result.error.message)
        notify({ title: t('done', { count: chosen.length, day: format.dateTime(end, { month: 'short', day: 'numeric' }) }) })
        recount()
        onClose()
      } catch {
        // The action could not be called at all; what was typed stays.
        setFailure(t('unreachable'))
      }
    })
  }
  return (
    <Dialog
      open onOpenChange={(open) => { if (!open) onClose() }}
      title={t('title', { count: chosen.length })} description={t(chosen.some(({ severity }) => severity === 'error') ? 'whatError' : 'what')}
      footer={<><Button variant="quiet" onClick={onClose}>{t('cancel')}</Button><Button type="submit" form="accept-finding" variant="primary" busy={isPending}>{t('confirm')}</Button></>}
    >
      <div className="mt-2.5 border-y border-hair py-2">
        {first !== undefined && chosen.length === 1 && <p className="font-semibold wrap-anywhere"><Sentence text={withCode(first.message)} /></p>}
        {first !== undefined && chosen.length > 1 && (
          <p className="wrap-anywhere"><code>{first.code}</code> <span className="text-ink-2">{t('objects', { names: chosen.slice(0, SHOWN_OBJECTS).map(({ object }) => nameOf(object)).join(', '), more: Math.max(0, chosen.length - SHOWN_OBJECTS) })}</span></p>
        )}
        {findings.length > chosen.length && <p className="text-ink-3">{t('most', { count: MOST_AT_ONCE, all: findings.length })}</p>}
      </div>
      <form id="accept-finding" noValidate onSubmit={accept} className="mt-3 grid gap-3">
        <Field label={t('reason')} help={t('reasonHelp')} error={wasTried ? reasonProblem : undefined}>
          {(control) => <Textarea {...control} autoFocus rows={3} maxLength={1000} value={reason} onChange={(event) => setReason(event.target.value)} />}
        </Field>
        <Field label={t('until')} help={t('untilHelp')} error={endProblem}>
          {(control) => <Input {...control} type="date" className="w-44!" min={dayAfter(now, 0)} max={dayAfter(now, LONGEST_DAYS)} value={day} onChange={(event) => setDay(event.target.value)} />}
        </Field>
        <Chips label={t('spans')} value={SPANS.find((span) => dayAfter(now, Number(span)) === day) ?? 'other'} onChange={(span) => setDay(dayAfter(now, Number(span)))} chips={SPANS.map((value) => ({ value, label: t(`span.${value}`) }))} />
        {failure !== undefined && <div role="alert"><FieldError>{failure}</FieldError></div>}
      </form>
    </Dialog>
  )
}
