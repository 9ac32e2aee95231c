// A difference of two texts: both line numbers, − and +, tinted rows, the changed words marked, unchanged lines folded.
import { clsx } from 'clsx'
import { useTranslations } from 'next-intl'
import { Fragment, type JSX, type ReactNode } from 'react'

/**
 * One row. `marks` are the changed pieces of `text`, as [from, to) offsets in order. A folded row stands for `count` unchanged lines, and
 * can be opened when it brings them as `hidden`.
 */
export type DiffRow = {
  kind: 'same' | 'added' | 'removed' | 'folded'
  oldLine?: number
  newLine?: number
  text: string
  marks?: readonly (readonly [from: number, to: number])[]
  count?: number
  hidden?: readonly DiffRow[]
}

const ROW = { same: '', added: 'bg-added [&_i]:text-ink-2', removed: 'bg-removed [&_i]:text-ink-2', folded: 'bg-inset font-sans text-ink-3' } as const
const SIGN = { same: '', added: '+', removed: '−', folded: '' } as const

/** The rows; it scrolls sideways inside itself. `note` may put something at the right end of a row. */
export function DiffView({ label, rows, note }: { label: string; rows: readonly DiffRow[]; note?: (row: DiffRow, index: number) => ReactNode }): JSX.Element {
  return (
    <div role="region" aria-label={label} tabIndex={0} className="overflow-x-auto border-y border-hair font-mono text-code focus-visible:-outline-offset-2">
      <div className="min-w-fit">
        {rows.map((row, index) => {
          const line = <Row row={row} note={note?.(row, index)} />
          if (row.hidden === undefined) return <Fragment key={index}>{line}</Fragment>
          return (
            <details key={index}>
              <summary className="list-none hover:text-ink focus-visible:-outline-offset-2 [&::-webkit-details-marker]:hidden">{line}</summary>
              {row.hidden.map((hidden, place) => <Row key={place} row={hidden} />)}
            </details>
          )
        })}
      </div>
    </div>
  )
}

function Row({ row, note }: { row: DiffRow; note?: ReactNode }): JSX.Element {
  const t = useTranslations('ui.diff')
  return (
    <span className={clsx('grid grid-cols-[36px_36px_24px_minmax(max-content,1fr)_auto] max-md:grid-cols-[0_30px_20px_minmax(max-content,1fr)_auto]', ROW[row.kind])}>
      <i className="overflow-hidden text-right whitespace-nowrap not-italic text-ink-3 select-none">{row.kind !== 'folded' && row.oldLine}</i>
      <i className="text-right not-italic text-ink-3 select-none">{row.kind !== 'folded' && (row.newLine ?? <span className="md:hidden">{row.oldLine}</span>)}</i>
      <i className="text-center not-italic text-ink-3 select-none">
        {SIGN[row.kind]}
        {(row.kind === 'added' || row.kind === 'removed') && <span className="sr-only">{t(row.kind)}</span>}
      </i>
      {row.kind === 'folded' ? <span className={clsx(row.hidden !== undefined && 'underline-offset-3 hover:underline')}>{t('folded', { count: row.count ?? row.hidden?.length ?? 0 })}</span> : <span className="whitespace-pre">{marked(row)}</span>}
      {note !== undefined && <span className="px-3 font-sans">{note}</span>}
    </span>
  )
}

function marked({ kind, text, marks = [] }: DiffRow): ReactNode {
  const pieces: ReactNode[] = []
  let at = 0
  for (const [from, to] of marks) {
    pieces.push(<Fragment key={`${from}-`}>{text.slice(at, from)}</Fragment>)
    pieces.push(<mark key={from} className={clsx('-mx-0.5 rounded-mark px-0.5 text-inherit', kind === 'added' ? 'bg-added-mark' : 'bg-removed-mark')}>{text.slice(from, to)}</mark>)
    at = to
  }
  pieces.push(<Fragment key="rest">{text.slice(at)}</Fragment>)
  return pieces
}
