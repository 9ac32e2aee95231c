'use client'
// The fields that are set at once and the value of each: one row a field.
import { useLocale, useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { Button } from '#components/ui/button.tsx'
import { Field } from '#components/ui/field.tsx'
import { Input } from '#components/ui/input.tsx'
import type { Text } from '#lib/text.ts'
import type { BulkField, BulkValue } from '#lib/thanos/bulk.ts'
import type { Workload } from '#lib/thanos/spec.ts'
import { ManyValue } from './many-value.tsx'

/** What is typed in a row: the name of a field, and the value for all. */
export type TypedRow = { readonly id: number; readonly words: string; readonly value: BulkValue }
/** A row with the field that it names; undefined while it names none. */
export type FieldRow = TypedRow & { readonly field: BulkField | undefined; readonly sample: Workload | undefined; readonly problem: Text | undefined; readonly isTwice: boolean }

/** The rows; `names` are offered while typing. */
export function ManyFields({ rows, names, readOnly, onChange }: { rows: readonly FieldRow[]; names: readonly string[]; readOnly: boolean; onChange: (rows: readonly TypedRow[]) => void }): ReactNode {
  const t = useTranslations('edit.many')
  const locale = useLocale()
  const bare: readonly TypedRow[] = rows.map(({ id, words, value }) => ({ id, words, value }))
  const put = (id: number, patch: Partial<TypedRow>): void => onChange(bare.map((row) => (row.id === id ? { ...row, ...patch } : row)))
  return (
    <>
      <datalist id="many-fields">{names.map((name) => <option key={name} value={name}>{name}</option>)}</datalist>
      {rows.map(({ id, words, value, field, sample, problem, isTwice }, index) => (
        <div key={id} role="group" aria-label={t('row', { number: index + 1 })} className="mb-3 grid gap-3 border-b border-hair pb-3 md:grid-cols-[minmax(0,1fr)_minmax(0,1fr)_auto]">
          <Field label={t('field')} help={index === 0 ? t('fieldHelp') : undefined} error={isTwice ? t('twice') : undefined}>
            {(control) => <Input {...control} mono list="many-fields" value={words} placeholder="--log.level" onChange={(event) => put(id, { words: event.target.value, value: undefined })} />}
          </Field>
          {field === undefined ? <span className="max-md:hidden" /> : <ManyValue key={words} label={t('value')} field={field} sample={sample} value={value} problem={problem?.[locale]} readOnly={readOnly} onChange={(next) => put(id, { value: next })} />}
          {rows.length > 1 && <Button variant="quiet" className="self-start md:mt-6" aria-label={t('dropField', { name: words || index + 1 })} onClick={() => onChange(bare.filter((row) => row.id !== id))}>{t('drop')}</Button>}
        </div>
      ))}
      <Button size="small" onClick={() => onChange([...bare, { id: Math.max(...bare.map(({ id }) => id)) + 1, words: '', value: undefined }])}>{t('addField')}</Button>
    </>
  )
}
