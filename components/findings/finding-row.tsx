'use client'
// The rows of the list of findings: heads of groups, and one line for each finding.
import { clsx } from 'clsx'
import { useTranslations } from 'next-intl'
import type { KeyboardEvent, ReactNode } from 'react'
import { Glyph } from '#components/ui/glyph.tsx'
import { Sentence } from '#components/ui/sentence.tsx'
import { severityGlyph } from '#components/ui/severity.tsx'
import { Status } from '#components/ui/status.tsx'
import type { StackSpec } from '#lib/thanos/spec.ts'
import { useAcceptances } from './acceptances.tsx'
import { AcceptButton } from './finding-accept.tsx'
import { useLeft } from './finding-until.tsx'
import { type Entry, isAccepted } from './findings-filter.ts'
import type { CauseRow, ObjectRow, SeverityRow } from './findings-rows.ts'
import { needsYou } from './findings-view.ts'
import { nameOf, ObjectTitle } from './object-title.tsx'
import { withCode } from './with-code.ts'

export type RowLook = 'selected' | 'marked' | 'plain'

const ROW: Record<RowLook, string> = {
  selected: 'pl-3 bg-accent-tint shadow-[inset_2px_0_var(--accent)] max-md:-mx-4 max-md:w-[calc(100%+32px)] max-md:px-4 [&_[data-words]]:font-semibold',
  marked: 'pl-3 max-md:pl-0 lg:bg-accent-tint lg:shadow-[inset_2px_0_var(--accent)] lg:[&_[data-words]]:font-semibold max-lg:hover:bg-hover',
  plain: 'pl-3 hover:bg-hover max-md:pl-0',
}
/** Rows that the arrow keys reach stay clear of the bar and of the foot. */
const REACHED = 'scroll-mt-16 scroll-mb-20 focus-visible:-outline-offset-2'

/**
 * One finding. Under a cause its object speaks for it, else its sentence; `place` is what stands at its right: the object, or the line
 * in the file.
 */
export function FindingLine({ entry, look, isUnderCause, place, onSelect, onOpen }: {
  entry: Entry; look: RowLook; isUnderCause: boolean; place: string; onSelect: () => void; onOpen: () => void
}): ReactNode {
  const { finding } = entry
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
        'grid w-full grid-cols-[12px_minmax(0,1fr)_auto_auto] items-start gap-2.5 border-b border-hair py-[5px] text-left max-md:min-h-11 max-md:grid-cols-[12px_minmax(0,1fr)_auto] max-md:py-[11px]',
        REACHED, ROW[look],
      )}
    >
      <Glyph name={severityGlyph(finding.severity)} className={clsx('mt-1', isAccepted(entry) && 'opacity-45')} />
      <span data-words className={clsx('wrap-anywhere', isAccepted(entry) ? 'text-ink-2' : 'font-medium')}>
        {isUnderCause ? <ObjectWords entry={entry} /> : <Sentence text={withCode(finding.message)} />}
        {entry.isNew && <New />}
      </span>
      <span className="max-w-44 truncate text-ink-3 max-md:hidden" title={place}>{place}</span>
      <span className="min-w-[82px] text-right max-md:min-w-0"><EntryState entry={entry} /></span>
    </button>
  )
}

/** The object and the place in it, and what the finding is about where several of a group stand at one place. */
function ObjectWords({ entry: { finding } }: { entry: Entry }): ReactNode {
  const t = useTranslations('findings.object')
  return (
    <>
      {finding.object === '' ? t('stack') : nameOf(finding.object)} <code className="font-normal text-ink-3">{finding.path}</code>
      {finding.about !== undefined && <> <code className="font-normal">{finding.about}</code></>}
    </>
  )
}

function New(): ReactNode {
  const t = useTranslations('findings')
  return <span className="ml-2 font-normal text-notice-text">{t('new')}</span>
}

function EntryState({ entry }: { entry: Entry }): ReactNode {
  const t = useTranslations('findings')
  const left = useLeft()
  const { state, finding } = entry
  if (state?.kind === 'accepted') return <Status glyph="check" className="text-ink-3!">{t('acceptance.rowAccepted', { left: left(state.acceptance.until) })}</Status>
  if (state?.kind === 'ended') return <Status glyph="open" tone="notice">{t('acceptance.rowEnded')}</Status>
  if (needsYou(finding)) return <Status glyph="open" tone="notice" className="max-md:[&>svg]:hidden">{t('needsYou')}</Status>
  return <span className="text-ink-3 max-md:hidden">{t('safeFix')}</span>
}

/** "◆ Errors 12". */
export function SeverityLine({ row }: { row: SeverityRow }): ReactNode {
  const t = useTranslations('findings.severities')
  return (
    <h3 className="flex min-h-[34px] items-end border-b border-hair pb-1.5 text-label font-normal text-ink-3">
      <span>{t(row.id)} <span>{row.count}</span></span>
    </h3>
  )
}

/** A cause that several objects share: opens and closes, and can be accepted for all of them at once. */
export function CauseLine({ row, onToggle }: { row: CauseRow; onToggle: () => void }): ReactNode {
  const t = useTranslations('findings.cause')
  const { mayAccept, keyOf, stackId } = useAcceptances()
  const open = row.entries.filter((entry) => !isAccepted(entry) && !entry.isNew).map(({ finding }) => finding)
  const objects = new Set(row.entries.map(({ finding }) => finding.object)).size
  return (
    <div className="flex items-center border-b border-hair hover:bg-hover">
      <button
        type="button" data-finding-row aria-expanded={row.isOpen} onClick={onToggle}
        className={clsx('grid min-w-0 flex-1 grid-cols-[12px_minmax(0,1fr)_auto_12px] items-start gap-2.5 py-[5px] pl-3 text-left max-md:min-h-11 max-md:py-[11px] max-md:pl-0', REACHED)}
      >
        <Glyph name={severityGlyph(row.severity)} className="mt-1" />
        <span className="min-w-0 font-medium wrap-anywhere"><Sentence text={withCode(row.title)} /></span>
        <span className="text-ink-2">{objects > 1 ? t('objects', { count: objects }) : t('places', { count: row.entries.length })}</span>
        <Glyph name={row.isOpen ? 'down' : 'right'} className="mt-1" />
      </button>
      {mayAccept && row.isOpen && open.length > 1 && (
        <span className="flex-none pl-2 max-md:hidden"><AcceptButton key={`${stackId} ${open.map(keyOf).join(' ')}`} size="small" findings={open} label={t('accept', { count: open.length })} /></span>
      )}
    </div>
  )
}

/** An object, and how it stands. */
export function ObjectLine({ row, spec }: { row: ObjectRow; spec: StackSpec }): ReactNode {
  return (
    <h3 className="flex min-h-[34px] items-center justify-between gap-x-3 border-b border-hair pt-[3px] font-normal max-md:min-h-12 max-md:flex-wrap max-md:py-2">
      <ObjectTitle id={row.id} object={row.object} spec={spec} />
      <ObjectState row={row} />
    </h3>
  )
}

function ObjectState({ row: { counts, brokenReads } }: { row: ObjectRow }): ReactNode {
  const t = useTranslations('findings.group')
  const [broken] = brokenReads
  if (counts.error > 0) return <Status glyph="error" tone="degraded" className="shrink-0">{t('errors', { count: counts.error })}</Status>
  if (broken !== undefined) return <Status glyph="error" tone="degraded" className="shrink-0">{t('readsBroken', { name: nameOf(broken) })}</Status>
  if (counts.warning + counts.advice > 0) return <span className="shrink-0 text-ink-3">{t('noErrors')}</span>
  return <Status glyph="check" className="shrink-0">{t('nothing')}</Status>
}
