'use client'
// The few words that nobody can compute: names, the bucket's Secret, tenants, where alerts go.
import { useTranslations } from 'next-intl'
import type { JSX } from 'react'
import { Field } from '#components/ui/field.tsx'
import { Input } from '#components/ui/input.tsx'
import { SectionHead } from '#components/ui/section.tsx'
import { Select } from '#components/ui/select.tsx'
import { type Release, RELEASES } from '#lib/thanos/version.ts'
import type { Detail, Details } from './add-model.ts'

const HELP = { secret: 'secretHelp', olderThan: 'olderThanHelp', tenants: 'tenantsHelp', alertmanager: 'alertmanagerHelp' } as const

/** Only what is shown matters for what is chosen; nothing when that is nothing. */
export function DetailForm({ shown, details, faults, readOnly, onType }: {
  shown: readonly (Detail | 'release')[]; details: Details; faults: ReadonlySet<string>; readOnly: boolean; onType: (details: Details) => void
}): JSX.Element | null {
  const t = useTranslations('presets.detail')
  if (shown.length === 0) return null
  return (
    <section className="mb-5">
      <SectionHead title={t('title')} />
      <div className="grid gap-x-5 gap-y-3 pt-3 md:grid-cols-2">
        {shown.map((name) => (
          name === 'release' ? (
            <Field key={name} label={t('release')}>
              {(control) => (
                <Select {...control} mono value={details.release} disabled={readOnly} onChange={(event) => onType({ ...details, release: RELEASES.find((each): each is Release => each === event.target.value) ?? details.release })}>
                  {RELEASES.toReversed().map((each) => <option key={each} value={each}>{each}</option>)}
                </Select>
              )}
            </Field>
          ) : (
            <Field key={name} label={<>{t(name)}{name === 'olderThan' && <span className="text-ink-3"> d</span>}</>} error={faults.has(name) ? t('fault') : undefined} help={name in HELP ? t(HELP[name as keyof typeof HELP]) : undefined}>
              {(control) => <Input {...control} mono value={details[name]} readOnly={readOnly} onChange={(event) => onType({ ...details, [name]: event.target.value })} />}
            </Field>
          )
        ))}
      </div>
    </section>
  )
}
