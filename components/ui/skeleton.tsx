// Waiting: the real heads with grey rows, which appear only when it takes longer than 300 ms.
import { clsx } from 'clsx'
import { useTranslations } from 'next-intl'
import type { JSX } from 'react'
import { Table, Td, Th } from './table.tsx'

/** One grey bar where a word will be. */
export function SkeletonBar({ width = 96, className }: { width?: number; className?: string }): JSX.Element {
  return <span aria-hidden="true" style={{ width }} className={clsx('late inline-block h-2 max-w-full rounded-mark bg-hair align-middle', className)} />
}

export type SkeletonColumn = { label: string; num?: boolean; phone?: boolean }

/** A table that is still being read. */
export function SkeletonTable({ columns, rows = 5 }: { columns: readonly SkeletonColumn[]; rows?: number }): JSX.Element {
  const t = useTranslations('ui')
  return (
    <Table label={t('loading')} busy>
      <thead><tr>{columns.map((column) => <Th key={column.label} num={column.num} phone={column.phone}>{column.label}</Th>)}</tr></thead>
      <tbody>
        {Array.from({ length: rows }, (_, row) => (
          <tr key={row}>{columns.map((column, index) => <Td key={column.label} num={column.num} phone={column.phone}><SkeletonBar width={barWidth(row, index, column.num === true)} /></Td>)}</tr>
        ))}
      </tbody>
    </Table>
  )
}

// Uneven, so that it reads as words; the same on server and client.
function barWidth(row: number, column: number, isNumber: boolean): number {
  return isNumber ? 20 + ((row * 7 + column) % 3) * 8 : 56 + ((row * 37 + column * 23) % 5) * 14
}
