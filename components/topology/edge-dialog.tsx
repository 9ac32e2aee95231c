'use client'
// What is known of one edge: its labels, its tenant, its last sample and its rate, each with where it was read.
import { useTranslations } from 'next-intl'
import type { JSX } from 'react'
import { routes } from '#lib/routes.ts'
import { rateText } from '#lib/thanos/live/figures.ts'
import { labelText } from '#lib/thanos/live/readings.ts'
import type { Source, TopologyEdge } from '#lib/thanos/live/topology-types.ts'
import { ButtonLink } from '../ui/button.tsx'
import { Code } from '../ui/code.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Moment } from './moment.tsx'
import { EdgeStatus } from './states.tsx'

export function EdgeDialog({ slug, edge, source, onClose }: { slug: string; edge: TopologyEdge; source: Source | undefined; onClose: () => void }): JSX.Element {
  const t = useTranslations('topology')
  return (
    <Dialog
      open onOpenChange={(isOpen) => { if (!isOpen) onClose() }} eyebrow={<EdgeStatus state={edge.state} />} title={edge.name} description={t(`edgeSays.${edge.state}`)}
      footer={<ButtonLink prefetch={false} href={routes.edges(slug, edge.declared)}>{t(edge.declared === undefined ? 'openEdges' : 'openEdge')}</ButtonLink>}
    >
      <dl className="mt-3 grid grid-cols-[auto_minmax(0,1fr)] [&>*]:border-b [&>*]:border-hair [&>*]:py-1 [&>dd]:text-right [&>dt]:pr-6 [&>dt]:text-ink-3">
        <dt>{t('column.lastSample')}</dt><dd><Moment at={edge.lastAt} /></dd>
        <dt>{t('column.rate')}</dt><dd>{edge.rate === undefined ? '–' : rateText(edge.rate)}</dd>
        <dt>{t('column.series')}</dt><dd>{edge.series ?? '–'}</dd>
        {edge.tenant !== undefined && <><dt>{t('column.tenant')}</dt><dd><Code>{edge.tenant}</Code></dd></>}
        <dt>{t('column.labels')}</dt><dd><Code wrap>{labelText(edge.labels)}</Code></dd>
        {source !== undefined && <><dt>{t('column.source')}</dt><dd className="wrap-anywhere">{source.from}, <Moment at={source.at} /></dd></>}
      </dl>
    </Dialog>
  )
}
