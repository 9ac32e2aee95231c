'use client'
// One box of the map: a workload with its replicas folded into a count, its figures, and how it differs from what is asked.
import { clsx } from 'clsx'
import { useLocale, useTranslations } from 'next-intl'
import type { CSSProperties, JSX } from 'react'
import { differenceLine } from '#lib/thanos/live/topology-layout.ts'
import type { SeenPod } from '#lib/thanos/live/observation.ts'
import { ROW, type TopologyNode } from '#lib/thanos/live/topology-types.ts'
import { Glyph, type GlyphName } from '../ui/glyph.tsx'
import { healthGlyph } from '../ui/health-badge.tsx'
import { Moment } from './moment.tsx'

export type NodeActions = { onSelect: (id: string) => void; onFold: (id: string) => void }

const TONES: Partial<Record<TopologyNode['health'], string>> = {
  Degraded: 'font-medium text-degraded-text', Missing: 'font-medium text-degraded-text', Progressing: 'font-medium text-progressing-text', Unknown: 'text-unknown-text', Suspended: 'text-unknown-text',
}

/** The box opens the node; what stands at its count unfolds the replicas. `style` places it, where a map does. */
export function NodeBox({ node, isOpen, style, onSelect, onFold }: NodeActions & { node: TopologyNode; isOpen: boolean; style?: CSSProperties }): JSX.Element {
  const t = useTranslations('topology')
  const locale = useLocale()
  const { id, name, health, words, facts, pods, isOutside } = node
  const difference = differenceLine(node)
  return (
    <section
      aria-label={name}
      style={{ paddingBlock: ROW.pad - 1, ...style }}
      className={clsx('rounded-ctl border bg-page px-2.5', isOutside ? 'border-dashed border-control' : 'border-line', 'has-[[data-opens]:hover]:bg-hover', style === undefined ? 'relative' : 'absolute')}
    >
      <h3 style={{ height: ROW.name }} className="text-[12.5px] leading-5 font-semibold tracking-[-0.005em] whitespace-nowrap">
        <button type="button" data-opens data-node={id} aria-haspopup="dialog" onClick={() => { onSelect(id) }} className="cursor-pointer font-semibold after:absolute after:inset-0 after:rounded-ctl focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:outline-focus">{name}</button>
      </h3>
      <p style={{ height: ROW.line }} className={clsx('flex items-center gap-1.5 text-[12px] whitespace-nowrap', TONES[health] ?? 'text-ink-2')}>
        <Glyph name={healthGlyph(health)} />
        <span>{words[locale]}</span>
        {pods.length > 0 && (
          <button type="button" aria-expanded={isOpen} aria-label={t(isOpen ? 'fold' : 'unfold', { name, count: pods.length })} onClick={() => { onFold(id) }} className="relative z-1 -my-1 grid size-5 place-items-center rounded-mark hover:bg-inset max-md:size-11">
            <Glyph name={isOpen ? 'down' : 'right'} />
          </button>
        )}
      </p>
      {facts.length > 0 && (
        <dl className="text-[12px]">
          {facts.map(({ label, value, source }) => (
            <div key={label.en} style={{ height: ROW.line }} title={t('from', { source: source.from })} className="flex items-baseline justify-between gap-4 whitespace-nowrap">
              <dt className="text-ink-3">{label[locale]}</dt>
              <dd className={clsx(source.isOld ? 'text-ink-3' : 'font-medium')}>{typeof value === 'string' ? value : <Moment bare at={value.at} />}</dd>
            </div>
          ))}
        </dl>
      )}
      {difference !== undefined && (
        <p style={{ height: ROW.line }} className="flex items-center gap-1.5 text-[12px] font-medium whitespace-nowrap text-notice-text"><Glyph name="outofsync" />{difference[locale]}</p>
      )}
      {isOpen && (
        <ul aria-label={t('replicas', { name })} style={{ paddingTop: ROW.foot }} className="text-[12px]">
          {pods.map((pod) => (
            <li key={pod.name} style={{ height: ROW.pod }} className="flex items-center gap-1.5 border-t border-hair whitespace-nowrap">
              <Glyph name={podGlyph(pod)} />
              <span className="flex-1">{pod.name}</span>
              <span className="sr-only">{pod.isReady ? t('ready') : pod.waiting?.reason ?? t('notReady')}</span>
              <span className="text-ink-3">{pod.restarts > 0 ? t('restartsShort', { count: pod.restarts }) : <Moment bare at={pod.startedAt} />}</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

/** Of one replica: ready, on its way, or kept from running. */
function podGlyph({ isReady, waiting }: SeenPod): GlyphName {
  if (isReady) return 'healthy'
  return waiting === undefined ? 'progressing' : 'degraded'
}
