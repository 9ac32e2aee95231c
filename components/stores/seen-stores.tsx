'use client'
// What queries see now: every endpoint, and which time is answered by whom.
import { useLocale, useTranslations } from 'next-intl'
import { parseAsStringLiteral, useQueryState } from 'nuqs'
import { type JSX, type ReactNode, useMemo, useState } from 'react'
import { useDraft } from '#components/draft/draft-provider.tsx'
import { DraftFoot } from '#components/draft/draft-foot.tsx'
import { DraftNotice } from '#components/draft/draft-notice.tsx'
import { Freshness, Seen } from '#components/live/freshness.tsx'
import { Managed } from '#components/live/managed.tsx'
import { Section } from '#components/ui/section.tsx'
import { Status } from '#components/ui/status.tsx'
import { Verdict } from '#components/ui/verdict.tsx'
import { useObservation } from '#lib/queries/observation.ts'
import { coverageOf } from '#lib/thanos/live/coverage.ts'
import type { Gap } from '#lib/thanos/live/coverage-gaps.ts'
import { duplicates } from '#lib/thanos/live/endpoint-causes.ts'
import { endpointsSeen } from '#lib/thanos/live/endpoints.ts'
import type { Observation } from '#lib/thanos/live/observation.ts'
import { targetsSeen } from '#lib/thanos/live/targets.ts'
import { storesVerdict, type StoresVerdict } from '#lib/thanos/live/stores-verdict.ts'
import { CoverageMap } from './coverage-map.tsx'
import { CoverageNotes } from './coverage-notes.tsx'
import { SCALES, type ScaleName } from './coverage-scale.ts'
import { CoverageTable } from './coverage-table.tsx'
import { EndpointTable } from './endpoint-table.tsx'
import { TargetSection } from './target-section.tsx'

/** The side of the stores page that looks. `tabs` lead to the other one. */
export function SeenStores({ canWrite, tabs }: { canWrite: boolean; tabs: ReactNode }): ReactNode {
  const { slug, baseNumber, isDirty } = useDraft()
  const observed = useObservation(slug)
  // Without a revision and without a draft there is nothing that it could save.
  const hasFoot = baseNumber !== undefined || isDirty
  return (
    <>
      <div className="flex-1 px-(--gutter) pt-3 pb-6">
        <DraftNotice />
        {tabs}
        <Managed><Seen observed={observed}>{(observation) => <Look observation={observation} canWrite={canWrite} aside={<Freshness observed={observed} />} />}</Seen></Managed>
      </div>
      {hasFoot && <DraftFoot canWrite={canWrite} />}
    </>
  )
}

function Look({ observation, canWrite, aside }: { observation: Observation; canWrite: boolean; aside: JSX.Element }): JSX.Element {
  const t = useTranslations('stores')
  const locale = useLocale()
  const { baseSpec, apply } = useDraft()
  const [scale, setScale] = useQueryState('scale', parseAsStringLiteral(SCALES).withDefault('log').withOptions({ history: 'replace' }))
  const [marked, setMarked] = useState<Gap>()
  const { endpoints, coverage, verdict, twice, targets } = useMemo(() => {
    const look = { spec: baseSpec, observation }
    const seen = endpointsSeen(look)
    const covered = coverageOf(look, seen)
    const twice = duplicates(look, seen.rows)
    return { endpoints: seen, coverage: covered, twice, targets: targetsSeen(observation), verdict: storesVerdict({ endpoints: seen, coverage: covered, twice }) }
  }, [baseSpec, observation])
  return (
    <>
      <Verdict eyebrow={<Eyebrow verdict={verdict} />} sub={t('asked', { count: endpoints.queries.length })} aside={aside}>{verdict.sentence[locale]}</Verdict>
      <div className="flex flex-col gap-5">
        <Section title={t('endpoints')} count={t('configured', { count: endpoints.rows.filter(({ configured }) => configured !== undefined).length })}>
          {endpoints.rows.length === 0 && <p className="py-2 text-ink-2">{t('noEndpoints')}</p>}
          {endpoints.rows.length > 0 && <EndpointTable rows={endpoints.rows} queries={endpoints.queries} at={observation.at} />}
          {!endpoints.isComplete && <p className="py-2 text-ink-2">{t('incomplete')}</p>}
        </Section>
        <Section title={t('coverage')} count={t('coverageWhat')} className="max-md:-order-1" aside={<ScaleToggle scale={scale} onScale={(next) => { void setScale(next) }} />}>
          {coverage.state === 'unknown' && <p className="py-2"><Status glyph="unknown" tone="unknown">{t('coverageUnknown')}</Status> <span className="text-ink-2">{coverage.why[locale]}</span></p>}
          {coverage.state === 'empty' && <p className="py-2 text-ink-2">{t('coverageEmpty')}</p>}
          {coverage.state === 'known' && <CoverageMap coverage={coverage} scale={{ name: scale, from: coverage.from, to: coverage.to }} marked={marked} />}
          <CoverageNotes coverage={coverage} duplicates={twice} onFix={canWrite ? (fix) => apply(fix.edits, fix.title) : undefined} onPoint={setMarked} />
          {coverage.state === 'known' && <details className="pt-2"><summary className="w-fit cursor-pointer text-accent">{t('map.asTable')}</summary><CoverageTable coverage={coverage} /></details>}
        </Section>
        {targets !== undefined && <TargetSection targets={targets} />}
      </div>
    </>
  )
}

function Eyebrow({ verdict }: { verdict: StoresVerdict }): JSX.Element {
  const t = useTranslations('stores')
  const glyphs = { healthy: 'healthy', degraded: 'degraded', notice: 'warning', unknown: 'unknown' } as const
  return (
    <>
      <Status glyph={glyphs[verdict.health]} tone={verdict.health === 'healthy' ? 'quiet' : verdict.health}>{t(`health.${verdict.health}`)}</Status>
      {verdict.missing > 0 && <Status glyph="missing" tone="degraded">{t('missing', { count: verdict.missing })}</Status>}
      {verdict.partly > 0 && <Status glyph="warning" tone="notice">{t('partly', { count: verdict.partly })}</Status>}
      {verdict.strangers > 0 && <Status glyph="warning" tone="notice">{t('strangers', { count: verdict.strangers })}</Status>}
    </>
  )
}

function ScaleToggle({ scale, onScale }: { scale: ScaleName; onScale: (scale: ScaleName) => void }): JSX.Element {
  const t = useTranslations('stores.scale')
  return (
    <div role="group" aria-label={t('label')} className="flex gap-4">
      {SCALES.map((name) => <button key={name} type="button" aria-pressed={name === scale} onClick={() => onScale(name)} className="h-8 cursor-pointer text-ink-3 hover:text-ink aria-pressed:font-semibold aria-pressed:text-ink aria-pressed:shadow-[inset_0_-2px_var(--accent)] max-md:h-11">{t(name)}</button>)}
    </div>
  )
}
