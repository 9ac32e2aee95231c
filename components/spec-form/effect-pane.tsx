'use client'
// Beside the form, following the typing: what changes in the manifests, the YAML as it would be, and what is wrong.
import { useTranslations } from 'next-intl'
import { type ReactNode, useDeferredValue, useMemo } from 'react'
import { Checking } from '#components/draft/checking.tsx'
import { useDraft } from '#components/draft/draft-provider.tsx'
import { compareFindings, countFindings, groupFindings } from '#components/findings/findings-view.ts'
import { yamlOf } from '#components/findings/fix-preview.ts'
import { YamlView } from '#components/manifest/yaml-view.tsx'
import { Empty } from '#components/ui/empty.tsx'
import { Section } from '#components/ui/section.tsx'
import { SeverityCounts } from '#components/ui/severity.tsx'
import { Tab, TabList, TabPanel, Tabs } from '#components/ui/panel-tabs.tsx'
import { Verdict } from '#components/ui/verdict.tsx'
import type { Finding } from '#lib/thanos/finding.ts'
import { type SpecObject, specObjectId } from '#lib/thanos/spec.ts'
import { FindingNotes } from './finding-notes.tsx'
import { ManifestChanges, manifestChanges } from './manifest-changes.tsx'

/** The pane for one object. */
export function EffectPane({ object, readOnly }: { object: SpecObject; readOnly: boolean }): ReactNode {
  const t = useTranslations('edit.effect')
  const { spec, baseSpec, baseNumber, isChecking, findings, baseFindings, apply } = useDraft()
  const settled = useDeferredValue(spec)
  const settledObject = useDeferredValue(object)
  const changes = useMemo(() => manifestChanges(baseSpec, settled), [baseSpec, settled])
  const yaml = useMemo(() => yamlOf(settledObject), [settledObject])
  const id = specObjectId(object)
  const ofObject = (finding: Finding): boolean => finding.object === id
  const own = findings.filter(ofObject)
  const fixed = compareFindings(baseFindings, findings).fixed.filter(ofObject)
  const counts = countFindings(own)
  const onFix = readOnly ? undefined : (fix: NonNullable<Finding['fix']>): void => apply(fix.edits, fix.title)
  return (
    <Tabs defaultValue="changes">
      <TabList label={t('tabs')} className="mb-3">
        <Tab value="changes" count={changes.length}>{t('changes')}</Tab>
        <Tab value="yaml">{t('yaml')}</Tab>
        <Tab value="findings" count={isChecking ? undefined : findings.length}>{t('findings')}</Tab>
      </TabList>
      <TabPanel value="changes">
        <Verdict eyebrow={isChecking ? <Checking /> : <SeverityCounts counts={counts} />} sub={baseNumber === undefined ? t('subImport') : t('sub', { base: baseNumber })}>
          {sentence()}
        </Verdict>
        {changes.length > 0 && <ManifestChanges changes={changes} open={id} />}
        <Section title={t('findingsOf', { name: object.name })} count={isChecking ? undefined : own.length} className={changes.length > 0 ? 'mt-4' : ''}>
          {isChecking && <Checking className="py-2" />}
          {!isChecking && (own.length + fixed.length === 0 ? <p className="py-2 text-ink-2">{t('noFindings', { name: object.name })}</p> : <FindingNotes findings={own} fixed={fixed} onFix={onFix} />)}
        </Section>
      </TabPanel>
      <TabPanel value="yaml">{yaml === '' ? <Empty title={t('noFindings', { name: object.name })} /> : <YamlView label={object.name} yaml={yaml} />}</TabPanel>
      <TabPanel value="findings">
        {isChecking && <Checking className="py-2" />}
        {groupFindings(settled, findings).filter((group) => group.findings.length > 0).map((group) => (
          <Section key={group.id} title={group.id === '' ? t('allFindings') : group.id.slice(group.id.lastIndexOf('/') + 1)} count={group.findings.length} className="mb-3">
            <FindingNotes findings={group.findings} onFix={onFix} />
          </Section>
        ))}
      </TabPanel>
    </Tabs>
  )

  function sentence(): string {
    if (counts.error > 0) return t('errors', { name: object.name, count: counts.error })
    const lines = changes.reduce((sum, change) => sum + change.lines, 0)
    if (changes.length === 0) return t(baseNumber === undefined ? 'sameImport' : 'same', { base: baseNumber ?? 0 })
    return t('changesTitle', { lines, objects: changes.length })
  }
}
