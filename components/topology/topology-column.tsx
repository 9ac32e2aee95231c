'use client'
// The map on a phone: the data path from top to bottom, with what passes between its boxes.
import { useLocale, useTranslations } from 'next-intl'
import type { JSX } from 'react'
import { rateText } from '#lib/thanos/live/figures.ts'
import { edgeRowsOf, lanesOf } from '#lib/thanos/live/topology-layout.ts'
import { EDGES, type Topology, type TopologyLink } from '#lib/thanos/live/topology-types.ts'
import { EdgeBox } from './edge-box.tsx'
import { NodeBox, type NodeActions } from './node-box.tsx'
import { LinkStatus } from './states.tsx'

/** Every box, lane by lane; below each lane what it sends on. */
export function TopologyColumn({ topology, open, addHref, ...actions }: NodeActions & { topology: Topology; open: ReadonlySet<string>; addHref: string | undefined }): JSX.Element {
  const t = useTranslations('topology')
  const { nodes, edges, links } = topology
  const lanes = lanesOf(topology).map((lane) => ({ lane, own: nodes.filter((node) => node.lane === lane) }))
  const laneOf = new Map<string, string>([[EDGES, 'edges'], ...nodes.map(({ id, lane }): [string, string] => [id, lane])])
  return (
    <ol aria-label={t('map')}>
      {lanes.map(({ lane, own }, index) => {
        const next = lanes[index + 1]?.lane
        const between = links.filter(({ from, to }) => laneOf.get(from) === lane && laneOf.get(to) === next)
        return (
          <li key={lane}>
            <h2 className="flex items-baseline gap-2 pb-1.5 text-section">{t(`lane.${lane}`)}<span className="font-normal text-ink-3">{lane === 'edges' && edges.length > 0 ? edges.length : t(`role.${lane}`)}</span></h2>
            <div className="grid gap-2.5">
              {lane === 'edges' && <EdgeBox {...edgeRowsOf(edges, open.has(EDGES))} {...actions} total={edges.length} isOpen={open.has(EDGES)} addHref={addHref} />}
              {own.map((node) => <div key={node.id} className={node.isBelow ? 'ml-[17px] border-l border-data-2 pl-[17px]' : undefined}><NodeBox node={node} isOpen={open.has(node.id)} {...actions} /></div>)}
            </div>
            {index < lanes.length - 1 && <Between links={between} />}
          </li>
        )
      })}
    </ol>
  )
}

function Between({ links }: { links: readonly TopologyLink[] }): JSX.Element {
  const locale = useLocale()
  const worst = links.find(({ state }) => state === 'broken' || state === 'partly') ?? links[0]
  const rates = links.flatMap(({ rate }) => rate ?? [])
  return (
    <div className="relative ml-[17px] flex min-h-9 flex-wrap items-center gap-x-2 border-l border-data-2 py-2 pl-4 after:absolute after:bottom-0 after:-left-1 after:border-[3.5px] after:border-transparent after:border-t-data-2">
      {worst !== undefined && (
        <>
          {rates.length > 0 && <b>{rateText(rates.reduce((sum, rate) => sum + rate, 0))}</b>}
          <span className="text-ink-3">{worst.unit[locale]}</span>
          {worst.state !== 'flowing' && <LinkStatus link={worst} />}
        </>
      )}
    </div>
  )
}
