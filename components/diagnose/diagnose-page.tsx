'use client'
// The five problems of an installation, worked through live; the checks that need logs run when the page opens and at the button.
import { useLocale, useTranslations } from 'next-intl'
import { parseAsStringLiteral, useQueryState } from 'nuqs'
import { type JSX, type ReactNode, useMemo } from 'react'
import { useDraft } from '#components/draft/draft-provider.tsx'
import { DraftFoot } from '#components/draft/draft-foot.tsx'
import { DraftNotice } from '#components/draft/draft-notice.tsx'
import { Freshness, Seen } from '#components/live/freshness.tsx'
import { Managed } from '#components/live/managed.tsx'
import { Age } from '#components/ui/age.tsx'
import { Button, ButtonLink } from '#components/ui/button.tsx'
import { ErrorPanel } from '#components/ui/error-panel.tsx'
import { Glyph } from '#components/ui/glyph.tsx'
import { Section } from '#components/ui/section.tsx'
import { Sentence } from '#components/ui/sentence.tsx'
import { Status } from '#components/ui/status.tsx'
import { Verdict } from '#components/ui/verdict.tsx'
import { useDiagnosis } from '#lib/queries/diagnosis.ts'
import { useObservation } from '#lib/queries/observation.ts'
import { routes } from '#lib/routes.ts'
import { diagnoseAll } from '#lib/thanos/live/diagnose/all.ts'
import { type Diagnosis, PROBLEMS, type Way } from '#lib/thanos/live/diagnose/diagnosis.ts'
import type { Observation } from '#lib/thanos/live/observation.ts'
import { ProblemList } from './problem-list.tsx'
import { StepList } from './step-list.tsx'
import { useEarlier } from './use-earlier.ts'

/** The page. */
export function DiagnosePage({ canWrite }: { canWrite: boolean }): ReactNode {
  const { slug, baseNumber, isDirty } = useDraft()
  const observed = useObservation(slug)
  // Without a revision and without a draft there is nothing that it could save.
  const hasFoot = baseNumber !== undefined || isDirty
  return (
    <>
      <div className="flex-1 px-(--gutter) pt-[18px] pb-6">
        <DraftNotice />
        <Managed><Seen observed={observed}>{(observation) => <Problems observation={observation} canWrite={canWrite} aside={<Freshness observed={observed} />} />}</Seen></Managed>
      </div>
      {hasFoot && <DraftFoot canWrite={canWrite} />}
    </>
  )
}

function Problems({ observation, canWrite, aside }: { observation: Observation; canWrite: boolean; aside: JSX.Element }): ReactNode {
  const { slug, baseNumber, baseSpec, baseFindings } = useDraft()
  const [problem] = useQueryState('problem', parseAsStringLiteral(PROBLEMS))
  const before = useEarlier(observation)
  const report = useDiagnosis(slug)
  const logs = report.data?.logs
  const diagnoses = useMemo(
    () => diagnoseAll({ spec: baseSpec, revision: baseNumber, observation, before, findings: baseFindings, logs: logs ?? {} }),
    [baseSpec, baseNumber, observation, before, baseFindings, logs],
  )
  // What is wrong is looked at first.
  const current = diagnoses.find((each) => each.problem === problem) ?? diagnoses.find(({ state }) => state === 'cause') ?? diagnoses.find(({ state }) => state === 'part') ?? diagnoses[0]
  if (current === undefined) return null
  return (
    <div className="grid gap-x-9 gap-y-6 lg:grid-cols-[minmax(0,1fr)_336px]">
      <Course diagnosis={current} canWrite={canWrite} aside={aside} />
      <Beside diagnoses={diagnoses} current={current} report={report} />
    </div>
  )
}

function Course({ diagnosis, canWrite, aside }: { diagnosis: Diagnosis; canWrite: boolean; aside: JSX.Element }): JSX.Element {
  const t = useTranslations('diagnose')
  const locale = useLocale()
  const { slug, apply } = useDraft()
  const { state, verdict, steps, fix, way, todo } = diagnosis
  const count = (is: string): number => steps.filter(({ outcome }) => outcome.is === is).length
  const glyphs = { fine: 'healthy', cause: 'degraded', part: 'warning', unknown: 'unknown' } as const
  const tones = { fine: 'quiet', cause: 'degraded', part: 'notice', unknown: 'unknown' } as const
  return (
    <div className="min-w-0">
      <Verdict eyebrow={<><Status glyph={glyphs[state]} tone={tones[state]}>{t(`state.${state}`)}</Status><span className="text-ink-2">{t(`problems.${diagnosis.problem}`)}</span></>} aside={aside}>{verdict[locale]}</Verdict>
      <Section title={t('checks')} count={t('counts', { passed: count('passed'), failed: count('failed'), rest: count('unseen') + count('not-asked') })}><StepList steps={steps} /></Section>
      {(state === 'cause' || state === 'part') && (
        <Section title={t('fix')} className="mt-6">
          <p className="py-2.5"><Sentence text={fix === undefined ? t(`ways.${way ?? (todo === undefined ? 'none' : 'todo')}`) : fix.title} />{fix?.safe === false && <span className="block text-ink-2">{t('chosen')}</span>}</p>
          {todo !== undefined && <ol className="mb-2.5 list-decimal pl-5 [&>li]:py-1">{todo.map((each) => <li key={each.en} className="wrap-anywhere"><Sentence text={each} /></li>)}</ol>}
          <div className="flex flex-wrap items-center gap-3">
            {fix !== undefined && canWrite && <Button variant="primary" onClick={() => apply(fix.edits, fix.title)}>{t('toDraft')}</Button>}
            {fix !== undefined && !canWrite && <span className="text-ink-2">{t('mayNot')}</span>}
            {way !== undefined && <ButtonLink href={hrefOf(slug, way)}>{t(`go.${way}`)}</ButtonLink>}
          </div>
        </Section>
      )}
    </div>
  )
}

function hrefOf(slug: string, way: Way): string {
  switch (way) {
    case 'object-storage': return routes.objectStorage(slug)
    case 'edges': return routes.edges(slug)
    case 'stores': return routes.stores(slug)
    case 'findings': return routes.findings(slug)
    case 'apply': return routes.changes(slug)
    case 'topology': return routes.topology(slug)
  }
}

function Beside({ diagnoses, current, report }: { diagnoses: readonly Diagnosis[]; current: Diagnosis; report: ReturnType<typeof useDiagnosis> }): JSX.Element {
  const t = useTranslations('diagnose')
  const locale = useLocale()
  const { slug } = useDraft()
  const unseen = [...new Map(diagnoses.flatMap((each) => each.unseen).map((each) => [each.en, each])).values()]
  return (
    <div className="grid content-start gap-6">
      <Section title={t('problemsTitle')}>
        <ProblemList slug={slug} diagnoses={diagnoses} current={current} />
        <div className="flex flex-wrap items-center gap-3 pt-3">
          <Button busy={report.isFetching} onClick={() => { void report.refetch() }}>{t('checkNow')}</Button>
          <span className="text-ink-3">{report.data !== undefined && t.rich('checked', { logs: Object.values(report.data.logs).filter((log) => 'lines' in log).length, age: () => <Age at={report.data.at} /> })}</span>
        </div>
        {report.error !== null && <ErrorPanel kind="unknown" title={t('checkFailed')}>{report.error.message}</ErrorPanel>}
      </Section>
      {unseen.length > 0 && (
        <Section title={t('unseen')} count={unseen.length}>
          <ul>{unseen.map((each) => <li key={each.en} className="grid grid-cols-[12px_minmax(0,1fr)] gap-2.5 border-b border-hair py-2"><Glyph name="unknown" className="mt-1" /><span className="text-ink-2">{each[locale]}</span></li>)}</ul>
        </Section>
      )}
    </div>
  )
}
