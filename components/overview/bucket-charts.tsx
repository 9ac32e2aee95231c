'use client'
// What the bucket holds, by the time of its samples: size and blocks, out of the metas that a compactor or a store lists. Nobody needs to be scraped for it.
import { clsx } from 'clsx'
import { useFormatter, useLocale, useTranslations } from 'next-intl'
import { type JSX, useMemo } from 'react'
import { bucketGrowth, bucketSeen, type GrowthPoint } from '#lib/thanos/live/bucket-growth.ts'
import type { Observation } from '#lib/thanos/live/observation.ts'
import { short, shortBytes } from '#lib/thanos/sizing/figure.ts'
import { Age } from '../ui/age.tsx'
import { ErrorPanel } from '../ui/error-panel.tsx'
import { Section } from '../ui/section.tsx'
import { SmallChart } from './small-chart.tsx'

const DAY_MS = 86_400_000

/** With words in its place where nobody tells. */
export function BucketCharts({ observation }: { observation: Observation }): JSX.Element {
  const t = useTranslations('overview.bucket')
  const format = useFormatter()
  const locale = useLocale()
  const seen = bucketSeen(observation)
  const reading = seen?.reading
  const blocks = reading?.value.blocks
  const readAt = reading?.value.refreshedAt ?? reading?.at ?? 0
  const growth = useMemo(() => (blocks === undefined ? undefined : bucketGrowth(blocks, readAt)), [blocks, readAt])
  if (reading === undefined || growth === undefined || blocks === undefined) return <Section title={t('title')}><p className="py-2 text-ink-2">{t('silent')}</p></Section>
  const [first, last] = [growth.points[0], growth.points.at(-1)]
  if (first === undefined || last === undefined) return <Section title={t('title')}><p className="py-2 text-ink-2">{t('empty')}</p></Section>
  const isLong = last.at - first.at > 2 * DAY_MS
  const time = (at: number): string => format.dateTime(new Date(at), isLong ? { month: 'short', day: 'numeric' } : { hour: '2-digit', minute: '2-digit', hour12: false })
  const chart = (of: 'bytes' | 'blocks', words: (value: number) => string): JSX.Element => (
    <SmallChart title={t(`chart.${of}`)} says={words(last[of])} points={growth.points.map((point: GrowthPoint) => ({ at: point.at, value: point[of] }))} from={first.at} to={last.at} time={time} format={words} step={of === 'blocks'} />
  )
  const isSized = growth.unsized < blocks.length
  return (
    <Section title={t('title')} aside={<span title={reading.from}>{t.rich(seen?.isWhole === true ? 'whole' : 'loaded', { age: () => <Age at={new Date(readAt).toISOString()} /> })}</span>}>
      {reading.state === 'stale' && <ErrorPanel kind="unknown" live={false} title={t.rich('stale', { age: () => <Age at={new Date(readAt).toISOString()} /> })}><p className="wrap-anywhere">{reading.why[locale]}</p></ErrorPanel>}
      <div className={clsx('grid gap-x-9 gap-y-4 pt-2 md:grid-cols-2', reading.state === 'stale' && 'opacity-60 grayscale')}>
        {isSized ? chart('bytes', (value) => shortBytes(value).replace(' ', '\u00a0')) : <SmallChart title={t('chart.bytes')} says={<span className="font-normal text-ink-3">{t('unsized')}</span>} points={[]} from={first.at} to={last.at} time={time} format={short} />}
        {chart('blocks', short)}
      </div>
      <p className="pt-2 text-ink-3">{t('what')}{isSized && growth.unsized > 0 && <> {t('partly', { count: growth.unsized })}</>}</p>
    </Section>
  )
}
