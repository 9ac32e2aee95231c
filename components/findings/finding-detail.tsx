'use client'
// One finding in full: what is wrong, why, where it stands, what the fix would change, and who says so.
import { useTranslations } from 'next-intl'
import { type ReactNode, type Ref, useMemo } from 'react'
import type { ImportSource } from '#lib/thanos/draft.ts'
import { Button, ButtonLink } from '#components/ui/button.tsx'
import { YamlDiff } from '#components/manifest/yaml-diff.tsx'
import { Sentence } from '#components/ui/sentence.tsx'
import { SeverityMark } from '#components/ui/severity.tsx'
import type { Finding } from '#lib/thanos/finding.ts'
import { specObjectId, type StackSpec } from '#lib/thanos/spec.ts'
import { previewOf, yamlOf } from './fix-preview.ts'
import { Lines } from './lines.tsx'
import { kindOf, nameOf } from './object-title.tsx'
import { excerptOf, renderedExcerpt } from './source-excerpt.ts'
import { withCode } from './with-code.ts'

/** The detail of a finding. `editHref` leads to the form of its object; `mainRef` is the button that Enter goes to. */
export function FindingDetail({ spec, finding, sources, editHref, onFix, mainRef, headed = true }: {
  spec: StackSpec
  finding: Finding
  sources: readonly ImportSource[]
  editHref: string | undefined
  onFix: (finding: Finding) => void
  mainRef?: Ref<HTMLButtonElement>
  headed?: boolean
}): ReactNode {
  const t = useTranslations('findings.detail')
  const { fix } = finding
  const previews = useMemo(() => (fix === undefined ? [] : previewOf(spec, fix.edits)), [spec, fix])
  const excerpt = useMemo(() => excerptOf(sources, finding) ?? rendered(spec, finding), [spec, sources, finding])
  return (
    <article aria-label={t('label')}>
      <div className="flex min-h-10 items-center justify-between gap-3 border-line lg:mb-2.5 lg:border-b">
        <SeverityMark severity={finding.severity} />
        <code className="text-ink-3">{finding.code}</code>
      </div>
      {headed && <h2 className="mb-0.5 text-title tracking-[-0.01em]"><Sentence text={withCode(finding.message)} /></h2>}
      <p className="text-ink-2"><Sentence text={withCode(finding.reason)} /></p>
      {excerpt !== undefined && (
        <>
          <Heading title={t('where')}><code className="wrap-anywhere">{excerpt.file}:{excerpt.hit}</code></Heading>
          <Lines excerpt={excerpt} severity={finding.severity} />
        </>
      )}
      {fix !== undefined && (
        <>
          <Heading title={t('fix')}><span className="text-ink-3">{fix.safe ? t('safe') : t('unsafe')}: <Sentence text={withCode(fix.title)} /></span></Heading>
          {previews.map(({ id, before, after }) => (
            <div key={id}>
              {previews.length > 1 && <p className="pt-1 text-label text-ink-3">{kindOf(id)} <span className="font-semibold text-ink-2">{nameOf(id)}</span></p>}
              <YamlDiff label={id} before={before} after={after} context={1} brief />
            </div>
          ))}
        </>
      )}
      <div className="mt-3.5 flex flex-wrap gap-2">
        {fix !== undefined && <Button ref={mainRef} onClick={() => onFix(finding)}>{t('fixThis')}</Button>}
        {editHref !== undefined && <ButtonLink href={editHref} variant="quiet">{t('edit', { name: nameOf(finding.object) })}</ButtonLink>}
      </div>
      {fix === undefined && <p className="mt-2.5 text-ink-2">{t('noFix')}</p>}
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
