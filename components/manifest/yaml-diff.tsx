'use client'
// The difference of two manifests as text: computed here, drawn by the diff view.
import { type JSX, type ReactNode, useMemo } from 'react'
import { type DiffRow, DiffView } from '#components/ui/diff-view.tsx'
import { lineDiff } from '#lib/manifest/line-diff.ts'

/** The diff; `context` unchanged lines stay beside a change. `note` may put something at the right end of a row. */
export function YamlDiff({ label, before, after, context = 3, note }: {
  label: string; before: string; after: string; context?: number; note?: (row: DiffRow, index: number) => ReactNode
}): JSX.Element {
  const rows = useMemo(() => lineDiff(before, after, { context }).map((row): DiffRow => (row.kind === 'folded' ? { ...row, count: row.hidden.length } : row)), [before, after, context])
  return <DiffView label={label} rows={rows} {...(note === undefined ? {} : { note })} />
}
