'use client'
// One finding in full: what is wrong, why, what was decided, where it stands, what the fix would change, and who says so.
import { useTranslations } from 'next-intl'
import { type ReactNode, type Ref, useMemo } from 'react'
import { Button, ButtonLink } from '#components/ui/button.tsx'
import { Sentence } from '#components/ui/sentence.tsx'
import { SeverityMark } from '#components/ui/severity.tsx'
import type { ImportSource } from '#lib/thanos/draft.ts'
import type { Finding } from '#lib/thanos/finding.ts'
import { specObjectId, type StackSpec } from '#lib/thanos/spec.ts'
import { useAcceptances } from './acceptances.tsx'
import { AcceptButton } from './finding-accept.tsx'
import { AcceptanceNote } from './finding-acceptance.tsx'
import { FixDiffs } from './finding-fix.tsx'
import type { Entry } from './findings-filter.ts'
import { yamlOf } from './fix-preview.ts'
import { Lines } from './lines.tsx'
import { kindOf, nameOf } from './object-title.tsx'
import { excerptOf, renderedExcerpt } from './source-excerpt.ts'
import { withCode } from './with-code.ts'

/**
 * The detail of a finding. `editHref` leads to the form of its object; `mainRef` is the button that Enter goes to. `mayBeAccepted`
 * where there is a revision that holds it; one that only the draft has must be saved first.
 */
export function FindingDetail({ spec, entry, sources, editHref, onFix, mainRef, mayBeAccepted, headed = true }: {
  spec: StackSpec
  entry: Entry
  sources: readonly ImportSource[]
  editHref: string | undefined
  onFix: ((finding: Finding) => void) | undefined
  mainRef?: Ref<HTMLButtonElement>
  mayBeAccepted: boolean
  headed?: boolean
}): ReactNode {
  const t = useTranslations('findings.detail')
  const { mayAccept } = useAcceptances()
  const { finding, state, isNew } = entry
  const { fix } = finding
  const excerpt = useMemo(() => excerptOf(sources, finding) ?? rendered(spec, finding), [spec, sources, finding])
  const offersAccept = mayAccept && mayBeAccepted
  return (
    <article aria-label={t('label')}>
      <div className="flex min-h-10 items-center justify-between gap-3 border-line lg:mb-2.5 lg:border-b">
        <SeverityMark severity={finding.severity} />
        <code className="text-ink-3">{finding.code}</code>
      </div>
      {headed && <h2 className="mb-0.5 text-title tracking-[-0.01em] wrap-anywhere"><Sentence text={withCode(finding.message)} /></h2>}
      <p className="text-ink-2 wrap-anywhere"><Sentence text={withCode(finding.reason)} /></p>
      {state !== undefined && (
        <AcceptanceNote key={`${state.kind} ${state.acceptance.id}`} state={state}>
          {offersAccept && !isNew && <AcceptButton size="small" findings={[finding]} label={t(state.kind === 'accepted' ? 'acceptAnew' : 'acceptAgain')} />}
        </AcceptanceNote>
      )}
      {excerpt !== undefined && (
        <>
          <Heading title={t('where')}><code className="wrap-anywhere">{excerpt.file}:{excerpt.hit}</code></Heading>
          <Lines excerpt={excerpt} severity={finding.severity} />
        </>
      )}
      {fix !== undefined && (
        <>
          <Heading title={t('fix')}><span className="text-ink-3">{fix.safe ? t('safe') : t('unsafe')}: <Sentence text={withCode(fix.title)} /></span></Heading>
          <FixDiffs spec={spec} fix={fix} sources={sources} />
        </>
      )}
      {fix === undefined && <p className="mt-2.5 text-ink-2">{t('noFix')}</p>}
      <div className="mt-3.5 flex flex-wrap gap-2">
        {fix !== undefined && onFix !== undefined && <Button ref={mainRef} onClick={() => onFix(finding)}>{t('fixThis')}</Button>}
        {offersAccept && state === undefined && <AcceptButton findings={[finding]} label={t('accept')} disabledReason={isNew ? t('saveFirst') : undefined} />}
        {editHref !== undefined && <ButtonLink href={editHref} variant="quiet">{t('edit', { name: nameOf(finding.object) })}</ButtonLink>}
      </div>
      <p className="mt-2.5 flex flex-wrap gap-x-4 gap-y-0.5 text-ink-3">{t('source')} <Source source={finding.source} /></p>
    </article>
  )
}

function Heading({ title, children }: { title: string; children: ReactNode }): ReactNode {
  return <h3 className="mt-3.5 mb-1.5 flex flex-wrap gap-x-2.5">{title}<span className="font-normal">{children}</span></h3>
}

function Source({ source }: { source: string }): ReactNode {
  const url = /https:\/\/\S+/.exec(source)?.[0]
  if (url === undefined) return <code className="wrap-anywhere">{source}</code>
  return <a href={url} target="_blank" rel="noreferrer" className="link wrap-anywhere">{url.replace(/^https:\/\/(www\.)?/, '')}</a>
}

function rendered(spec: StackSpec, finding: Finding): ReturnType<typeof renderedExcerpt> | undefined {
  const object = spec.objects.find((candidate) => specObjectId(candidate) === finding.object)
  const yaml = object === undefined ? '' : yamlOf(object)
  return yaml === '' ? undefined : renderedExcerpt(yaml, `${kindOf(finding.object)} ${nameOf(finding.object)}`, finding.path)
}
