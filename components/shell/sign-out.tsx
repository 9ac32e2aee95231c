'use client'
// Ends the session of this browser.
import { useTranslations } from 'next-intl'
import { type JSX, useState } from 'react'
import { signOut } from '#lib/queries/session.ts'
import { routes } from '#lib/routes.ts'
import { FieldError } from '../ui/field.tsx'

/** A button; leads to the sign-in page with a fresh document, so that nothing of the session stays in memory. */
export function SignOut(): JSX.Element {
  const t = useTranslations('shell')
  const [state, setState] = useState<'idle' | 'busy' | 'failed'>('idle')
  const leave = async (): Promise<void> => {
    setState('busy')
    if (await signOut()) window.location.assign(routes.login())
    else setState('failed')
  }
  return (
    <>
      <button type="button" disabled={state === 'busy'} onClick={() => void leave()} className="link max-md:min-h-11">{t('signOut')}</button>
      {state === 'failed' && <FieldError>{t('signOutFailed')}</FieldError>}
    </>
  )
}
