// An address that names nothing.
import { useTranslations } from 'next-intl'
import type { JSX } from 'react'
import { ButtonLink } from '#components/ui/button.tsx'
import { Empty } from '#components/ui/empty.tsx'
import { routes } from '#lib/routes.ts'

export default function NotFound(): JSX.Element {
  const t = useTranslations('shell.notFound')
  return (
    <main id="main" className="px-(--gutter) py-4">
      <Empty title={t('title')} action={<ButtonLink href={routes.home()}>{t('home')}</ButtonLink>}>{t('what')}</Empty>
    </main>
  )
}
