'use client'
// How fresh what is seen is, and why no newer comes.
import { useLocale, useTranslations } from 'next-intl'
import type { JSX, ReactNode } from 'react'
import { Age } from '#components/ui/age.tsx'
import { ErrorPanel } from '#components/ui/error-panel.tsx'
import { SkeletonBar } from '#components/ui/skeleton.tsx'
import type { Observed } from '#lib/queries/observation.ts'
import type { Observation } from '#lib/thanos/live/observation.ts'

/** "Live, 4 s ago", or only the age while the stream is broken. */
export function Freshness({ observed }: { observed: Observed }): JSX.Element | null {
  const t = useTranslations('stores.fresh')
  if (observed.observation === undefined) return null
  const at = new Date(observed.observation.at).toISOString()
  return <span className="whitespace-nowrap">{t.rich(observed.connected ? 'live' : 'old', { age: () => <Age at={at} /> })}</span>
}

/** The page once something is seen; until then grey lines, and the reason when nothing comes. What was seen stays while no newer comes. */
export function Seen({ observed, children }: { observed: Observed; children: (observation: Observation) => ReactNode }): JSX.Element {
  const t = useTranslations('stores.fresh')
  const locale = useLocale()
  const { observation, failed } = observed
  return (
    <>
      {failed !== undefined && <ErrorPanel kind="unknown" title={t('away')}><p className="wrap-anywhere">{failed[locale]}</p>{observation !== undefined && <p>{t.rich('shown', { age: () => <Age at={new Date(observation.at).toISOString()} /> })}</p>}</ErrorPanel>}
      {observation === undefined && failed === undefined && <div role="status" className="late grid grid-cols-[minmax(0,1fr)] gap-4 pt-2"><span className="sr-only">{t('looking')}</span>{[420, 280, 360, 240].map((width) => <SkeletonBar key={width} width={width} />)}</div>}
      {observation !== undefined && children(observation)}
    </>
  )
}
