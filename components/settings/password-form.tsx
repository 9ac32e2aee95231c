'use client'
// Changing one's own password.
import { useTranslations } from 'next-intl'
import { type JSX, useState, useTransition } from 'react'
import { changeOwnPassword } from '#lib/actions/people.ts'
import { NewPassword } from '../auth/new-password.tsx'
import { Duration, useCountdown } from '../auth/wait.tsx'
import { Button } from '../ui/button.tsx'
import { Field, FieldError } from '../ui/field.tsx'
import { Input } from '../ui/input.tsx'
import { Section } from '../ui/section.tsx'

type Outcome = { is: 'changed'; ended: number } | { is: 'wrong' } | { is: 'wait'; waitS: number } | { is: 'failed'; message: string }

/** The present password and the new one; what was changed is said below. */
export function PasswordForm({ name, email }: { name: string; email: string }): JSX.Element {
  const t = useTranslations('settings.password')
  const [isBusy, start] = useTransition()
  const [outcome, setOutcome] = useState<Outcome>()
  const [isKept, setIsKept] = useState(false)
  const [isRefused, setIsRefused] = useState(false)
  const [turn, setTurn] = useState(0)
  const wait = useCountdown(outcome?.is === 'wait' ? outcome : undefined)
  const submit = (form: FormData): void => start(async () => {
    setIsRefused(!isKept)
    if (!isKept) return
    const result = await changeOwnPassword({ current: String(form.get('current')), password: String(form.get('password')) })
    if (!result.ok) return setOutcome(outcomeOf(result.error))
    setOutcome({ is: 'changed', ended: result.value.endedSessions })
    setIsKept(false)
    setTurn((before) => before + 1)
  })
  return (
    <Section title={t('title')} aside={t('aside')}>
      <form key={turn} className="grid max-w-[340px] gap-2.5 pt-3" onSubmit={(event) => { event.preventDefault(); submit(new FormData(event.currentTarget)) }}>
        <input type="email" autoComplete="username" value={email} readOnly hidden />
        <Field label={t('current')} error={outcome?.is === 'wrong' ? t('wrong') : undefined}>
          {(control) => <Input {...control} name="current" type="password" autoComplete="current-password" required />}
        </Field>
        <NewPassword label={t('new')} name={name} email={email} refused={isRefused} onKept={setIsKept} />
        <div className="mt-1"><Button type="submit" busy={isBusy} disabled={wait > 0}>{t('change')}</Button></div>
        {outcome?.is === 'failed' && <div role="alert"><FieldError>{outcome.message}</FieldError></div>}
        {wait > 0 && <div role="alert"><FieldError>{t.rich('wait', { time: () => <Duration seconds={wait} /> })}</FieldError></div>}
      </form>
      {outcome?.is === 'changed' && <p role="status" className="pt-2 text-ink-2">{t('changed', { count: outcome.ended })}</p>}
    </Section>
  )
}

function outcomeOf({ message, details }: { message: string; details?: unknown }): Outcome {
  if (typeof details !== 'object' || details === null) return { is: 'failed', message }
  if ('waitS' in details && typeof details.waitS === 'number') return { is: 'wait', waitS: details.waitS }
  return 'field' in details ? { is: 'wrong' } : { is: 'failed', message }
}
