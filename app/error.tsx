'use client'
// What is shown when a page fails: what is known, what it does not affect, and the way on. The cause stays in the server's log.
import { useTranslations } from 'next-intl'
import type { JSX } from 'react'
import { Button, ButtonLink } from '#components/ui/button.tsx'
import { ErrorPanel } from '#components/ui/error-panel.tsx'
import { routes } from '#lib/routes.ts'

export default function ErrorPage({ error, reset }: { error: Error & { digest?: string }; reset: () => void }): JSX.Element {
  const t = useTranslations('shell.error')
  const ui = useTranslations('ui')
  return (
    <main id="main" className="mx-auto w-full max-w-[720px] px-(--gutter) py-10">
      <ErrorPanel title={t('title')} action={<><Button variant="primary" onClick={reset}>{ui('retry')}</Button><ButtonLink href={routes.home()}>{t('home')}</ButtonLink></>}>
        {error.digest === undefined ? t('whatNoId') : t('what', { id: error.digest })}
      </ErrorPanel>
    </main>
  )
}
