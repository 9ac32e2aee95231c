'use client'
// Findings beside their detail: filter, list at the left, the selected one at the right; on a narrow screen the detail opens in the list.
import { useLocale, useTranslations } from 'next-intl'
import { type ReactNode, useDeferredValue, useMemo, useRef, useState } from 'react'
import type { ImportSource } from '#lib/thanos/draft.ts'
import { Chips } from '#components/ui/chips.tsx'
import { Empty } from '#components/ui/empty.tsx'
import { FilterInput } from '#components/ui/filter-input.tsx'
import { type Finding, findingKey } from '#lib/thanos/finding.ts'
import type { StackSpec } from '#lib/thanos/spec.ts'
import { FindingDetail } from './finding-detail.tsx'
import { FindingList } from './finding-list.tsx'
import { type Chip, filterFindings, groupFindings, needsYou } from './findings-view.ts'
import { excerptOf } from './source-excerpt.ts'

/** The board. `editHref` gives the form of an object, or undefined where there is none. */
export function FindingsBoard({ spec, findings, sources, editHref, onFix }: {
  spec: StackSpec
  findings: readonly Finding[]
  sources: readonly ImportSource[]
  editHref: (object: string) => string | undefined
  onFix: (finding: Finding) => void
}): ReactNode {
  const t = useTranslations('findings')
  const locale = useLocale()
  const [words, setWords] = useState('')
  const [chip, setChip] = useState<Chip>('all')
  const [chosen, setChosen] = useState<string>()
  const main = useRef<HTMLButtonElement>(null)
  const filter = useDeferredValue(words)
  const shown = useMemo(() => filterFindings(findings, { words: filter, chip, locale }), [findings, filter, chip, locale])
  const groups = useMemo(() => {
    const all = groupFindings(spec, shown)
    return shown.length === findings.length ? all : all.filter((group) => group.findings.length > 0)
  }, [spec, shown, findings])
  const lines = useMemo(() => new Map(findings.map((finding) => [findingKey(finding), excerptOf(sources, finding)?.hit])), [findings, sources])
  const inOrder = groups.flatMap((group) => group.findings)
  const selected = inOrder.find((finding) => findingKey(finding) === chosen)
  const beside = selected ?? inOrder[0]
  const detail = (finding: Finding, isBeside: boolean): ReactNode => (
    <FindingDetail
      key={findingKey(finding)} spec={spec} finding={finding} sources={sources} onFix={onFix} headed={isBeside}
      editHref={finding.object === '' ? undefined : editHref(finding.object)} {...(isBeside ? { mainRef: main } : {})}
    />
  )
  return (
    <div className="grid items-start gap-x-10 lg:grid-cols-[minmax(0,1fr)_minmax(0,520px)]">
      <div className="min-w-0">
        <div className="flex min-h-10 items-center gap-4 border-b border-line max-md:min-h-12">
          <h2 className="mr-auto whitespace-nowrap">{t('title')} <span className="font-normal text-ink-3">{findings.length}</span></h2>
          <Chips
            label={t('narrow')} value={chip} onChange={setChip}
            chips={[{ value: 'all', label: t('all') }, { value: 'needs-you', label: t('needsYou'), count: findings.filter(needsYou).length }]}
          />
          <FilterInput label={t('filter')} value={words} onChange={setWords} className="w-52 max-md:hidden" />
        </div>
        {findings.length > 0 && shown.length === 0 && <Empty title={t('noMatch')} />}
        <FindingList
          spec={spec} groups={groups}
          selected={selected === undefined ? undefined : chosen} marked={beside === undefined ? undefined : findingKey(beside)}
          onSelect={setChosen} onOpen={() => main.current?.focus()} lines={lines}
          renderDetail={(finding) => detail(finding, false)}
        />
      </div>
      <div className="sticky top-(--bar) max-h-[calc(100vh-var(--bar)-56px)] overflow-y-auto pb-6 max-lg:hidden">
        {beside !== undefined && detail(beside, true)}
      </div>
    </div>
  )
}
