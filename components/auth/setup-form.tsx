'use client'
// Turns a one-time link into an account, or into a new password, then signs in with it.
import { useTranslations } from 'next-intl'
import { type JSX, useState } from 'react'
import { setNewPassword, setUp } from '#lib/actions/people.ts'
import { signIn } from '#lib/queries/session.ts'
import type { ActionResult, Failure } from '#lib/result.ts'
import { routes } from '#lib/routes.ts'
import type { LinkView } from '#lib/services/views.ts'
import { Button } from '../ui/button.tsx'
import { ErrorPanel } from '../ui/error-panel.tsx'
import { Field } from '../ui/field.tsx'
import { Input } from '../ui/input.tsx'
import { NewPassword } from './new-password.tsx'

/** The form behind the link. An invitation brings its e-mail address, which then stands fast; a new password needs nothing else. */
export function SetupForm({ token, link }: { token: string; link: LinkView }): JSX.Element {
  const t = useTranslations('auth')
  const isReset = link.purpose === 'reset'
  const [isBusy, setIsBusy] = useState(false)
  const [failure, setFailure] = useState<Failure>()
  const [isKept, setIsKept] = useState(false)
  const [isRefused, setIsRefused] = useState(false)
  const [name, setName] = useState(link.name ?? '')
  const [email, setEmail] = useState(link.email ?? '')
  const submit = async (password: string): Promise<void> => {
    setIsRefused(!isKept)
    if (!isKept) return
    setIsBusy(true)
    const result: ActionResult<{ email: string }> = isReset ? await setNewPassword({ token, password }) : await setUp({ token, name, email, password })
    if (result.ok) {
      const signedIn = await signIn({ email: result.value.email, password })
      window.location.assign(signedIn.is === 'signed-in' ? routes.home() : routes.login())
      return
    }
    setFailure(result.error)
    setIsBusy(false)
  }
  return (
    <form className="mt-4 grid gap-2.5" onSubmit={(event) => { event.preventDefault(); void submit(String(new FormData(event.currentTarget).get('password'))) }}>
      {failure !== undefined && <ErrorPanel title={failure.code === 'NOT_FOUND' ? t('deadLink') : failure.message} />}
      {!isReset && (
        <>
          <Field label={t('name')} help={t('nameHelp')}>
            {(control) => <Input {...control} name="name" autoComplete="name" required maxLength={100} value={name} onChange={({ target }) => setName(target.value)} autoFocus={link.name === undefined} />}
          </Field>
          <Field label={t('email')}>
            {(control) => <Input {...control} name="email" type="email" autoComplete="username" required value={email} onChange={({ target }) => setEmail(target.value)} readOnly={link.email !== undefined} />}
          </Field>
        </>
      )}
      {/* Password managers file the password under it. */}
      {isReset && <input type="email" name="email" autoComplete="username" value={email} readOnly hidden />}
      <NewPassword label={t('newPassword')} name={name} email={email} refused={isRefused} autoFocus={link.name !== undefined} onKept={setIsKept} />
      <Button type="submit" variant="primary" size="large" busy={isBusy} className="mt-2">{t(isReset ? 'saveNew' : 'create')}</Button>
    </form>
  )
}
