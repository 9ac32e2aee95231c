'use client'
// What one fix would change: the lines of each manifest that differ, numbered as in the file that was read.
import { type ReactNode, useMemo } from 'react'
import type { ImportSource } from '#lib/thanos/draft.ts'
import { DiffView } from '#components/ui/diff-view.tsx'
import type { Fix } from '#lib/thanos/finding.ts'
import type { StackSpec } from '#lib/thanos/spec.ts'
import { fixRows } from './fix-lines.ts'
import { previewOf } from './fix-preview.ts'
import { kindOf, nameOf } from './object-title.tsx'
import { placeInSource } from './source-excerpt.ts'

/** One diff for each object that changes; their names stand above them when there are several. */
export function FixDiffs({ spec, fix, sources }: { spec: StackSpec; fix: Fix; sources: readonly ImportSource[] }): ReactNode {
  const diffs = useMemo(() => previewOf(spec, fix.edits).map(({ id, before, after }) => ({ id, rows: fixRows(before, after, placeInSource(sources, id)) })), [spec, fix, sources])
  return diffs.map(({ id, rows }) => (
    <div key={id}>
      {diffs.length > 1 && <p className="pt-1 text-label text-ink-3">{kindOf(id)} <span className="font-semibold text-ink-2">{nameOf(id)}</span></p>}
      <DiffView label={id} rows={rows} />
    </div>
  ))
}
