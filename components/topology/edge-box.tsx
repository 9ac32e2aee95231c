'use client'
// The edge clusters as rows: faulty ones by name, the rest as one row as soon as there are many.
import { clsx } from 'clsx'
import { useTranslations } from 'next-intl'
import type { CSSProperties, JSX } from 'react'
import { rateText } from '#lib/thanos/live/figures.ts'
import { FOLDED_ABOVE } from '#lib/thanos/live/topology-layout.ts'
import { EDGES, type EdgeRows, ROW, type TopologyEdge } from '#lib/thanos/live/topology-types.ts'
import { Glyph } from '../ui/glyph.tsx'
import { Link } from '../ui/link.tsx'
import { Moment } from './moment.tsx'
import type { NodeActions } from './node-box.tsx'
import { edgeGlyph } from './states.tsx'

const BAD: Partial<Record<TopologyEdge['state'], string>> = { silent: 'font-medium text-degraded-text', late: 'font-medium text-notice-text' }

/** `total` tells whether there is anything to fold; `addHref` where an edge is added, absent for whoever may not. */
export function EdgeBox({ rows, rest, total, isOpen, addHref, style, onSelect, onFold }: EdgeRows & NodeActions & { total: number; isOpen: boolean; addHref: string | undefined; style?: CSSProperties }): JSX.Element {
  const t = useTranslations('topology')
  return (
    <section aria-label={t('edges')} style={style} className={clsx('rounded-ctl border border-line bg-page text-[12px]', style === undefined ? 'relative' : 'absolute')}>
      <ul className="[&>li+li]:border-t [&>li+li]:border-hair">
        {rows.map((edge) => (
          <li key={edge.id} style={{ height: ROW.edge }} className="relative grid grid-cols-[12px_minmax(0,1fr)_46px_48px] items-center gap-x-1.5 px-2.5 whitespace-nowrap has-[button:hover]:bg-hover">
            <Glyph name={edgeGlyph(edge.state)} />
            <button type="button" aria-haspopup="dialog" onClick={() => { onSelect(`${EDGES}:${edge.id}`) }} className="cursor-pointer text-left text-[12.5px] font-semibold after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:outline-focus">{edge.name}<span className="sr-only"> {t(`edgeState.${edge.state}`)}</span></button>
            <span className={clsx('text-right', BAD[edge.state] ?? 'font-medium')}>{edge.rate === undefined ? '–' : rateText(edge.rate)}</span>
            <span className={clsx('text-right', BAD[edge.state] ?? 'text-ink-3')}><Moment bare at={edge.lastAt} /></span>
          </li>
        ))}
        {rest.length > 0 && <Rest rest={rest} hasNamed={rows.length > 0} onUnfold={() => { onFold(EDGES) }} />}
        {total === 0 && (
          <li style={{ minHeight: ROW.edge }} className="flex flex-col justify-center px-2.5 leading-[17px] text-ink-3 max-md:py-1.5">
            {t('noEdges')}
            {addHref !== undefined && <Link prefetch={false} href={addHref} className="link w-fit max-md:flex max-md:min-h-11 max-md:items-center">{t('addEdge')}</Link>}
          </li>
        )}
      </ul>
      {isOpen && total > FOLDED_ABOVE && (
        <button type="button" aria-expanded onClick={() => { onFold(EDGES) }} className="link absolute -top-6 right-0 text-[12px] max-md:-top-9 max-md:min-h-9">{t('foldEdges')}</button>
      )}
    </section>
  )
}

/** What is folded: how many, their rate together, and the oldest of their last samples. */
function Rest({ rest, hasNamed, onUnfold }: { rest: readonly TopologyEdge[]; hasNamed: boolean; onUnfold: () => void }): JSX.Element {
  const t = useTranslations('topology')
  const rate = rest.reduce<number | undefined>((sum, edge) => (edge.rate === undefined ? sum : (sum ?? 0) + edge.rate), undefined)
  const oldest = rest.reduce<number | undefined>((least, { lastAt }) => (lastAt === undefined ? least : Math.min(least ?? lastAt, lastAt)), undefined)
  const allWrite = rest.every(({ state }) => state === 'writing')
  const writing = hasNamed ? 'othersWrite' : 'allWrite'
  return (
    <li style={{ height: ROW.edge }} className="relative grid grid-cols-[12px_minmax(0,1fr)_46px_48px] items-center gap-x-1.5 px-2.5 whitespace-nowrap has-[button:hover]:bg-hover">
      {/* Edges come worst first. */}
      <Glyph name={edgeGlyph(rest[0]?.state ?? 'writing')} />
      <button type="button" aria-expanded={false} onClick={onUnfold} className="cursor-pointer text-left text-[12.5px] after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:outline-focus">{t(allWrite ? writing : 'othersMore', { count: rest.length })}</button>
      <span className="text-right font-medium">{rate === undefined ? '–' : rateText(rate)}</span>
      <span className="text-right text-ink-3"><Moment bare at={oldest} /></span>
    </li>
  )
}
