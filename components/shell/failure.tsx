'use client'
// What is shown when a page fails: what is known, what it does not affect, and the way on. The cause stays in the server's log.
import { useTranslations } from 'next-intl'
import type { JSX } from 'react'
import { useDatabase } from '#lib/queries/readiness.ts'
import { routes } from '#lib/routes.ts'
import { Button, ButtonLink } from '../ui/button.tsx'
import { ErrorPanel } from '../ui/error-panel.tsx'

/** `digest` names the log line; `onRetry` asks for the page again, and is called too once a database that was away is back. */
export function Failure({ digest, onRetry }: { digest: string | undefined; onRetry: () => void }): JSX.Element {
  const t = useTranslations('shell.error')
  const ui = useTranslations('ui')
  const isDatabaseAway = useDatabase(onRetry) === 'down'
  if (isDatabaseAway) return <ErrorPanel kind="unknown" title={t('database')} action={<Button variant="primary" onClick={onRetry}>{ui('retry')}</Button>}>{t('databaseWhat')}</ErrorPanel>
  return (
    <ErrorPanel title={t('title')} action={<><Button variant="primary" onClick={onRetry}>{ui('retry')}</Button><ButtonLink href={routes.home()}>{t('home')}</ButtonLink></>}>
      {digest === undefined ? t('whatNoId') : t('what', { id: digest })}
    </ErrorPanel>
  )
}
