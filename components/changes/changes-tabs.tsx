// The two sides of changes: what we want to change, and what somebody else has changed.
import { useTranslations } from 'next-intl'
import type { JSX } from 'react'
import { routes } from '#lib/routes.ts'
import { LinkTabs } from '../ui/tabs.tsx'

/** `drifted` counts the objects that differ; undefined when that is not known. */
export function ChangesTabs({ slug, current, drifted }: { slug: string; current: 'changes' | 'drift'; drifted: number | undefined }): JSX.Element {
  const t = useTranslations('drift')
  return (
    <LinkTabs
      size="page" label={t('parts')}
      tabs={[
        { href: routes.changes(slug), label: t('changes'), current: current === 'changes' },
        { href: routes.drift(slug), label: t('title'), current: current === 'drift', ...(drifted === undefined || drifted === 0 ? {} : { count: drifted }) },
      ]}
    />
  )
}
