'use client'
// The data path of a stack as it is seen now, as a map and as its table twin. What is asked for comes with the page; what is seen is streamed.
import { useLocale, useTranslations } from 'next-intl'
import { parseAsString, useQueryState } from 'nuqs'
import { type JSX, useMemo, useState } from 'react'
import { useObservation } from '#lib/queries/observation.ts'
import { routes } from '#lib/routes.ts'
import type { FindingView } from '#lib/services/views.ts'
import { countedOf } from '#lib/thanos/live/counters.ts'
import { topologyOf } from '#lib/thanos/live/topology.ts'
import { EDGES, type Topology as Graph } from '#lib/thanos/live/topology-types.ts'
import type { StackSpec } from '#lib/thanos/spec.ts'
import { useEarlierLook } from '../live/use-earlier-look.ts'
import { ButtonLink } from '../ui/button.tsx'
import { Empty } from '../ui/empty.tsx'
import { ErrorPanel } from '../ui/error-panel.tsx'
import { SkeletonBar } from '../ui/skeleton.tsx'
import { Status } from '../ui/status.tsx'
import { LinkTabs } from '../ui/tabs.tsx'
import { EdgeDialog } from './edge-dialog.tsx'
import { Moment } from './moment.tsx'
import { NodeDialog } from './node-dialog.tsx'
import { TopologyColumn } from './topology-column.tsx'
import { TopologyMap } from './topology-map.tsx'
import { EdgeTable, LinkTable, NodeTable } from './topology-tables.tsx'

/** `spec` is what is applied; absent while nothing is imported. `findings` are those of the newest revision. `mayEdit`: edges may be added. */
export function Topology({ slug, spec, findings, view, mayEdit }: { slug: string; spec: StackSpec | undefined; findings: readonly FindingView[]; view: 'map' | 'table'; mayEdit: boolean }): JSX.Element {
  const t = useTranslations('topology')
  const locale = useLocale()
  const { observation, failed } = useObservation(slug)
  const before = useEarlierLook(observation, countedOf)
  const topology = useMemo(() => (observation === undefined ? undefined : topologyOf({ observation, ...(spec === undefined ? {} : { spec }), ...(before === undefined ? {} : { before }) })), [observation, spec, before])
  const [chosen, choose] = useQueryState('node', parseAsString.withOptions({ history: 'replace' }))
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set())
  const actions = {
    onSelect: (id: string) => { void choose(id) },
    onFold: (id: string) => { setOpen((now) => (now.has(id) ? new Set([...now].filter((each) => each !== id)) : new Set([...now, id]))) },
  }
  const node = topology?.nodes.find(({ id }) => id === chosen)
  const edge = topology?.edges.find(({ id }) => `${EDGES}:${id}` === chosen)
  const addHref = mayEdit ? routes.edges(slug) : undefined
  const close = (): void => { void choose(null) }
  return (
    <>
      <div className="flex min-h-[30px] flex-wrap items-center gap-x-[18px] gap-y-1 pb-3.5">
        <LinkTabs label={t('views')} tabs={[{ href: routes.topology(slug), label: t('map'), current: view === 'map' }, { href: routes.topology(slug, { view: 'table' }), label: t('table'), current: view === 'table' }]} />
        <span className="flex-1" />
        {topology !== undefined && topology.nodes.length > 0 && <Verdict topology={topology} />}
      </div>
      {failed !== undefined && <ErrorPanel kind="unknown" title={t('silent')}>{failed[locale]} {observation !== undefined && t.rich('shown', { age: () => <Moment at={observation.at} /> })}</ErrorPanel>}
      {topology === undefined && failed === undefined && <Waiting />}
      {topology !== undefined && topology.nodes.length === 0 && <NothingSeen slug={slug} topology={topology} />}
      {topology !== undefined && topology.nodes.length > 0 && (
        <div className="grid grid-cols-[minmax(0,1fr)] gap-5">
          {view === 'map' && (
            <>
              <div className="max-md:hidden"><TopologyMap topology={topology} open={open} addHref={addHref} {...actions} /></div>
              <div className="md:hidden"><TopologyColumn topology={topology} open={open} addHref={addHref} {...actions} /></div>
            </>
          )}
          {view === 'table' && <><NodeTable topology={topology} onSelect={actions.onSelect} /><EdgeTable edges={topology.edges} addHref={addHref} onSelect={actions.onSelect} /></>}
          <LinkTable topology={topology} />
          <Sources topology={topology} />
        </div>
      )}
      {node !== undefined && topology !== undefined && observation !== undefined && <NodeDialog key={node.id} slug={slug} node={node} topology={topology} observation={observation} spec={spec} findings={findings} onClose={close} />}
      {edge !== undefined && <EdgeDialog slug={slug} edge={edge} source={topology?.edgesSource} onClose={close} />}
    </>
  )
}

/** No workload is seen and none is asked for: because nobody answers, or because there is none. */
function NothingSeen({ slug, topology: { silent } }: { slug: string; topology: Graph }): JSX.Element {
  const t = useTranslations('topology')
  const locale = useLocale()
  const [first] = silent
  if (first !== undefined) return <ErrorPanel kind="unknown" title={t('unseen')}><p className="wrap-anywhere">{first.from}: {first.why[locale]}</p><p>{t('unseenRest')}</p></ErrorPanel>
  return <Empty title={t('nothing')} action={<ButtonLink href={routes.import(slug)}>{t('import')}</ButtonLink>}>{t('nothingWhy')}</Empty>
}

/** How much was looked at, and what of it is not well. */
function Verdict({ topology: { nodes, edges, links, silent } }: { topology: Graph }): JSX.Element {
  const t = useTranslations('topology.verdict')
  const inside = nodes.filter(({ isOutside, kind }) => !isOutside && kind !== 'bucket')
  const bad = inside.filter(({ health }) => health === 'Degraded' || health === 'Missing').length
  const starting = inside.filter(({ health }) => health === 'Progressing').length
  const quiet = edges.filter(({ state }) => state === 'silent').length
  const cut = links.filter(({ state }) => state === 'broken').length
  const differing = [...nodes, ...links].reduce((sum, { differences }) => sum + differences.length, 0)
  return (
    <div className="flex flex-wrap gap-x-[18px] gap-y-1">
      <span className="text-ink-2 max-md:hidden">{t('looked', { pods: inside.reduce((sum, { pods }) => sum + pods.length, 0), workloads: inside.length })}</span>
      {bad > 0 && <Status glyph="degraded" tone="degraded">{t('bad', { count: bad })}</Status>}
      {quiet > 0 && <Status glyph="degraded" tone="degraded">{t('quiet', { count: quiet })}</Status>}
      {cut > 0 && <Status glyph="degraded" tone="degraded">{t('cut', { count: cut })}</Status>}
      {starting > 0 && <Status glyph="progressing" tone="progressing">{t('starting', { count: starting })}</Status>}
      {differing > 0 && <Status glyph="outofsync" tone="notice">{t('differing', { count: differing })}</Status>}
      {silent.length > 0 && <Status glyph="unknown" tone="unknown">{t('silent', { count: silent.length })}</Status>}
      {bad + quiet + cut + starting + differing + silent.length === 0 && <Status glyph="healthy">{t('well')}</Status>}
    </div>
  )
}

/** When all of it was looked at, and what did not answer. */
function Sources({ topology: { at, silent, edgesSource } }: { topology: Graph }): JSX.Element {
  const t = useTranslations('topology')
  const locale = useLocale()
  return (
    <div className="text-ink-3">
      <p>{t.rich('sources', { age: () => <Moment at={at} /> })}{edgesSource !== undefined && <> {t.rich('edgesFrom', { source: edgesSource.from, age: () => <Moment at={edgesSource.at} /> })}</>}</p>
      {silent.length > 0 && (
        <details className="mt-1">
          <summary className="w-fit max-md:min-h-11">{t('silentList', { count: silent.length })}</summary>
          <ul className="mt-1">
            {silent.map(({ from, since, why }) => <li key={from} className="border-b border-hair py-1 wrap-anywhere"><b className="text-ink-2">{from}</b> {why[locale]} <Moment at={since} /></li>)}
          </ul>
        </details>
      )}
    </div>
  )
}

const LINES = [280, 420, 190, 360]

function Waiting(): JSX.Element {
  const t = useTranslations('topology')
  return <div role="status" aria-busy="true" className="grid grid-cols-[minmax(0,1fr)] gap-4"><p className="late text-ink-2">{t('asking')}</p>{LINES.map((width) => <SkeletonBar key={width} width={width} />)}</div>
}
