'use client'
// The installation's own numbers over the last day, out of its own Query: small charts, grey without a verdict. A missing sample is a gap.
import { useFormatter, useTranslations, useLocale } from 'next-intl'
import type { JSX } from 'react'
import { useHistory } from '#lib/queries/history.ts'
import { rateText } from '#lib/thanos/live/figures.ts'
import { type History, HISTORY_KEYS, type HistoryKey, watchedQuestion } from '#lib/thanos/live/history-questions.ts'
import { short } from '#lib/thanos/sizing/figure.ts'
import { Age } from '../ui/age.tsx'
import { Empty } from '../ui/empty.tsx'
import { ErrorPanel } from '../ui/error-panel.tsx'
import { Section } from '../ui/section.tsx'
import { ScrapeOffer } from './scrape-offer.tsx'
import { type ChartPoint, SmallChart } from './small-chart.tsx'

const HOURS = 24
type Watched = Extract<History, { kind: 'watched' }>

const FORMATS: Record<HistoryKey, (value: number) => string> = {
  ingest: rateText, series: short, queryLatency: (seconds) => `${Number(seconds.toPrecision(3))}\u00a0s`, blocks: short,
}

/** With words in its place while nobody scrapes the installation, or its Query does not answer. */
export function HistoryCharts({ slug, namespace }: { slug: string; namespace: string }): JSX.Element | null {
  const t = useTranslations('overview.history')
  const locale = useLocale()
  const { data, isError } = useHistory(slug, HOURS)
  if (data === undefined && !isError) return null
  if (data === undefined || data.state === 'dead') return <Section title={t('title')}><ErrorPanel kind="unknown" live={false} title={t('silent')}>{data === undefined ? t('gauntletSilent') : data.why[locale]}</ErrorPanel></Section>
  if (data.value.kind === 'unwatched') return <Section title={t('title')}><Empty title={t('unwatched')} action={<ScrapeOffer namespace={namespace} />}>{t('unwatchedWhy', { looked: watchedQuestion(namespace) })}</Empty></Section>
  const { value } = data
  return (
    <Section title={t('title')} aside={<span title={data.from}>{t.rich('source', { age: () => <Age at={new Date(data.at).toISOString()} /> })}</span>}>
      <div className="grid gap-x-9 gap-y-4 pt-2 md:grid-cols-2">
        {HISTORY_KEYS.map((key) => <Chart key={key} of={key} history={value} />)}
      </div>
    </Section>
  )
}

function Chart({ of, history }: { of: HistoryKey; history: Watched }): JSX.Element {
  const t = useTranslations('overview.history')
  const format = useFormatter()
  const line = history.lines.find(({ key }) => key === of)
  const last = line?.points.at(-1)
  const points = line === undefined ? [] : withGaps(line.points, history)
  const time = (at: number): string => format.dateTime(new Date(at), { hour: '2-digit', minute: '2-digit', hour12: false })
  const says = last === undefined ? <span className="font-normal text-ink-3">{t('noData')}</span> : FORMATS[of](last[1])
  return <SmallChart title={t(`chart.${of}`)} says={says} points={points} from={history.from} to={history.to} time={time} format={FORMATS[of]} />
}

/** A step without a sample is a hole in the line. */
function withGaps(points: readonly (readonly [number, number])[], { stepMs }: Watched): ChartPoint[] {
  return points.flatMap(([at, value], index) => {
    const before = points[index - 1]
    return before !== undefined && at - before[0] > stepMs * 1.5 ? [{ at: before[0] + stepMs, value: null }, { at, value }] : [{ at, value }]
  })
}
