'use client'
// The questions of one problem in their order, each with its answer; what a failed one rests on stands open below it.
import { useTranslations } from 'next-intl'
import type { JSX } from 'react'
import { Glyph } from '#components/ui/glyph.tsx'
import { Sentence } from '#components/ui/sentence.tsx'
import type { Evidence, Step } from '#lib/thanos/live/diagnose/diagnosis.ts'

const GLYPHS = { 'passed': 'check', 'failed': 'error', 'unseen': 'unknown', 'not-asked': 'open' } as const

/** The list. */
export function StepList({ steps }: { steps: readonly Step[] }): JSX.Element {
  return <ol>{steps.map((step, index) => <StepRow key={step.id} step={step} number={index + 1} />)}</ol>
}

function StepRow({ step: { question, outcome }, number }: { step: Step; number: number }): JSX.Element {
  const t = useTranslations('diagnose')
  const isFailed = outcome.is === 'failed'
  const evidence = outcome.is === 'passed' || outcome.is === 'failed' ? outcome.evidence ?? [] : []
  const head = (
    <span className="grid min-w-0 flex-1 grid-cols-[16px_12px_minmax(0,1fr)] items-baseline gap-x-2.5 md:grid-cols-[16px_12px_minmax(0,1fr)_minmax(0,1.15fr)]">
      <span className={isFailed ? 'text-right font-semibold text-degraded-text' : 'text-right text-ink-3'}>{number}</span>
      <Glyph name={GLYPHS[outcome.is]} className="self-center" />
      <span className={isFailed ? 'font-semibold' : ''}><Sentence text={question} /> <span className="sr-only">{t(`outcome.${outcome.is}`)}</span></span>
      <span className={isFailed ? 'font-semibold text-degraded-text max-md:col-start-3' : 'text-ink-2 max-md:col-start-3'}><Answer outcome={outcome} /></span>
    </span>
  )
  if (evidence.length === 0) return <li className="flex min-h-(--row) items-center gap-2 border-b border-hair py-1.5">{head}<span className="w-3 shrink-0" /></li>
  return (
    <li className="border-b border-hair">
      <details open={isFailed} className="group">
        <summary className="flex min-h-(--row) cursor-pointer list-none items-center gap-2 py-1.5 hover:bg-hover [&::-webkit-details-marker]:hidden">
          {head}<Glyph name="right" className="group-open:rotate-90" />
        </summary>
        <dl className="mb-3 ml-[38px] border-t border-hair text-label">
          {evidence.map((each, index) => <EvidenceRow key={index} evidence={each} />)}
        </dl>
      </details>
    </li>
  )
}

function Answer({ outcome }: { outcome: Step['outcome'] }): JSX.Element {
  const t = useTranslations('diagnose')
  if (outcome.is === 'not-asked') return <>{t('notAsked')}</>
  return <Sentence text={outcome.is === 'unseen' ? outcome.why : outcome.answer} />
}

function EvidenceRow({ evidence: { asked, answer, isBad } }: { evidence: Evidence }): JSX.Element {
  return (
    <div className="grid gap-x-3.5 border-b border-hair py-1.5 last:border-0 md:grid-cols-[minmax(0,1fr)_minmax(0,1.15fr)]">
      <dt className="wrap-anywhere text-ink-2"><Sentence text={asked} /></dt>
      <dd className={isBad === true ? 'font-medium wrap-anywhere text-danger-text' : 'wrap-anywhere'}><Sentence text={answer} /></dd>
    </div>
  )
}
