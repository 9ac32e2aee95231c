'use client'
// The workloads that fields are set on: which are chosen, what each has now, what it becomes. Of a long list only what is seen is drawn.
import { useWindowVirtualizer } from '@tanstack/react-virtual'
import { useTranslations } from 'next-intl'
import { type ReactNode, useLayoutEffect, useRef, useState } from 'react'
import { Checkbox } from '#components/ui/checkbox.tsx'
import { Code } from '#components/ui/code.tsx'
import { Status } from '#components/ui/status.tsx'
import { Table, Td, Th } from '#components/ui/table.tsx'

/** Fewer rows than this are drawn whole: they can be searched and printed by the browser. */
const MANY = 200
const ROW_PX = 33
const ABOVE_PX = 240

/** What a workload has of one field; `next` is undefined where nothing changes. */
export type ManyCell = { readonly field: string; readonly now: ReactNode; readonly next: string | undefined }
/** `fits` says whether the workload has any of the fields, `values` one line for each of them. */
export type ManyRow = { readonly id: string; readonly name: string; readonly kind: string; readonly fits: boolean; readonly isChosen: boolean; readonly values: readonly ManyCell[] }

/** The table; `onChoose` takes a workload in or leaves it out. */
export function ManyTable({ rows, onChoose }: { rows: readonly ManyRow[]; onChoose: (id: string, isChosen: boolean) => void }): ReactNode {
  const t = useTranslations('edit.many')
  const table = useRef<HTMLDivElement>(null)
  const [top, setTop] = useState(ABOVE_PX)
  const isLong = rows.length > MANY
  // oxlint-disable-next-line react/incompatible-library -- the React compiler, which it speaks of, is not used here
  const virtualizer = useWindowVirtualizer({
    count: rows.length, enabled: isLong, estimateSize: () => ROW_PX, overscan: 20, scrollMargin: top,
    getItemKey: (index) => rows[index]?.id ?? index, initialRect: { width: 1200, height: 1000 },
  })
  // Syncs with the layout: where the rows begin.
  useLayoutEffect(() => setTop(table.current?.offsetTop ?? ABOVE_PX), [])
  const items = virtualizer.getVirtualItems()
  const before = (items[0]?.start ?? top) - top
  const after = virtualizer.getTotalSize() - ((items.at(-1)?.end ?? top) - top)
  return (
    <div ref={table} className="overflow-x-auto">
      <Table label={t('workloads')} sticky={false}>
        <thead><tr><Th><span className="sr-only">{t('chosen')}</span></Th><Th>{t('workload')}</Th><Th phone={false}>{t('kind')}</Th><Th>{t('now')}</Th><Th phone={false}>{t('becomes')}</Th></tr></thead>
        <tbody>
          {isLong && <Gap height={before} />}
          {isLong ? items.map(({ index }) => draw(rows[index], index)) : rows.map((row) => draw(row))}
          {isLong && <Gap height={after} />}
        </tbody>
      </Table>
    </div>
  )

  function draw(row: ManyRow | undefined, index?: number): ReactNode {
    if (row === undefined) return null
    return (
      <tr key={row.id} className={row.fits ? undefined : 'text-ink-3'} {...(index === undefined ? {} : { 'data-index': index, 'aria-rowindex': index + 2, ref: virtualizer.measureElement })}>
        <Td><Checkbox aria-label={t('choose', { name: row.name })} checked={row.isChosen} disabled={!row.fits} onChange={(event) => onChoose(row.id, event.target.checked)} /></Td>
        <Td name>{row.name}</Td>
        <Td phone={false}>{row.kind}</Td>
        <Td className="max-w-52 max-md:max-w-none">
          {row.values.map(({ field, now, next }) => (
            <Line key={field} field={row.values.length > 1 ? field : undefined}>
              {now}{next !== undefined && <span className="md:hidden"> <span aria-hidden="true" className="text-ink-3">→</span><span className="sr-only">{t('becomes')}</span> <Code wrap>{next}</Code></span>}
            </Line>
          ))}
        </Td>
        <Td phone={false} className="max-w-52">{row.values.map(({ field, next }) => <Line key={field} field={row.values.length > 1 && next !== undefined ? field : undefined}>{next !== undefined && <Status glyph="edited" tone="plain"><Code>{next}</Code></Status>}</Line>)}</Td>
      </tr>
    )
  }
}

/** One field's line of a cell: lines of both columns stand beside each other, also where one is empty. A phone has one column, whose lines break. */
function Line({ field, children }: { field: string | undefined; children: ReactNode }): ReactNode {
  return <span className="block min-h-5 truncate max-md:whitespace-normal max-md:wrap-anywhere">{field !== undefined && <span className="mr-1.5 text-label text-ink-3">{field}</span>}{children}</span>
}

/** The room of rows that are not drawn. */
function Gap({ height }: { height: number }): ReactNode {
  return height <= 0 ? null : <tr aria-hidden="true" style={{ height }} />
}
