'use client'
// Findings of a piece that was pasted alone: checked as what it is, mended here, never saved.
import { useTranslations } from 'next-intl'
import { type ReactNode, useDeferredValue, useMemo, useState } from 'react'
import { FindingsBoard } from '#components/findings/findings-board.tsx'
import { FixAllButton } from '#components/findings/findings-fix-dialog.tsx'
import { countFindings, needsYou } from '#components/findings/findings-view.ts'
import { yamlOf } from '#components/findings/fix-preview.ts'
import { YamlView } from '#components/manifest/yaml-view.tsx'
import { Button } from '#components/ui/button.tsx'
import { Section } from '#components/ui/section.tsx'
import { SeverityCounts } from '#components/ui/severity.tsx'
import { StickyFoot } from '#components/ui/sticky-foot.tsx'
import { Verdict } from '#components/ui/verdict.tsx'
import { applyEdits } from '#lib/thanos/apply-edits.ts'
import type { Edit } from '#lib/thanos/edit.ts'
import { lint } from '#lib/thanos/lint.ts'
import { specObjectId, type StackSpec } from '#lib/thanos/spec.ts'
import { ImportFiles } from './import-files.tsx'
import type { ImportRead } from './read-import.ts'

/** The findings of the pieces; `onBack` leads to the drop zone. */
export function SnippetFindings({ read: { pieces, source, findings: first }, onBack }: { read: ImportRead; onBack: () => void }): ReactNode {
  const t = useTranslations('findings')
  const [asRead] = useState<StackSpec>({ version: 1, objects: [...pieces] })
  const [spec, setSpec] = useState(asRead)
  const settled = useDeferredValue(spec)
  const findings = useMemo(() => (settled === asRead ? first : lint(settled)), [settled, asRead, first])
  const sources = useMemo(() => [source], [source])
  const safe = findings.filter((finding) => !needsYou(finding)).length
  const change = (edits: readonly Edit[]): void => setSpec((current) => applyEdits(current, edits))
  return (
    <>
      <Verdict eyebrow={<SeverityCounts counts={countFindings(findings)} />} sub={t('snippet.sub')}>
        {findings.length === 0 ? t('snippet.clean') : t('snippet.title', { count: findings.length })}
      </Verdict>
      {(source.files.length > 1 || source.problems?.length !== 0) && <ImportFiles source={source} spec={spec} />}
      <FindingsBoard
        spec={spec} findings={findings} sources={sources} grouping="object" editHref={() => undefined}
        onFix={(finding) => { if (finding.fix !== undefined) change(finding.fix.edits) }}
      />
      {spec.objects.filter(({ type }) => type !== 'reference').map((object) => (
        <Section key={specObjectId(object)} title={t(spec === asRead ? 'snippet.asRead' : 'snippet.mended')} className="mt-5">
          <YamlView label={object.name} yaml={yamlOf(object)} />
        </Section>
      ))}
      <StickyFoot className="mt-auto -mb-7 max-md:-mb-8" note={<p>{t('snippet.why')}</p>}>
        <Button variant={safe > 0 ? 'secondary' : 'primary'} onClick={onBack}>{t('snippet.another')}</Button>
        <FixAllButton spec={spec} offered={safe} onTake={change} />
      </StickyFoot>
    </>
  )
}
