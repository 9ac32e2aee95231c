'use client'
// The difference of two manifests as text: computed here, drawn by the diff view.
import { type JSX, type ReactNode, useMemo } from 'react'
import { type DiffRow, DiffView } from '#components/ui/diff-view.tsx'
import { lineDiff } from '#lib/manifest/line-diff.ts'

/**
 * The diff; `context` unchanged lines stay beside a change. `brief` leaves out what is folded before the first and after the last change.
 * `note` may put something at the right end of a row.
 */
export function YamlDiff({ label, before, after, context = 3, brief = false, note }: {
  label: string; before: string; after: string; context?: number; brief?: boolean; note?: (row: DiffRow, index: number) => ReactNode
}): JSX.Element {
  const rows = useMemo(() => {
    const all = lineDiff(before, after, { context }).map((row): DiffRow => (row.kind === 'folded' ? { kind: 'folded', text: '', count: row.hidden.length } : row))
    return brief ? all.filter((row, index) => row.kind !== 'folded' || (index > 0 && index < all.length - 1)) : all
  }, [before, after, context, brief])
  return <DiffView label={label} rows={rows} {...(note === undefined ? {} : { note })} />
}
