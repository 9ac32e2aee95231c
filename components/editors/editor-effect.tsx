'use client'
// Beside every editor: the findings about what it edits, and what the draft changes in the manifests.
import { useTranslations } from 'next-intl'
import { type ReactNode, useDeferredValue, useMemo } from 'react'
import { Checking } from '#components/draft/checking.tsx'
import { useDraft } from '#components/draft/draft-provider.tsx'
import { compareFindings } from '#components/findings/findings-view.ts'
import { Section } from '#components/ui/section.tsx'
import { FindingNotes } from '#components/spec-form/finding-notes.tsx'
import { ManifestChanges, manifestChanges } from '#components/spec-form/manifest-changes.tsx'
import type { Finding } from '#lib/thanos/finding.ts'

/** Findings that `isAbout` picks, and all changed manifests with `open` unfolded. */
export function EditorEffect({ isAbout, open, readOnly }: { isAbout: (finding: Finding) => boolean; open: string; readOnly: boolean }): ReactNode {
  const t = useTranslations('editors.effect')
  const { spec, baseSpec, baseNumber, isChecking, findings, baseFindings, apply } = useDraft()
  const settled = useDeferredValue(spec)
  const changes = useMemo(() => manifestChanges(baseSpec, settled), [baseSpec, settled])
  const own = findings.filter(isAbout)
  const fixed = compareFindings(baseFindings, findings).fixed.filter(isAbout)
  return (
    <>
      <Section title={t('findings')} count={isChecking ? undefined : own.length} className="mb-5">
        {isChecking && <Checking className="py-2" />}
        {!isChecking && (own.length + fixed.length === 0
          ? <p className="py-2 text-ink-2">{t('clean')}</p>
          : <FindingNotes findings={own} fixed={fixed} onFix={readOnly ? undefined : (fix) => apply(fix.edits, fix.title)} />)}
      </Section>
      {changes.length > 0 ? <ManifestChanges changes={changes} open={open} /> : <p className="text-ink-3">{baseNumber === undefined ? t('sameImport') : t('same', { base: baseNumber })}</p>}
    </>
  )
}
