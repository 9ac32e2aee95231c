'use client'
// Findings grouped by object, as rows to walk with ↑↓ and to open with Enter.
import { clsx } from 'clsx'
import { useTranslations } from 'next-intl'
import type { KeyboardEvent, ReactNode } from 'react'
import { Glyph } from '#components/ui/glyph.tsx'
import { Sentence } from '#components/ui/sentence.tsx'
import { severityGlyph } from '#components/ui/severity.tsx'
import { Status } from '#components/ui/status.tsx'
import { type Finding, findingKey } from '#lib/thanos/finding.ts'
import type { StackSpec } from '#lib/thanos/spec.ts'
import { type FindingGroup, needsYou } from './findings-view.ts'
import { nameOf, ObjectTitle } from './object-title.tsx'
import { withCode } from './with-code.ts'

/**
 * The list. `marked` is the finding shown beside the list, `selected` the one that was chosen: on screens without room beside the
 * list, `renderDetail` draws it below its row. `lines` holds the line of each finding in its file.
 */
export function FindingList({ spec, groups, selected, marked, onSelect, onOpen, lines, renderDetail }: {
  spec: StackSpec
  groups: readonly FindingGroup[]
  selected: string | undefined
  marked: string | undefined
  onSelect: (key: string) => void
  onOpen: () => void
  lines: ReadonlyMap<string, number | undefined>
  renderDetail: (finding: Finding) => ReactNode
}): ReactNode {
  return (
    <div onKeyDown={moveBetweenRows} className="pb-4">
      {groups.map((group) => (
        <section key={group.id}>
          <h3 className="flex min-h-[34px] items-center justify-between gap-x-3 border-b border-hair pt-[3px] font-normal max-md:min-h-12 max-md:flex-wrap max-md:py-2">
            <ObjectTitle id={group.id} object={group.object} spec={spec} />
            <GroupState group={group} />
          </h3>
          <ul>
            {group.findings.map((finding) => {
              const key = findingKey(finding)
              return (
                <li key={key}>
                  <FindingRow
                    finding={finding} look={lookOf(key)} line={lines.get(key)} onSelect={() => onSelect(key)} onOpen={onOpen}
                  />
                  {key === selected && <div className="border-b border-hair pb-4 lg:hidden">{renderDetail(finding)}</div>}
                </li>
              )
            })}
          </ul>
        </section>
      ))}
    </div>
  )

  function lookOf(key: string): RowLook {
    if (key === selected) return 'selected'
    return key === marked ? 'marked' : 'plain'
  }
}

type RowLook = 'selected' | 'marked' | 'plain'

const ROW: Record<RowLook, string> = {
  selected: 'pl-3 bg-accent-tint shadow-[inset_2px_0_var(--accent)] max-md:-mx-4 max-md:w-[calc(100%+32px)] max-md:px-4 [&_[data-words]]:font-semibold',
  marked: 'pl-3 max-md:pl-0 lg:bg-accent-tint lg:shadow-[inset_2px_0_var(--accent)] lg:[&_[data-words]]:font-semibold max-lg:hover:bg-hover',
  plain: 'pl-3 hover:bg-hover max-md:pl-0',
}

function FindingRow({ finding, look, line, onSelect, onOpen }: {
  finding: Finding; look: RowLook; line: number | undefined; onSelect: () => void; onOpen: () => void
}): ReactNode {
  const t = useTranslations('findings')
  const open = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter') return
    event.preventDefault()
    onSelect()
    onOpen()
  }
  return (
    <button
      type="button"
      data-finding-row
      aria-current={look === 'selected' || undefined}
      onClick={onSelect}
      onFocus={(event) => event.currentTarget.matches(':focus-visible') && onSelect()}
      onKeyDown={open}
      className={clsx(
        'grid w-full grid-cols-[12px_minmax(0,1fr)_auto_auto] items-start gap-2.5 border-b border-hair py-[5px] text-left focus-visible:outline-offset-[-2px] max-md:min-h-11 max-md:grid-cols-[12px_minmax(0,1fr)_auto] max-md:py-[11px]',
        ROW[look],
      )}
    >
      <Glyph name={severityGlyph(finding.severity)} className="mt-1" />
      <span data-words className="font-medium"><Sentence text={withCode(finding.message)} /></span>
      <span className="font-mono text-code text-ink-3 max-md:hidden">{line === undefined ? '' : `:${line}`}</span>
      <span className="min-w-[82px] text-right max-md:min-w-0">
        {needsYou(finding)
          ? <Status glyph="open" tone="notice" className="max-md:[&>svg]:hidden">{t('needsYou')}</Status>
          : <span className="text-ink-3 max-md:hidden">{t('safeFix')}</span>}
      </span>
    </button>
  )
}

function GroupState({ group }: { group: FindingGroup }): ReactNode {
  const t = useTranslations('findings.group')
  const { counts, brokenReads } = group
  const [broken] = brokenReads
  if (counts.error > 0) return <Status glyph="error" tone="degraded" className="shrink-0">{t('errors', { count: counts.error })}</Status>
  if (broken !== undefined) return <Status glyph="error" tone="degraded" className="shrink-0">{t('readsBroken', { name: nameOf(broken) })}</Status>
  if (counts.warning + counts.advice > 0) return <span className="shrink-0 text-ink-3">{t('noErrors')}</span>
  return <Status glyph="check" className="shrink-0">{t('nothing')}</Status>
}

function moveBetweenRows(event: KeyboardEvent<HTMLDivElement>): void {
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return
  const rows = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-finding-row]')]
  const here = rows.findIndex((row) => row === document.activeElement)
  const next = rows[here + (event.key === 'ArrowDown' ? 1 : -1)]
  if (here === -1 || next === undefined) return
  event.preventDefault()
  next.focus()
}
