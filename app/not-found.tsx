// An address that names nothing.
import { useTranslations } from 'next-intl'
import type { JSX } from 'react'
import { ButtonLink } from '#components/ui/button.tsx'
import { routes } from '#lib/routes.ts'

export default function NotFound(): JSX.Element {
  const t = useTranslations('shell.notFound')
  return (
    <main id="main" className="px-(--gutter) py-8">
      <h1 className="text-verdict">{t('title')}</h1>
      <p className="mb-4 text-ink-3">{t('what')}</p>
      <ButtonLink href={routes.home()}>{t('home')}</ButtonLink>
    </main>
  )
}
