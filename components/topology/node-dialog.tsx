'use client'
// All that is known of one node: its pods, its flags beside those of the spec, what its pods write, what Kubernetes notes, and its findings.
import { useLocale, useTranslations } from 'next-intl'
import { type JSX, useState } from 'react'
import { routes } from '#lib/routes.ts'
import type { FindingView } from '#lib/services/views.ts'
import type { Observation, SeenPod } from '#lib/thanos/live/observation.ts'
import type { Topology, TopologyNode } from '#lib/thanos/live/topology-types.ts'
import type { StackSpec } from '#lib/thanos/spec.ts'
import { ButtonLink } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { HealthBadge } from '../ui/health-badge.tsx'
import { Link } from '../ui/link.tsx'
import { Tab, TabList, TabPanel, Tabs } from '../ui/panel-tabs.tsx'
import { Sentence } from '../ui/sentence.tsx'
import { SeverityMark } from '../ui/severity.tsx'
import { Status } from '../ui/status.tsx'
import { Table, Td, Th } from '../ui/table.tsx'
import { FlagTable } from './flag-table.tsx'
import { Moment } from './moment.tsx'
import { PodEvents, PodLog, PodPicker, WorkloadNotes } from './pod-words.tsx'
import { LinkStatus } from './states.tsx'

/** Opened by a click on the map or in its table. */
export function NodeDialog({ slug, node, topology, observation, spec, findings, onClose }: {
  slug: string; node: TopologyNode; topology: Topology; observation: Observation; spec: StackSpec | undefined; findings: readonly FindingView[]; onClose: () => void
}): JSX.Element {
  const t = useTranslations('topology')
  const locale = useLocale()
  const worst = node.pods.find(({ isReady }) => !isReady) ?? node.pods[0]
  const [chosen, choose] = useState(worst?.name)
  const pod = node.pods.find(({ name }) => name === chosen) ?? worst
  const links = topology.links.filter(({ from, to }) => from === node.id || to === node.id)
  const next = nextOf(slug, node)
  const isWorkload = !node.isOutside && node.kind !== 'bucket'
  const picker = pod !== undefined && <PodPicker pods={node.pods} pod={pod} onChoose={choose} />
  const own = findings.filter(({ object }) => object === node.editId)
  return (
    <Dialog
      open
      onOpenChange={(isOpen) => { if (!isOpen) onClose() }}
      wide="page"
      eyebrow={<><HealthBadge health={node.health} long /><span className="text-ink-2">{node.words[locale]}</span>{node.differences.map((difference) => <Status key={difference.text.en} glyph="outofsync" tone="notice">{difference.text[locale]}</Status>)}</>}
      title={node.name}
      description={isWorkload ? node.why && <Sentence text={node.why} /> : <>{node.why !== undefined && <><Sentence text={node.why} /> </>}{t(`outside.${node.kind === 'bucket' || node.kind === 'alertmanager' ? node.kind : 'clients'}`)}</>}
      footer={next === undefined ? undefined : <ButtonLink prefetch={false} href={next.href}>{t(next.label)}</ButtonLink>}
    >
      <Figures node={node} />
      <ul aria-label={t('links')} className="mt-3 grid gap-x-8 md:grid-cols-2">
        {links.map((link) => (
          <li key={link.id} className="flex items-baseline justify-between gap-4 border-b border-hair py-1">
            <span className="min-w-0 wrap-anywhere"><span aria-hidden="true" className="text-ink-3">{link.from === node.id ? '→ ' : '← '}</span><span className="sr-only">{t(link.from === node.id ? 'to' : 'fromNode')} </span>{nameOf(topology, link.from === node.id ? link.to : link.from, t('edges'))} <span className="text-ink-3">{t(`over.${link.over}`)}</span></span>
            <LinkStatus link={link} />
          </li>
        ))}
      </ul>
      {isWorkload && (
        <Tabs defaultValue={pod === undefined ? 'events' : 'pods'} className="mt-4">
          <TabList label={node.name} className="border-b border-line">
            <Tab value="pods" count={node.pods.length}>{t('tab.pods')}</Tab>
            <Tab value="flags">{t('tab.flags')}</Tab>
            <Tab value="log">{t('tab.log')}</Tab>
            <Tab value="events">{t('tab.events')}</Tab>
            <Tab value="findings" count={own.length}>{t('tab.findings')}</Tab>
          </TabList>
          <TabPanel value="pods">{pod === undefined ? <p className="py-3 text-ink-2">{t('noPods')}</p> : <Pods pods={node.pods} />}</TabPanel>
          <TabPanel value="flags">{picker}<FlagTable pod={pod} object={node.id} observation={observation} spec={spec} /></TabPanel>
          <TabPanel value="log">{picker}{pod === undefined ? <p className="py-3 text-ink-2">{t('noPods')}</p> : <PodLog slug={slug} pod={pod} />}</TabPanel>
          <TabPanel value="events">{picker}{pod !== undefined && <PodEvents slug={slug} pod={pod} />}<WorkloadNotes slug={slug} object={node.id} /></TabPanel>
          <TabPanel value="findings"><Findings slug={slug} findings={own} isManaged={node.editId !== undefined} /></TabPanel>
        </Tabs>
      )}
    </Dialog>
  )
}

/** Where it is changed, or seen more closely; undefined for what belongs to nobody here. */
function nextOf(slug: string, { kind, editId }: TopologyNode): { href: string; label: 'edit' | 'openStorage' | 'openAlerts' } | undefined {
  if (editId !== undefined) return { href: routes.edit(slug, editId), label: 'edit' }
  if (kind === 'bucket') return { href: routes.storage(slug), label: 'openStorage' }
  return kind === 'alertmanager' ? { href: routes.alerts(slug), label: 'openAlerts' } : undefined
}

function nameOf({ nodes }: Topology, id: string, edges: string): string {
  return nodes.find((node) => node.id === id)?.name ?? edges
}

/** The figures of its box, each with its source and age. */
function Figures({ node: { facts } }: { node: TopologyNode }): JSX.Element | null {
  const t = useTranslations('topology')
  const locale = useLocale()
  if (facts.length === 0) return null
  return (
    <dl className="mt-3 flex flex-wrap gap-x-8 gap-y-1 border-y border-hair py-2">
      {facts.map(({ label, value, source }) => (
        <div key={label.en}>
          <dt className="text-label text-ink-3">{label[locale]}</dt>
          <dd className="font-medium">{typeof value === 'string' ? value : <Moment at={value.at} />}</dd>
          <dd className="text-label text-ink-3">{t('from', { source: source.from })}, <Moment at={source.at} /></dd>
        </div>
      ))}
    </dl>
  )
}

function Pods({ pods }: { pods: readonly SeenPod[] }): JSX.Element {
  const t = useTranslations('topology')
  return (
    <Table label={t('tab.pods')} dense sticky={false}>
      <thead><tr><Th>{t('column.name')}</Th><Th>{t('column.state')}</Th><Th num>{t('column.restarts')}</Th><Th num phone={false}>{t('column.started')}</Th><Th phone={false}>{t('column.lastEnd')}</Th><Th phone={false}>{t('column.image')}</Th></tr></thead>
      <tbody>
        {pods.map((pod) => (
          <tr key={pod.name}>
            <Td name>{pod.name}</Td>
            <Td><PodState pod={pod} /></Td>
            <Td num>{pod.restarts}</Td>
            <Td num phone={false} className="text-ink-3"><Moment at={pod.startedAt} /></Td>
            <Td phone={false}>{pod.lastEnd === undefined ? <span className="text-ink-3">–</span> : <>{t('end', { reason: pod.lastEnd.reason, code: pod.lastEnd.exitCode })} <Moment at={pod.lastEnd.at} className="text-ink-3" /></>}</Td>
            <Td phone={false} className="text-ink-2" title={pod.image}>{pod.image.slice(pod.image.lastIndexOf('/') + 1)}</Td>
          </tr>
        ))}
      </tbody>
    </Table>
  )
}

function PodState({ pod: { isReady, isTerminating, waiting, phase } }: { pod: SeenPod }): JSX.Element {
  const t = useTranslations('topology')
  if (isTerminating) return <Status glyph="progressing" tone="progressing">{t('ending')}</Status>
  if (isReady) return <Status glyph="healthy">{t('ready')}</Status>
  if (waiting !== undefined) return <Status glyph="degraded" tone="degraded" title={waiting.message}>{waiting.reason}</Status>
  return <Status glyph="progressing" tone="progressing">{phase === 'Running' ? t('notReady') : phase}</Status>
}

function Findings({ slug, findings, isManaged }: { slug: string; findings: readonly FindingView[]; isManaged: boolean }): JSX.Element {
  const t = useTranslations('topology')
  const locale = useLocale()
  if (findings.length === 0) return <p className="py-3 text-ink-2">{t(isManaged ? 'noFindings' : 'notManaged')}</p>
  return (
    <ul>
      {findings.map(({ key, severity, message }) => (
        <li key={key} className="flex items-baseline justify-between gap-4 border-b border-hair py-1.5">
          <span className="flex min-w-0 items-baseline gap-3"><SeverityMark severity={severity} /><span className="min-w-0 wrap-anywhere">{message[locale]}</span></span>
          <Link prefetch={false} href={routes.findings(slug, key)} className="link flex-none">{t('seeFinding')}</Link>
        </li>
      ))}
    </ul>
  )
}
