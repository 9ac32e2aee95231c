'use client'
// Ends the session of this browser.
import { useTranslations } from 'next-intl'
import { type JSX, useState } from 'react'
import { routes } from '#lib/routes.ts'
import { FieldError } from '../ui/field.tsx'

/** A button; leads to the sign-in page with a fresh document, so that nothing of the session stays in memory. */
export function SignOut(): JSX.Element {
  const t = useTranslations('shell')
  const [state, setState] = useState<'idle' | 'busy' | 'failed'>('idle')
  const signOut = async (): Promise<void> => {
    setState('busy')
    try {
      const response = await fetch('/api/auth/sign-out', { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' })
      if (response.ok) window.location.assign(routes.login())
      else setState('failed')
    } catch {
      // The network is the only cause, and the line below says what is known.
      setState('failed')
    }
  }
  return (
    <>
      <button type="button" disabled={state === 'busy'} onClick={() => void signOut()} className="link max-md:min-h-11">{t('signOut')}</button>
      {state === 'failed' && <FieldError>{t('signOutFailed')}</FieldError>}
    </>
  )
}
