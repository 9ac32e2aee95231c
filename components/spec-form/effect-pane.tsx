'use client'
// Beside the form, following the typing: what changes in the manifests, the YAML as it would be, and what is wrong.
import dynamic from 'next/dynamic'
import { useTranslations } from 'next-intl'
import { type ReactNode, useDeferredValue } from 'react'
import { Checking } from '#components/draft/checking.tsx'
import { useDraft } from '#components/draft/draft-provider.tsx'
import { compareFindings, countFindings, groupFindings } from '#components/findings/findings-view.ts'
import { Section } from '#components/ui/section.tsx'
import { SeverityCounts } from '#components/ui/severity.tsx'
import { Tab, TabList, TabPanel, Tabs } from '#components/ui/panel-tabs.tsx'
import { Verdict } from '#components/ui/verdict.tsx'
import type { Finding } from '#lib/thanos/finding.ts'
import { type SpecObject, specObjectId } from '#lib/thanos/spec.ts'
import { FindingNotes } from './finding-notes.tsx'
import { loadEffectChanges } from './load-effect-changes.ts'

const EffectChanges = dynamic(async () => (await loadEffectChanges()).EffectChanges, { ssr: false, loading: () => <Checking className="pt-1.5" /> })
const ObjectYaml = dynamic(async () => (await loadEffectChanges()).ObjectYaml, { ssr: false, loading: () => <Checking className="py-2" /> })

/** The pane for one object. */
export function EffectPane({ object, readOnly }: { object: SpecObject; readOnly: boolean }): ReactNode {
  const t = useTranslations('edit.effect')
  const { spec, baseSpec, baseNumber, edits, isChecking, findings, baseFindings, apply } = useDraft()
  const settled = useDeferredValue(spec)
  const settledObject = useDeferredValue(object)
  const changed = useDeferredValue(new Set(edits.map((edit) => edit.object)).size)
  const id = specObjectId(object)
  const ofObject = (finding: Finding): boolean => finding.object === id
  const own = findings.filter(ofObject)
  const fixed = compareFindings(baseFindings, findings).fixed.filter(ofObject)
  const counts = countFindings(own)
  const eyebrow = isChecking ? <Checking /> : <SeverityCounts counts={counts} />
  const sub = baseNumber === undefined ? t('subImport') : t('sub', { base: baseNumber })
  const onFix = readOnly ? undefined : (fix: NonNullable<Finding['fix']>): void => apply(fix.edits, fix.title)
  return (
    <Tabs defaultValue="changes">
      <TabList label={t('tabs')} className="mb-3">
        <Tab value="changes" count={changed}>{t('changes')}</Tab>
        <Tab value="yaml">{t('yaml')}</Tab>
        <Tab value="findings" count={isChecking ? undefined : findings.length}>{t('findings')}</Tab>
      </TabList>
      <TabPanel value="changes">
        {changed > 0
          ? <EffectChanges base={baseSpec} spec={settled} object={settledObject} errors={counts.error} eyebrow={eyebrow} sub={sub} />
          : <Verdict eyebrow={eyebrow} sub={sub}>{counts.error > 0 ? t('errors', { name: object.name, count: counts.error }) : t(baseNumber === undefined ? 'sameImport' : 'same', { base: baseNumber ?? 0 })}</Verdict>}
        <Section title={t('findingsOf', { name: object.name })} count={isChecking ? undefined : own.length} className={changed > 0 ? 'mt-4' : ''}>
          {isChecking && <Checking className="py-2" />}
          {!isChecking && (own.length + fixed.length === 0 ? <p className="py-2 text-ink-2">{t('noFindings', { name: object.name })}</p> : <FindingNotes findings={own} fixed={fixed} onFix={onFix} />)}
        </Section>
      </TabPanel>
      <TabPanel value="yaml"><ObjectYaml object={settledObject} /></TabPanel>
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
}
