'use client'
// Turns a one-time link into an account, then signs in with it.
import { useTranslations } from 'next-intl'
import { type JSX, useState } from 'react'
import { setUp } from '#lib/actions/people.ts'
import type { Failure } from '#lib/result.ts'
import { routes } from '#lib/routes.ts'
import type { LinkView } from '#lib/services/views.ts'
import { Button } from '../ui/button.tsx'
import { ErrorPanel } from '../ui/error-panel.tsx'
import { Field } from '../ui/field.tsx'
import { Input } from '../ui/input.tsx'
import { signIn } from '#lib/queries/session.ts'

const SHORTEST_PASSWORD = 12
const LONGEST_PASSWORD = 128

/** The form behind the link. An invitation brings its e-mail address, which then stands fast. */
export function SetupForm({ token, link }: { token: string; link: LinkView }): JSX.Element {
  const t = useTranslations('auth')
  const [isBusy, setIsBusy] = useState(false)
  const [failure, setFailure] = useState<Failure>()
  const submit = async (form: FormData): Promise<void> => {
    setIsBusy(true)
    const account = { name: String(form.get('name')), email: String(form.get('email')), password: String(form.get('password')) }
    const result = await setUp({ token, ...account })
    if (result.ok) {
      const signedIn = await signIn({ email: result.value.email, password: account.password })
      window.location.assign(signedIn === 'signed-in' ? routes.home() : routes.login())
      return
    }
    setFailure(result.error)
    setIsBusy(false)
  }
  return (
    <form className="mt-4 grid gap-2.5" onSubmit={(event) => { event.preventDefault(); void submit(new FormData(event.currentTarget)) }}>
      {failure !== undefined && <ErrorPanel title={failure.code === 'NOT_FOUND' ? t('deadLink') : failure.message} />}
      <Field label={t('name')} help={t('nameHelp')}>{(control) => <Input {...control} name="name" autoComplete="name" required maxLength={100} defaultValue={link.name} autoFocus={link.name === undefined} />}</Field>
      <Field label={t('email')}>{(control) => <Input {...control} name="email" type="email" autoComplete="username" required defaultValue={link.email} readOnly={link.email !== undefined} />}</Field>
      <Field label={t('newPassword')} help={t('passwordHelp', { count: SHORTEST_PASSWORD })}>
        {(control) => <Input {...control} name="password" type="password" autoComplete="new-password" required minLength={SHORTEST_PASSWORD} maxLength={LONGEST_PASSWORD} autoFocus={link.name !== undefined} />}
      </Field>
      <Button type="submit" variant="primary" size="large" busy={isBusy} className="mt-2">{t('create')}</Button>
    </form>
  )
}
