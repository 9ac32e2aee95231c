'use client'
// E-mail and password.
import { useTranslations } from 'next-intl'
import { type JSX, useState } from 'react'
import { routes } from '#lib/routes.ts'
import { Button } from '../ui/button.tsx'
import { ErrorPanel } from '../ui/error-panel.tsx'
import { Field } from '../ui/field.tsx'
import { Input } from '../ui/input.tsx'
import { signIn, type SignInResult } from '#lib/queries/session.ts'

/** Signs in and goes home with a fresh document. What was typed stays after a refusal. */
export function SignInForm(): JSX.Element {
  const t = useTranslations('auth')
  const [state, setState] = useState<SignInResult | 'idle' | 'busy'>('idle')
  const submit = async (form: FormData): Promise<void> => {
    setState('busy')
    const result = await signIn({ email: String(form.get('email')), password: String(form.get('password')) })
    setState(result === 'signed-in' ? 'busy' : result)
    if (result === 'signed-in') window.location.assign(routes.home())
  }
  return (
    <form className="mt-4 grid gap-2.5" onSubmit={(event) => { event.preventDefault(); void submit(new FormData(event.currentTarget)) }}>
      {state === 'unreachable' && <ErrorPanel title={t('unreachable')}>{t('unreachableWhy')}</ErrorPanel>}
      <Field label={t('email')}>{(control) => <Input {...control} name="email" type="email" autoComplete="username" required autoFocus />}</Field>
      <Field label={t('password')} error={state === 'wrong' || state === 'too-many' ? t(state) : undefined}>
        {(control) => <Input {...control} name="password" type="password" autoComplete="current-password" required />}
      </Field>
      <Button type="submit" variant="primary" size="large" busy={state === 'busy'} className="mt-2">{t('signIn')}</Button>
      <p className="text-label text-ink-3">{t('noAccount')}</p>
    </form>
  )
}
