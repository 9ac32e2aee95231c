// An address of the console that names nothing.
import { useTranslations } from 'next-intl'
import type { JSX } from 'react'
import { Page } from '#components/shell/page.tsx'
import { ButtonLink } from '#components/ui/button.tsx'
import { Verdict } from '#components/ui/verdict.tsx'
import { routes } from '#lib/routes.ts'

export default function ConsoleNotFound(): JSX.Element {
  const t = useTranslations('shell.notFound')
  return (
    <Page title={t('bar')}>
      <Verdict sub={t('what')}>{t('title')}</Verdict>
      <p><ButtonLink href={routes.home()}>{t('home')}</ButtonLink></p>
    </Page>
  )
}
