'use client'
// The one value for several workloads, typed as the field wants it.
import { useTranslations } from 'next-intl'
import { type ReactNode, useState } from 'react'
import { Field } from '#components/ui/field.tsx'
import { Input } from '#components/ui/input.tsx'
import { Select } from '#components/ui/select.tsx'
import { Textarea } from '#components/ui/textarea.tsx'
import { readYaml } from '#lib/manifest/read-yaml.ts'
import type { BulkField, BulkValue } from '#lib/thanos/bulk.ts'
import { flagOf } from '#lib/thanos/catalogue.ts'
import { selectorOf } from '#lib/thanos/pod-fields.ts'
import { podPresets } from '#lib/thanos/pod-presets.ts'
import { toYaml } from '#lib/manifest/yaml.ts'
import type { Workload } from '#lib/thanos/spec.ts'

/** The input. `sample` is one of the workloads: its kind says what the flag takes. */
export function ManyValue({ label, field, sample, value, problem, readOnly, onChange }: {
  label: string; field: BulkField; sample: Workload | undefined; value: BulkValue; problem: string | undefined; readOnly: boolean; onChange: (value: BulkValue) => void
}): ReactNode {
  const t = useTranslations('edit.many')
  const [yaml, setYaml] = useState('')
  const [isBroken, setBroken] = useState(false)
  const flag = field.is === 'flag' && sample !== undefined ? flagOf(sample.kind, field.name) : undefined
  const words = flag?.type === 'boolean' ? ['true', 'false'] : flag?.values
  const one = Array.isArray(value) ? value.join('\n') : value
  if (field.is === 'shape') return shape(field)
  if (words !== undefined) {
    return (
      <Field label={label} error={problem}>
        {(control) => (
          <Select {...control} mono disabled={readOnly} value={typeof one === 'string' ? one : ''} onChange={(event) => onChange(event.target.value === '' ? undefined : [event.target.value])}>
            <option value="">{t('byDefault')}</option>
            {words.filter((word) => word !== '').map((word) => <option key={word} value={word}>{word}</option>)}
          </Select>
        )}
      </Field>
    )
  }
  const type = (typed: string): void => {
    if (field.is === 'text') onChange(typed === '' ? undefined : typed)
    else onChange(typed === '' ? undefined : typed.split('\n').filter((line) => line !== ''))
  }
  return (
    <Field label={label} error={value === undefined ? undefined : problem} help={flag?.repeatable === true ? t('lines') : t('empty')}>
      {(control) => (flag?.repeatable === true
        ? <Textarea {...control} mono rows={3} readOnly={readOnly} defaultValue="" onChange={(event) => type(event.target.value)} />
        : <Input {...control} mono readOnly={readOnly} value={typeof one === 'string' ? one : ''} onChange={(event) => type(event.target.value)} />)}
    </Field>
  )

  function shape({ name }: Extract<BulkField, { is: 'shape' }>): ReactNode {
    const take = (typed: string): void => {
      setYaml(typed)
      const { documents: [document], problems } = readYaml([{ name: 'YAML', text: typed }])
      setBroken(problems.length > 0)
      if (problems.length === 0) onChange(typed.trim() === '' ? undefined : document?.value)
    }
    // A selector differs from workload to workload, so only ready-made values without one fit all.
    const presets = sample === undefined ? [] : podPresets(name, { kind: sample.kind, selector: selectorOf(sample) }).filter((preset) => !JSON.stringify(preset.value).includes('labelSelector'))
    const faultOf = (): string | undefined => {
      if (isBroken) return t('broken')
      return value === undefined ? undefined : problem
    }
    return (
      <Field label={label} error={faultOf()} help={t('yaml')} className="md:col-span-2">
        {(control) => (
          <>
            <Textarea {...control} mono rows={Math.max(4, yaml.split('\n').length)} readOnly={readOnly} value={yaml} onChange={(event) => take(event.target.value)} />
            {!readOnly && presets.map((preset) => <button key={preset.id} type="button" className="link mt-1 mr-3 text-label" onClick={() => take(toYaml(preset.value))}>{t(`preset.${preset.id}`)}</button>)}
          </>
        )}
      </Field>
    )
  }
}

/** A value on one line; undefined when it is not set. */
export function shown(value: BulkValue): string | undefined {
  if (value === undefined || typeof value === 'string') return value
  if (Array.isArray(value) && value.every((one) => typeof one === 'string')) return value.join(', ')
  return JSON.stringify(value).replaceAll('"', '')
}
