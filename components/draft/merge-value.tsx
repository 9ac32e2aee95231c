'use client'
// One side of a field that somebody changed, in words: its value, or that it is not there.
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { fieldValue } from '#components/changes/field-name.ts'
import type { MergeField } from '#lib/thanos/merge.ts'

/** Which version of a field is meant. */
export type SideName = 'before' | 'theirs' | 'mine'

/** The value; of a whole object whether it stays as it was, was changed or is gone. Long texts scroll inside themselves. */
export function MergeValue({ field, side }: { field: MergeField; side: SideName }): ReactNode {
  const t = useTranslations('edit.conflict')
  if (field.path === '') return <span>{wholeWord(t, field, side)}</span>
  const value = fieldValue(field.path, field[side])
  if (value === undefined) return <span className="text-ink-3">{t(field.line === undefined ? 'unset' : 'noLines')}</span>
  if (typeof value === 'object') return <span>{t(value.word)}</span>
  return <code className="block max-h-40 overflow-auto whitespace-pre-wrap wrap-anywhere">{value === '' ? '""' : value}</code>
}

function wholeWord(t: ReturnType<typeof useTranslations<'edit.conflict'>>, field: MergeField, side: SideName): string {
  if (field[side] === undefined) return t(side === 'before' ? 'absentObject' : 'removedObject')
  return t(side === 'before' ? 'asBefore' : 'changedObject')
}
