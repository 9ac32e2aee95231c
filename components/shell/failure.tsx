'use client'
// What is shown when a page fails: what is known, what it does not affect, and the way on. The cause stays in the server's log.
import { useTranslations } from 'next-intl'
import type { JSX } from 'react'
import { routes } from '#lib/routes.ts'
import { Button, ButtonLink } from '../ui/button.tsx'
import { ErrorPanel } from '../ui/error-panel.tsx'

/** `digest` names the log line; `onRetry` draws the page again. */
export function Failure({ digest, onRetry }: { digest: string | undefined; onRetry: () => void }): JSX.Element {
  const t = useTranslations('shell.error')
  const ui = useTranslations('ui')
  return (
    <ErrorPanel title={t('title')} action={<><Button variant="primary" onClick={onRetry}>{ui('retry')}</Button><ButtonLink href={routes.home()}>{t('home')}</ButtonLink></>}>
      {digest === undefined ? t('whatNoId') : t('what', { id: digest })}
    </ErrorPanel>
  )
}
