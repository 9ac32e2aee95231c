// The difference of two texts, ready to be shown; says so when there is none.
import { useTranslations } from 'next-intl'
import type { JSX } from 'react'
import { lineDiff } from '#lib/manifest/line-diff.ts'
import { DiffView } from '../ui/diff-view.tsx'

/** `before` or `after` may be "": the object comes or goes. */
export function TextDiff({ label, before, after }: { label: string; before: string; after: string }): JSX.Element {
  const t = useTranslations('changes')
  if (before === after) return <p className="py-2 text-ink-3">{t('sameText')}</p>
  const rows = lineDiff(before, after).map((row) => (row.kind === 'folded' ? { ...row, count: row.hidden.length } : row))
  return <DiffView label={label} rows={rows} />
}
