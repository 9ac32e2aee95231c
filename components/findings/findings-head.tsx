'use client'
// The answer that opens the findings page: how bad it is, in one sentence, what it rests on, and the figures of what was read.
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import type { ImportSource } from '#lib/thanos/draft.ts'
import { Age } from '#components/ui/age.tsx'
import { SeverityCounts } from '#components/ui/severity.tsx'
import { type Stat, StatStrip } from '#components/ui/stat-strip.tsx'
import { Verdict } from '#components/ui/verdict.tsx'
import type { Finding } from '#lib/thanos/finding.ts'
import { remembered } from '#lib/thanos/remember.ts'
import type { StackSpec } from '#lib/thanos/spec.ts'
import { countFindings, workloadsWithErrors } from './findings-view.ts'
import { nameOf } from './object-title.tsx'
import { specFacts } from './spec-facts.ts'

/** Counts, sentence and what was read. `source` is the newest import, absent for a draft that only holds edits. */
export function FindingsHead({ spec, findings, source, notRead, baseNumber, edits }: {
  spec: StackSpec
  findings: readonly Finding[]
  source: ImportSource | undefined
  notRead: number
  baseNumber: number | undefined
  edits: number
}): ReactNode {
  const t = useTranslations('findings.head')
  const facts = specFacts(spec)
  const { faulty, all } = workloadsWithErrors(spec, findings)
  const version = facts.versions.length === 0 ? t('newestVersion') : facts.versions.join(', ')
  const [first, ...more] = source?.files ?? []
  const lineCount = source === undefined ? 0 : linesOf(source)
  return (
    <Verdict
      eyebrow={<SeverityCounts counts={countFindings(findings)} />}
      sub={source === undefined || first === undefined
        ? t('draft', { edits, base: baseNumber ?? 0, version })
        : <>{t.rich('read', { file: first.name, more: more.length, lines: lineCount, age: () => <Age at={source.readAt} /> })}{' '}{t('checked', { version })}</>}
    >
      {t(notRead === 0 ? 'objects' : 'objectsNotAll', { count: facts.objects, notRead })} {sentence()}
    </Verdict>
  )

  function sentence(): string {
    if (all === 0) return t('noWorkload')
    if (findings.length === 0) return t('clean')
    if (faulty > 0) return t('faulty', { faulty, all })
    return findings.some(({ severity }) => severity === 'error') ? t('faultyOther') : t('noErrors')
  }
}

/** How many lines were read: counted once, since there may be hundreds of thousands. */
const linesOf = remembered(({ files }: ImportSource) => files.reduce((sum, { text }) => sum + countLines(text), 0))

function countLines(text: string): number {
  let lines = text.endsWith('\n') ? 0 : 1
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines += 1
  return lines
}

/** The number strip: what was read and what becomes of it. */
export function FindingsStrip({ spec, notManaged }: { spec: StackSpec; notManaged: readonly string[] }): ReactNode {
  const t = useTranslations('findings.strip')
  const facts = specFacts(spec)
  const versions = facts.versions.join(', ')
  const [first, ...others] = notManaged
  const stats: Stat[] = [
    { label: t('objects'), value: facts.objects, note: t('objectsNote') },
    { label: t('workloads'), value: facts.workloads, note: versions === '' ? t('pods', { count: facts.pods }) : t('podsImage', { count: facts.pods, version: versions }) },
    { label: t('flags'), value: facts.flags, note: facts.unknownFlags === 0 ? t('flagsKnown') : t('flagsUnknown', { count: facts.unknownFlags }) },
    { label: t('kept'), value: facts.kept, unit: t(facts.kept === 1 ? 'field' : 'fields'), note: keptNote() },
    {
      label: t('notManaged'), value: notManaged.length, unit: t(notManaged.length === 1 ? 'object' : 'objectMany'),
      note: first === undefined ? t('allManaged') : `${nameOf(first)}${others.length === 0 ? '' : t('andMore', { count: others.length })}`,
    },
  ]
  return <StatStrip stats={stats} className="mb-4 max-md:[&>:last-child]:col-span-2" />

  function keptNote(): string {
    const names = facts.keptFields.slice(0, 2).join(', ')
    if (names === '') return t('keptNone')
    return facts.keptFields.length > 2 ? `${names}${t('andMore', { count: facts.keptFields.length - 2 })}` : names
  }
}
