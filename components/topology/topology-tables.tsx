'use client'
// The table twin of the map: the same nodes, edges and links with the same facts, for keyboards and screen readers, and for reading closely.
import { useLocale, useTranslations } from 'next-intl'
import type { JSX } from 'react'
import { rateText, shareText } from '#lib/thanos/live/figures.ts'
import { EDGES, type Topology, type TopologyEdge, type TopologyNode } from '#lib/thanos/live/topology-types.ts'
import { HealthBadge } from '../ui/health-badge.tsx'
import { Link } from '../ui/link.tsx'
import { Section } from '../ui/section.tsx'
import { Status } from '../ui/status.tsx'
import { Table, Td, Th } from '../ui/table.tsx'
import { Moment } from './moment.tsx'
import { EdgeStatus, LINK_ORDER, LinkStatus } from './states.tsx'

/** All links, the worst first. */
export function LinkTable({ topology: { nodes, links } }: { topology: Topology }): JSX.Element {
  const t = useTranslations('topology')
  const locale = useLocale()
  const nameOf = (id: string): string => (id === EDGES ? t('edges') : nodes.find((node) => node.id === id)?.name ?? id)
  const sorted = links.toSorted((a, b) => LINK_ORDER.indexOf(a.state) - LINK_ORDER.indexOf(b.state))
  return (
    <Section title={t('links')} count={links.length} aside={t('ratesSince')}>
      <Table label={t('links')} dense>
        <thead><tr><Th>{t('column.from')}</Th><Th>{t('column.to')}</Th><Th phone={false}>{t('column.over')}</Th><Th>{t('column.state')}</Th><Th num phone={false}>{t('column.rate')}</Th><Th num phone={false}>{t('column.lastSeen')}</Th><Th num phone={false}>{t('column.errors')}</Th></tr></thead>
        <tbody>
          {sorted.map((link) => (
            <tr key={link.id}>
              <Td name wrap="phone">{nameOf(link.from)}</Td>
              <Td wrap="phone" className="font-semibold"><span className="pr-2 font-normal text-ink-3" aria-hidden="true">→</span>{nameOf(link.to)}</Td>
              <Td phone={false} className="text-ink-2">{t(`over.${link.over}`)}</Td>
              <Td wrap className="wrap-anywhere">
                <LinkStatus link={link} />
                {link.differences.map((difference) => <span key={difference.text.en} className="ml-3"><Status glyph="outofsync" tone="notice" wrap>{difference.text[locale]}</Status></span>)}
              </Td>
              <Td num phone={false}>{link.rate === undefined ? <span className="text-ink-3" title={link.noRate?.[locale]}>–<span className="sr-only">{link.noRate?.[locale]}</span></span> : <>{rateText(link.rate)} <span className="text-ink-3">{link.unit[locale]}</span></>}</Td>
              <Td num phone={false} className="text-ink-3"><Moment at={link.lastAt} /></Td>
              <Td num phone={false} className={link.errors !== undefined && link.errors > 0 ? undefined : 'text-ink-3'}>{link.errors === undefined ? '–' : shareText(link.errors)}</Td>
            </tr>
          ))}
        </tbody>
      </Table>
    </Section>
  )
}

const WORST: readonly TopologyNode['health'][] = ['Degraded', 'Missing', 'Progressing', 'Unknown', 'Suspended', 'Healthy']

/** All workloads, the bucket and what stands outside, the worst first. */
export function NodeTable({ topology: { nodes }, onSelect }: { topology: Topology; onSelect: (id: string) => void }): JSX.Element {
  const t = useTranslations('topology')
  const locale = useLocale()
  return (
    <Section title={t('nodes')} count={nodes.length}>
      <Table label={t('nodes')}>
        <thead><tr><Th>{t('column.name')}</Th><Th phone={false}>{t('column.lane')}</Th><Th>{t('column.health')}</Th><Th>{t('column.replicas')}</Th><Th phone={false}>{t('column.figures')}</Th><Th phone={false}>{t('column.differs')}</Th></tr></thead>
        <tbody>
          {nodes.toSorted((a, b) => WORST.indexOf(a.health) - WORST.indexOf(b.health)).map((node) => (
            <tr key={node.id}>
              <Td name wrap="phone" className="max-md:min-w-32 max-md:py-2 max-md:wrap-anywhere"><button type="button" data-row-link aria-haspopup="dialog" onClick={() => { onSelect(node.id) }} className="text-left font-semibold">{node.name}</button></Td>
              <Td phone={false} className="text-ink-2">{t(`lane.${node.lane}`)}</Td>
              <Td><HealthBadge health={node.health} /></Td>
              <Td wrap="phone">{node.words[locale]}</Td>
              <Td phone={false} wrap>{node.facts.map(({ label, value }, index) => <span key={label.en} className="whitespace-nowrap">{index > 0 && <span className="text-ink-3">{' · '}</span>}<span className="text-ink-3">{label[locale]}</span> {typeof value === 'string' ? value : <Moment bare at={value.at} />}</span>)}</Td>
              <Td phone={false} wrap>{node.differences.map((difference) => <Status key={difference.text.en} glyph="outofsync" tone="notice" className="mr-3">{difference.text[locale]}</Status>)}{node.why !== undefined && <span className="text-ink-2">{node.why[locale]}</span>}</Td>
            </tr>
          ))}
        </tbody>
      </Table>
    </Section>
  )
}

/** All edges by name, the worst first. */
export function EdgeTable({ edges, addHref, onSelect }: { edges: readonly TopologyEdge[]; addHref: string | undefined; onSelect: (id: string) => void }): JSX.Element {
  const t = useTranslations('topology')
  return (
    <Section title={t('edges')} count={edges.length}>
      {edges.length === 0 && <p className="py-2 text-ink-2">{t('noEdges')}. {addHref !== undefined && <Link prefetch={false} href={addHref} className="link max-md:inline-flex max-md:min-h-11 max-md:items-center">{t('addEdge')}</Link>}</p>}
      {edges.length > 0 && <Table label={t('edges')} dense>
        <thead><tr><Th>{t('column.name')}</Th><Th>{t('column.state')}</Th><Th num>{t('column.rate')}</Th><Th num>{t('column.lastSample')}</Th><Th num phone={false}>{t('column.series')}</Th></tr></thead>
        <tbody>
          {edges.map((edge) => (
            <tr key={edge.id}>
              <Td name wrap="phone" className="max-md:min-w-24 max-md:wrap-anywhere"><button type="button" data-row-link aria-haspopup="dialog" onClick={() => { onSelect(`${EDGES}:${edge.id}`) }} className="text-left font-semibold">{edge.name}</button></Td>
              <Td><EdgeStatus state={edge.state} /></Td>
              <Td num>{edge.rate === undefined ? '–' : rateText(edge.rate)}</Td>
              <Td num className="text-ink-3"><Moment at={edge.lastAt} /></Td>
              <Td num phone={false}>{edge.series ?? '–'}</Td>
            </tr>
          ))}
        </tbody>
      </Table>}
    </Section>
  )
}
