'use client'
// The difference of two texts, of manifests above all: computed here, drawn by the diff view; says so when there is none.
import { useTranslations } from 'next-intl'
import { type JSX, type ReactNode, useMemo } from 'react'
import { type DiffRow, DiffView } from '#components/ui/diff-view.tsx'
import { lineDiff } from '#lib/manifest/line-diff.ts'

/**
 * The diff; `before` or `after` may be "": the object comes or goes. `context` unchanged lines stay beside a change, the others are folded
 * and can be opened. `brief` leaves out what is folded before the first and after the last change. `note` may put something at the
 * right end of a row.
 */
export function YamlDiff({ label, before, after, context = 3, brief = false, note }: {
  label: string; before: string; after: string; context?: number; brief?: boolean; note?: (row: DiffRow, index: number) => ReactNode
}): JSX.Element {
  const t = useTranslations('ui.diff')
  const rows = useMemo(() => {
    const all = lineDiff(before, after, { context }).map((row): DiffRow => (row.kind === 'folded' ? { ...row, text: '', count: row.hidden.length } : row))
    return brief ? all.filter((row, index) => row.kind !== 'folded' || (index > 0 && index < all.length - 1)) : all
  }, [before, after, context, brief])
  if (before === after) return <p className="py-2 text-ink-3">{t('same')}</p>
  return <DiffView label={label} rows={rows} {...(note === undefined ? {} : { note })} />
}
