'use client'
// Every edge, declared or not: whether it sends, what receivers refused of it, and what it needs to send here.
import dynamic from 'next/dynamic'
import { useLocale, useTranslations } from 'next-intl'
import { parseAsString, useQueryState } from 'nuqs'
import { type JSX, type ReactNode, useMemo, useState } from 'react'
import { useDraft } from '#components/draft/draft-provider.tsx'
import { DraftFoot } from '#components/draft/draft-foot.tsx'
import { DraftNotice } from '#components/draft/draft-notice.tsx'
import { Freshness, Seen } from '#components/live/freshness.tsx'
import { useEarlierLook } from '#components/live/use-earlier-look.ts'
import { Age } from '#components/ui/age.tsx'
import { Button } from '#components/ui/button.tsx'
import { Empty } from '#components/ui/empty.tsx'
import { FilterInput } from '#components/ui/filter-input.tsx'
import { part } from '#components/ui/part.ts'
import { Section } from '#components/ui/section.tsx'
import { Status } from '#components/ui/status.tsx'
import { Verdict } from '#components/ui/verdict.tsx'
import { useObservation } from '#lib/queries/observation.ts'
import { text } from '#lib/text.ts'
import type { DeclaredEdge } from '#lib/thanos/declared-edge.ts'
import { declarationOf, offers } from '#lib/thanos/live/edge-offer.ts'
import { clockTroubles } from '#lib/thanos/live/edge-clock-words.ts'
import { type EdgeRow, edgeRows, edgesVerdict } from '#lib/thanos/live/edges.ts'
import type { Observation, SeenEdge } from '#lib/thanos/live/observation.ts'
import { labelText, valueOf } from '#lib/thanos/live/readings.ts'
import { refusedCounts, refusedSamples } from '#lib/thanos/live/refused.ts'
import { edgeId } from '#lib/thanos/spec.ts'
import { ClockList } from './clock-list.tsx'
import { EdgeTable } from './edge-table.tsx'
import { RefusedTable } from './refused-table.tsx'

// Both know the spec with its schema, and the second writes YAML.
const EdgeForm = dynamic(async () => (await part(() => import('./edge-form.tsx'))).EdgeForm)
const EdgeDetail = dynamic(async () => (await part(() => import('./edge-detail.tsx'))).EdgeDetail)

const NONE: readonly DeclaredEdge[] = []
const UNSEEN: readonly SeenEdge[] = []

/** The page. `namespace` is that of the stack. */
export function EdgesPage({ namespace, canWrite }: { namespace: string; canWrite: boolean }): ReactNode {
  const { slug, spec } = useDraft()
  const observed = useObservation(slug)
  const [edge, setEdge] = useQueryState('edge', parseAsString.withOptions({ history: 'push' }))
  // The edge that is typed: one to change, one that is offered, or a new one.
  const [form, setForm] = useState<{ edge?: DeclaredEdge; isNew: boolean }>()
  const declared = spec.edges ?? NONE
  return (
    <>
      <div className="flex-1 px-(--gutter) pt-[18px] pb-6">
        <DraftNotice />
        <Seen observed={observed}>{(observation) => <Look observation={observation} aside={<Freshness observed={observed} />} canWrite={canWrite} onOpen={(name) => { void setEdge(name) }} onForm={(offered) => setForm({ ...(offered === undefined ? {} : { edge: offered }), isNew: true })} />}</Seen>
      </div>
      {edge !== null && form === undefined && (
        <EdgeDetail
          name={edge} edge={declared.find(({ name }) => name === edge)} namespace={namespace} canWrite={canWrite}
          onEdit={(current) => setForm({ edge: current, isNew: false })} onClose={() => { void setEdge(null) }}
        />
      )}
      {form !== undefined && <EdgeForm edge={form.edge} isNew={form.isNew} seen={valueOf(observed.observation?.edges) ?? UNSEEN} onDone={(name) => { setForm(undefined); void setEdge(name) }} onClose={() => setForm(undefined)} />}
      <DraftFoot canWrite={canWrite} />
    </>
  )
}

function Look({ observation, aside, canWrite, onOpen, onForm }: { observation: Observation; aside: JSX.Element; canWrite: boolean; onOpen: (name: string) => void; onForm: (offered?: DeclaredEdge) => void }): JSX.Element {
  const t = useTranslations('edges')
  const locale = useLocale()
  const { spec, baseSpec, apply } = useDraft()
  const [q, setQ] = useQueryState('q', parseAsString.withDefault('').withOptions({ history: 'replace' }))
  const declared = spec.edges ?? NONE
  const before = useEarlierLook(observation, refusedCounts)
  const { rows, verdict, offered, refused, clocks } = useMemo(() => {
    const all = edgeRows(declared, observation)
    const counted = refusedSamples(observation, before)
    return { rows: all, verdict: edgesVerdict(all, observation.edges, counted), offered: offers(all), refused: counted, clocks: clockTroubles(all, observation, counted) }
  }, [declared, observation, before])
  const shown = rows.filter((row) => fits(row, q))
  const saved = new Map((baseSpec.edges ?? NONE).map((edge) => [edge.name, JSON.stringify(edge)]))
  const isEdited = (edge: DeclaredEdge): boolean => saved.get(edge.name) !== JSON.stringify(edge)
  const add = canWrite && <Button variant="primary" onClick={() => onForm()}>{t('add')}</Button>
  const declareAll = (): void => apply(offered.map((edge) => ({ op: 'edge.set', object: edgeId(edge), edge })), text(`Declare ${offered.length} edges`, `엣지 ${offered.length}개 등록`))
  const onDeclare = (row: EdgeRow): void => onForm(declarationOf(row, new Set(declared.map(({ name }) => name))))
  return (
    <>
      <Verdict eyebrow={<Eyebrow rows={rows} health={verdict.health} />} sub={<span className="wrap-anywhere"><Source edges={observation.edges} count={declared.length} /></span>} aside={aside}><span className="wrap-anywhere">{verdict.sentence[locale]}</span></Verdict>
      <div className="flex flex-col gap-6">
        <Section title={t('title')} count={t('count', { declared: declared.length })}>
          {rows.length === 0 && <Empty title={t('empty')} action={canWrite && add}>{t(canWrite ? 'emptyWhat' : 'emptyView')}</Empty>}
          {rows.length > 0 && (
            <>
              <div className="flex flex-wrap items-center gap-x-4 gap-y-2 py-2 print:hidden">
                <FilterInput label={t('filter')} value={q} onChange={(next) => { void setQ(next === '' ? null : next) }} className="w-60 max-md:w-full" />
                <span aria-live="polite" className="mr-auto text-ink-3">{q !== '' && t('found', { found: shown.length, all: rows.length })}</span>
                {canWrite && offered.length > 1 && <Button onClick={declareAll}>{t('declareAll', { count: offered.length })}</Button>}
                {add}
              </div>
              {shown.length === 0 && <p className="py-2 text-ink-2">{t('noneFound')}</p>}
              {shown.length > 0 && <EdgeTable rows={shown} refused={refused} isEdited={isEdited} onOpen={onOpen} onDeclare={canWrite ? onDeclare : undefined} />}
            </>
          )}
        </Section>
        {clocks.length > 0 && <Section title={t('clocks')} count={clocks.length}><ClockList troubles={clocks} /></Section>}
        <Section title={t('refused')} count={t('refusedCount')}>
          {refused === undefined && <p className="py-2"><Status glyph="unknown" tone="unknown">{t('states.unseen')}</Status> <span className="text-ink-2">{t('refusedUnknown')}</span></p>}
          {refused?.length === 0 && <p className="py-2 text-ink-2">{t('refusedNone')}</p>}
          {refused !== undefined && refused.length > 0 && <RefusedTable refused={refused} />}
        </Section>
      </div>
    </>
  )
}

/** Who was asked, and how old the answer is. */
function Source({ edges, count }: { edges: Observation['edges']; count: number }): ReactNode {
  const t = useTranslations('edges')
  if (edges.state === 'dead') return t('subDead', { count, source: edges.from })
  return t.rich('sub', { count, source: edges.from, age: () => <Age at={new Date(edges.at).toISOString()} /> })
}

/** Every word stands in its name, a label or the tenant. */
function fits({ name, labels, declared, seen }: EdgeRow, q: string): boolean {
  const hay = [name, labelText(labels), declared?.tenant ?? seen?.tenant ?? ''].join(' ').toLowerCase()
  return q.toLowerCase().split(/\s+/).every((word) => hay.includes(word))
}

function Eyebrow({ rows, health }: { rows: readonly EdgeRow[]; health: ReturnType<typeof edgesVerdict>['health'] }): JSX.Element {
  const t = useTranslations('edges')
  const glyphs = { healthy: 'healthy', degraded: 'degraded', notice: 'warning', unknown: 'unknown' } as const
  const count = (state: EdgeRow['state']): number => rows.filter((row) => row.state === state).length
  return (
    <>
      <Status glyph={glyphs[health]} tone={health === 'healthy' ? 'quiet' : health}>{t(`health.${health}`)}</Status>
      {count('silent') > 0 && <Status glyph="degraded" tone="degraded">{t('silentCount', { count: count('silent') })}</Status>}
      {count('ahead') + count('behind') > 0 && <Status glyph="warning" tone="notice">{t('clockCount', { count: count('ahead') + count('behind') })}</Status>}
      {count('waiting') > 0 && <Status glyph="progressing" tone="progressing">{t('waitingCount', { count: count('waiting') })}</Status>}
      {count('unknown') > 0 && <Status glyph="warning" tone="notice">{t('unknownCount', { count: count('unknown') })}</Status>}
    </>
  )
}
