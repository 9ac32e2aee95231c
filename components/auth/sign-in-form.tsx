'use client'
// Signing in: through the identity provider when there is one, and by e-mail and password.
import { useTranslations } from 'next-intl'
import { type JSX, useState } from 'react'
import type { OidcProblem } from '#lib/oidc-problem.ts'
import { beginOidc, signIn, type SignInResult } from '#lib/queries/session.ts'
import { routes } from '#lib/routes.ts'
import { Button } from '../ui/button.tsx'
import { ErrorPanel } from '../ui/error-panel.tsx'
import { Field } from '../ui/field.tsx'
import { Input } from '../ui/input.tsx'
import { Duration, useCountdown } from './wait.tsx'

/** `provider` is what the identity provider is called; `problem` is why it did not let someone in. What was typed stays after a refusal. */
export function SignInForm({ provider, problem }: { provider: string | undefined; problem: OidcProblem | undefined }): JSX.Element {
  return (
    <div className="mt-4 grid gap-4">
      {provider !== undefined && <ProviderSignIn provider={provider} problem={problem} />}
      <PasswordSignIn isFirst={provider === undefined} />
    </div>
  )
}

function ProviderSignIn({ provider, problem }: { provider: string; problem: OidcProblem | undefined }): JSX.Element {
  const t = useTranslations('auth')
  const [state, setState] = useState<OidcProblem | 'busy' | undefined>(problem)
  const go = async (): Promise<void> => {
    setState('busy')
    const url = await beginOidc()
    if (url === undefined) setState('unreachable')
    else window.location.assign(url)
  }
  return (
    <>
      {state !== undefined && state !== 'busy' && <ErrorPanel title={t(`oidc.${state}.title`, { provider })}>{t(`oidc.${state}.why`, { provider })}</ErrorPanel>}
      <Button variant="primary" size="large" busy={state === 'busy'} onClick={() => void go()}>{t('signInWith', { provider })}</Button>
      <p className="flex items-center gap-3 text-label text-ink-3 after:h-px after:flex-1 after:bg-hair">{t('orPassword')}</p>
    </>
  )
}

function PasswordSignIn({ isFirst }: { isFirst: boolean }): JSX.Element {
  const t = useTranslations('auth')
  const [isBusy, setIsBusy] = useState(false)
  const [result, setResult] = useState<SignInResult>()
  const wait = useCountdown(result?.is === 'too-many' || (result?.is === 'wrong' && result.left === 0) ? result : undefined)
  const submit = async (form: FormData): Promise<void> => {
    setIsBusy(true)
    const answer = await signIn({ email: String(form.get('email')), password: String(form.get('password')) })
    if (answer.is === 'signed-in') return window.location.assign(routes.home())
    setResult(answer)
    setIsBusy(false)
  }
  return (
    <form className="grid gap-2.5" onSubmit={(event) => { event.preventDefault(); void submit(new FormData(event.currentTarget)) }}>
      {result?.is === 'unreachable' && <ErrorPanel title={t('unreachable')}>{t('unreachableWhy')}</ErrorPanel>}
      <Field label={t('email')}>{(control) => <Input {...control} name="email" type="email" autoComplete="username" required autoFocus={isFirst} />}</Field>
      <Field label={t('password')} error={result === undefined || result.is === 'unreachable' ? undefined : <Refusal result={result} wait={wait} />}>
        {(control) => <Input {...control} name="password" type="password" autoComplete="current-password" required />}
      </Field>
      <Button type="submit" variant={isFirst ? 'primary' : 'secondary'} size="large" busy={isBusy} disabled={wait > 0} className="mt-2">{t('signIn')}</Button>
      <p className="text-label text-ink-3">{t('noAccount')}</p>
    </form>
  )
}

/** What the server says of the last try, and how long the wait for the next one is. */
function Refusal({ result, wait }: { result: SignInResult; wait: number }): JSX.Element {
  const t = useTranslations('auth')
  const time = (seconds: number) => () => <Duration seconds={seconds} />
  if (result.is === 'disabled') return <>{t('disabled')}</>
  const left = result.is === 'wrong' ? result.left : 0
  return (
    <>
      {result.is === 'wrong' && t('wrong')}{' '}
      {wait > 0 && t.rich('waitFor', { time: time(wait) })}
      {left > 0 && left < WARNED && result.is === 'wrong' && t.rich('left', { count: left, time: time(result.waitS) })}
      {wait === 0 && left === 0 && t('tryAgain')}
    </>
  )
}

/** From how many tries on the count is said. */
const WARNED = 4
