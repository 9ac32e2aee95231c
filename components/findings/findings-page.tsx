'use client'
// The findings of a stack: of its newest revision, or of the draft that stands on it. What is accepted, what can be mended at once.
import { useTranslations } from 'next-intl'
import { parseAsStringLiteral, useQueryState } from 'nuqs'
import { type ReactNode, useMemo } from 'react'
import { Checking } from '#components/draft/checking.tsx'
import { DraftNotice } from '#components/draft/draft-notice.tsx'
import { useDraft } from '#components/draft/draft-provider.tsx'
import { SaveButton } from '#components/draft/save-button.tsx'
import { mendLink } from '#components/plan/mend-link.ts'
import { Button, ButtonLink } from '#components/ui/button.tsx'
import { Chips } from '#components/ui/chips.tsx'
import { Empty } from '#components/ui/empty.tsx'
import { SeverityCounts } from '#components/ui/severity.tsx'
import { Status } from '#components/ui/status.tsx'
import { StickyFoot } from '#components/ui/sticky-foot.tsx'
import { Verdict } from '#components/ui/verdict.tsx'
import { routes } from '#lib/routes.ts'
import { sourcesOf } from '#lib/thanos/draft.ts'
import type { Finding } from '#lib/thanos/finding.ts'
import type { StackSpec } from '#lib/thanos/spec.ts'
import { useAcceptances } from './acceptances.tsx'
import { useLeft } from './finding-until.tsx'
import { FindingsBoard } from './findings-board.tsx'
import { FixAllButton } from './findings-fix-dialog.tsx'
import { compareFindings, countFindings, needsYou, workloadsWithErrors } from './findings-view.ts'
import { specFacts } from './spec-facts.ts'
import { useTakeFixes } from './use-take-fixes.ts'

const SIDES = ['draft', 'revision'] as const
type Side = (typeof SIDES)[number]

/** The page. `canWrite` is false for people who may look and not save. */
export function FindingsPage({ canWrite }: { canWrite: boolean }): ReactNode {
  const t = useTranslations('findings.stack')
  const draft = useDraft()
  const [asked, ask] = useQueryState('of', parseAsStringLiteral(SIDES).withDefault('draft').withOptions({ history: 'replace' }))
  const sources = useMemo(() => sourcesOf(draft.draft), [draft.draft])
  const { takeOne, takeAll } = useTakeFixes()
  const { baseNumber, isDirty } = draft
  if (baseNumber === undefined) {
    return <Empty title={t(isDirty ? 'onlyDraft' : 'none')} action={<ButtonLink variant="primary" href={routes.import(draft.slug)}>{t(isDirty ? 'toDraft' : 'import')}</ButtonLink>}>{t('noneWhy')}</Empty>
  }
  if (draft.isChecking) return <Checking />
  const side: Side = isDirty ? asked : 'revision'
  const isDraft = side === 'draft'
  const [spec, findings] = isDraft ? [draft.spec, draft.findings] : [draft.baseSpec, draft.baseFindings]
  const mayFix = canWrite && (isDraft || !isDirty)
  const safe = findings.filter((finding) => !needsYou(finding)).length
  return (
    <>
      <DraftNotice />
      <FindingsVerdict spec={spec} findings={findings} side={side} number={baseNumber}>
        {isDirty && (
          <Chips label={t('of')} value={side} onChange={(value) => void ask(value)} chips={[{ value: 'draft', label: t('draft') }, { value: 'revision', label: t('revision', { number: baseNumber }) }]} />
        )}
      </FindingsVerdict>
      {findings.length > 0 && (
        <FindingsBoard
          key={side} spec={spec} findings={findings} known={draft.baseFindings} sources={isDraft ? sources : []} grouping="cause"
          onFix={mayFix ? takeOne : undefined} editHref={(object) => (canWrite ? mendLink(draft.slug, spec, object)?.href : undefined)}
        />
      )}
      {mayFix && (safe > 0 || isDirty) && (
        <StickyFoot className="mt-auto -mb-7 max-md:-mb-8" note={<p className="max-md:hidden">{t.rich(safe === 0 ? 'noneSafe' : 'safe', { safe, all: findings.length, b: (words) => <b className="text-ink">{words}</b> })}</p>}>
          {draft.canUndo && <Button variant="quiet" onClick={draft.undo} className="max-md:hidden">{t('undo')}</Button>}
          {isDirty && <SaveButton canWrite={canWrite} isMain={safe === 0} />}
          <FixAllButton spec={spec} offered={safe} onTake={takeAll} />
        </StickyFoot>
      )}
    </>
  )
}

/** Counts, sentence, and what they rest on. */
function FindingsVerdict({ spec, findings, side, number, children }: {
  spec: StackSpec; findings: readonly Finding[]; side: Side; number: number; children: ReactNode
}): ReactNode {
  const t = useTranslations('findings.stack')
  const { stateOf } = useAcceptances()
  const left = useLeft()
  const draft = useDraft()
  const states = findings.map(stateOf)
  const open = findings.filter((_, index) => states[index]?.kind !== 'accepted')
  const ends = states.flatMap((state) => (state?.kind === 'accepted' ? [state.acceptance.until] : [])).toSorted()
  const ended = states.filter((state) => state?.kind === 'ended').length
  const { faulty, all } = workloadsWithErrors(spec, open)
  const { versions } = specFacts(spec)
  const { added, fixed } = compareFindings(draft.baseFindings, draft.findings)
  const [next] = ends
  return (
    <Verdict
      eyebrow={(
        <>
          <SeverityCounts counts={countFindings(open)} />
          {next !== undefined && <Status glyph="check">{t('accepted', { count: ends.length, left: left(next) })}</Status>}
          {ended > 0 && <Status glyph="warning" tone="notice">{t('ended', { count: ended })}</Status>}
        </>
      )}
      sub={(
        <>
          {side === 'draft' ? t('ofDraft', { number, added: added.length, fixed: fixed.length }) : t('ofRevision', { number })}{' '}
          {t('checked', { version: versions.length === 0 ? t('newest') : versions.join(', ') })}
        </>
      )}
      aside={undefined}
    >
      <span className="flex flex-wrap items-center justify-between gap-x-6">{sentence()}{children !== false && <span className="text-body font-normal tracking-normal">{children}</span>}</span>
    </Verdict>
  )

  function sentence(): string {
    if (findings.length === 0) return t('clean')
    if (open.length === 0) return t('allAccepted', { count: findings.length })
    const errors = open.filter(({ severity }) => severity === 'error').length
    if (errors === 0) return t('noErrors', { count: open.length })
    return faulty === 0 ? t('errorsElsewhere', { errors }) : t('errors', { faulty, all })
  }
}
