'use client'
// The load: a size that fills it in, and its numbers to correct.
import { useTranslations } from 'next-intl'
import type { JSX } from 'react'
import { Field } from '#components/ui/field.tsx'
import { Input } from '#components/ui/input.tsx'
import { SectionHead } from '#components/ui/section.tsx'
import { CUTS, type Size, SIZES, START } from '#lib/thanos/sizing/load.ts'
import { LOAD_FIELDS, type LoadField, type TypedLoad, typedCount } from './typed-load.ts'

const SECONDS: readonly LoadField[] = ['interval']
const DAYS: readonly LoadField[] = ['localDays', 'rawDays', 'fiveDays', 'hourDays']
const FOREVER: readonly LoadField[] = ['rawDays', 'fiveDays', 'hourDays']

/** `copies` is set when the installation has a replication factor, which then holds. */
export function LoadForm({ size, typed, faults, copies, readOnly, onSize, onType }: {
  size: Size; typed: TypedLoad; faults: ReadonlySet<string>; copies: number | undefined; readOnly: boolean; onSize: (size: Size) => void; onType: (field: LoadField, value: string) => void
}): JSX.Element {
  const t = useTranslations('presets')
  const helpOf = (field: LoadField): string | undefined => {
    if (field === 'copies' && copies !== undefined) return t('load.copiesHere')
    return FOREVER.includes(field) ? t('load.forever') : undefined
  }
  return (
    <section className="mb-5">
      <SectionHead title={t('size.title')} aside={t('size.aside')} />
      <fieldset className="py-1.5" disabled={readOnly}>
        <legend className="sr-only">{t('size.legend')}</legend>
        {SIZES.map((each) => (
          <label key={each} className="grid min-h-[27px] cursor-pointer grid-cols-[16px_minmax(0,auto)_minmax(0,1fr)] items-center gap-2.5 max-md:min-h-11">
            <input type="radio" name="size" value={each} checked={each === size} onChange={() => onSize(each)} className="size-3.5" />
            <span className="whitespace-nowrap"><span className="font-semibold">{each}</span> {t(`size.${each}`)}</span>
            <span className="text-right text-label text-ink-3 tabular-nums">{t('size.what', { series: typedCount(START[each].series), copies: START[each].copies, perPod: typedCount(CUTS[each].seriesPerReceiver) })}</span>
          </label>
        ))}
      </fieldset>
      <div className="grid grid-cols-2 gap-x-5 gap-y-3 pt-1.5 md:grid-cols-3">
        {LOAD_FIELDS.map((field) => (
          <Field key={field} label={<>{t(`load.${field}`)}{unitOf(field) !== undefined && <span className="text-ink-3"> {t(`load.${unitOf(field) ?? 'days'}`)}</span>}</>} error={faults.has(field) ? t(`load.fault.${field}`) : undefined} help={helpOf(field)}>
            {(control) => <Input {...control} mono inputMode={field === 'series' || field === 'samples' ? 'text' : 'decimal'} value={typed[field]} readOnly={readOnly || (field === 'copies' && copies !== undefined)} onChange={(event) => onType(field, event.target.value)} />}
          </Field>
        ))}
      </div>
    </section>
  )
}

function unitOf(field: LoadField): 'seconds' | 'days' | undefined {
  if (SECONDS.includes(field)) return 'seconds'
  return DAYS.includes(field) ? 'days' : undefined
}
