'use client'
// The stores page has two sides: what queries see now, and which endpoints they are asked to have.
import dynamic from 'next/dynamic'
import { useTranslations } from 'next-intl'
import { parseAsStringLiteral, useQueryState } from 'nuqs'
import type { ReactNode } from 'react'
import { useDraft } from '#components/draft/draft-provider.tsx'
import { StoresEditor } from '#components/draft/draft-pages.tsx'
import { part } from '#components/ui/part.ts'
import { LinkTabs } from '#components/ui/tabs.tsx'
import { routes } from '#lib/routes.ts'

const SeenStores = dynamic(async () => (await part(() => import('./seen-stores.tsx'))).SeenStores)

const SIDES = ['seen', 'asked'] as const

/** The page. */
export function StoresPage({ canWrite }: { canWrite: boolean }): ReactNode {
  const t = useTranslations('stores.sides')
  const { slug } = useDraft()
  const [side] = useQueryState('side', parseAsStringLiteral(SIDES).withDefault('seen'))
  const tabs = <LinkTabs label={t('label')} className="mb-2" tabs={SIDES.map((id) => ({ href: id === 'seen' ? routes.stores(slug) : routes.storesAsked(slug), label: t(id), current: id === side }))} />
  return side === 'seen' ? <SeenStores canWrite={canWrite} tabs={tabs} /> : <StoresEditor canWrite={canWrite} tabs={tabs} />
}
