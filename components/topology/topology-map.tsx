'use client'
// The map on a wide screen: boxes over lines. It scrolls sideways where the names need more room than there is, and can be dragged.
import { clsx } from 'clsx'
import { useLocale, useTranslations } from 'next-intl'
import { type JSX, useMemo } from 'react'
import { rateText } from '#lib/thanos/live/figures.ts'
import { layoutOf } from '#lib/thanos/live/topology-layout.ts'
import { EDGES, type Lane, type Topology } from '#lib/thanos/live/topology-types.ts'
import type { Label, Wire } from '#lib/thanos/live/topology-wires.ts'
import { EdgeBox } from './edge-box.tsx'
import { Moment } from './moment.tsx'
import { NodeBox, type NodeActions } from './node-box.tsx'
import { useDrag, useWidth } from './use-map-area.ts'

/** `open` are the nodes whose replicas are unfolded; `addHref` is where an edge is added, for whoever may. */
export function TopologyMap({ topology, open, addHref, ...actions }: NodeActions & { topology: Topology; open: ReadonlySet<string>; addHref: string | undefined }): JSX.Element {
  const t = useTranslations('topology')
  const locale = useLocale()
  const [area, width] = useWidth()
  const drag = useDrag()
  const layout = useMemo(() => layoutOf(topology, { width, locale, open }), [topology, width, locale, open])
  const edges = layout.boxes.get(EDGES)
  return (
    <div ref={area} tabIndex={0} role="group" aria-label={t('map')} {...drag} className={clsx('overflow-x-auto pb-2', layout.width > width && 'cursor-grab active:cursor-grabbing')}>
      <div data-map className="relative" style={{ width: layout.width, height: layout.height }}>
        {layout.columns.map(({ lane, x, w }) => <LaneHead key={lane} lane={lane} x={x} w={w} topology={topology} />)}
        <div className="absolute inset-x-0 top-[48px] border-t border-hair" />
        <svg aria-hidden="true" width={layout.width} height={layout.height} className="pointer-events-none absolute inset-0">
          {layout.wires.map((wire) => <Line key={wire.id} wire={wire} />)}
        </svg>
        {edges !== undefined && <EdgeBox {...layout.edgeRows} {...actions} total={topology.edges.length} isOpen={open.has(EDGES)} addHref={addHref} style={{ left: edges.x, top: edges.y, width: edges.w, height: edges.h }} />}
        {topology.nodes.map((node) => {
          const box = layout.boxes.get(node.id)
          return box === undefined ? null : <NodeBox key={node.id} node={node} isOpen={open.has(node.id)} {...actions} style={{ left: box.x, top: box.y, width: box.w, height: box.h }} />
        })}
        {layout.labels.map((label) => <LineLabel key={label.id} label={label} />)}
      </div>
    </div>
  )
}

function LaneHead({ lane, x, w, topology: { edges } }: { lane: Lane; x: number; w: number; topology: Topology }): JSX.Element {
  const t = useTranslations('topology')
  return (
    <div className="absolute top-0 whitespace-nowrap" style={{ left: x, minWidth: w }}>
      <h2 className="text-section leading-5">{t(`lane.${lane}`)}{lane === 'edges' && edges.length > 0 && <span className="font-normal text-ink-3"> {edges.length}</span>}</h2>
      <p className="text-[12px] leading-[18px] text-ink-3">{t(`role.${lane}`)}</p>
    </div>
  )
}

const STROKES: Record<Wire['state'], string> = {
  flowing: 'stroke-data-2 fill-data-2', idle: 'stroke-data-2 fill-data-2', waiting: 'stroke-progressing fill-progressing', partly: 'stroke-notice fill-notice',
  broken: 'stroke-degraded fill-degraded', unknown: 'stroke-unknown fill-unknown',
}

function Line({ wire: { d, state, tip, cut } }: { wire: Wire }): JSX.Element {
  const isDashed = state === 'broken' || state === 'unknown'
  return (
    <g className={STROKES[state]} data-state={state}>
      <path d={d} fill="none" strokeWidth={1.25} {...(isDashed ? { strokeDasharray: '3 3' } : {})} />
      {tip !== undefined && <path stroke="none" d={TIPS[tip.to](tip.x, tip.y)} />}
      {cut !== undefined && <path fill="none" strokeWidth={1.75} d={`M${cut.x - 4} ${cut.y - 4}l8 8m0 -8l-8 8`} />}
    </g>
  )
}

const TIPS = {
  right: (x: number, y: number) => `M${x} ${y}l-6 -3.5v7z`,
  up: (x: number, y: number) => `M${x} ${y}l-3.5 6h7z`,
  down: (x: number, y: number) => `M${x} ${y}l-3.5 -6h7z`,
} as const

/** Rate above the line, unit below; over the other lanes, in one line that interrupts it. The links' table says the same. */
function LineLabel({ label: { id, x, y, side, links } }: { label: Label }): JSX.Element | null {
  const locale = useLocale()
  const [first] = links
  if (first === undefined) return null
  const rates = links.flatMap(({ rate }) => rate ?? [])
  const rate = rates.length === 0 ? '–' : rateText(sumOf(links))
  const lastAt = links.reduce<number | undefined>((last, link) => (link.lastAt === undefined ? last : Math.max(last ?? 0, link.lastAt)), undefined)
  const noRate = rates.length === 0 ? first.noRate : undefined
  const says = [...links.map(({ words }) => words[locale]), ...(noRate === undefined ? [] : [noRate[locale]])].join(', ')
  const age = lastAt !== undefined && (first.over === 'remote write' || first.over === 'upload' || first.over === 'compact') ? <Moment at={lastAt} /> : null
  if (side === 'right' || id.startsWith('arc')) {
    return (
      <p aria-hidden="true" title={says} className={clsx('pointer-events-none absolute flex gap-1 bg-page text-[12px] leading-4 whitespace-nowrap', side === 'right' ? '-translate-y-1/2' : '-translate-1/2 px-3.5')} style={{ left: x, top: y }}>
        <b>{rate}</b><span className="text-ink-3">{first.unit[locale]}</span>
      </p>
    )
  }
  return (
    <div aria-hidden="true" title={says} className="pointer-events-none absolute -translate-x-1/2 text-center text-[12px] leading-4 whitespace-nowrap" style={{ left: x, top: y - 21 }}>
      <b className="block">{rate}</b>
      <span className="mt-2 block text-ink-3">{first.unit[locale]}</span>
      {age !== null && <span className="block text-ink-3">{age}</span>}
    </div>
  )
}

/** What one side counts once is not counted again for every other side that it goes to. */
function sumOf(links: Label['links']): number {
  const byCounter = Map.groupBy(links, ({ over, from, to }) => (over === 'remote write' || over === 'read' ? to : from))
  return [...byCounter.values()].reduce((sum, [link]) => sum + (link?.rate ?? 0), 0)
}
