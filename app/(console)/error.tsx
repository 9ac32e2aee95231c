'use client'
// A page of the console that failed: the frame stays, so that there is a way on.
import { useTranslations } from 'next-intl'
import type { JSX } from 'react'
import { Failure } from '#components/shell/failure.tsx'
import { Page } from '#components/shell/page.tsx'

export default function ConsoleErrorPage({ error, retry }: { error: Error & { digest?: string }; retry: () => void }): JSX.Element {
  const t = useTranslations('shell.error')
  return <Page title={t('bar')}><Failure digest={error.digest} onRetry={retry} /></Page>
}
