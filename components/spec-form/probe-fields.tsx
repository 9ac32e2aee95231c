'use client'
// A probe as fields: how it asks and where, then how often, each number with what Kubernetes takes when it is absent, and its bounds.
import { useLocale, useTranslations } from 'next-intl'
import { type ReactNode, useState } from 'react'
import { Field } from '#components/ui/field.tsx'
import { Select } from '#components/ui/select.tsx'
import type { Json } from '#lib/manifest/types.ts'
import { PROBE_NUMBERS, PROBE_WAYS, type ProbeName, type ProbeNumber, type ProbePart, probeProblem, readProbe, withProbePart, withProbeWay } from '#lib/thanos/probe-form.ts'
import { TextInput } from './flag-input.tsx'

const NUMBERS: readonly ProbeNumber[] = ['initialDelaySeconds', 'periodSeconds', 'timeoutSeconds', 'failureThreshold', 'successThreshold']

type Given = { name: ProbeName; value: Json; was: Json | undefined; readOnly: boolean; onChange: (value: Json) => void }

/** The fields of a probe that they can express. `port` is where the container answers HTTP. */
export function ProbeFields({ port, ...given }: Given & { port: number }): ReactNode {
  const t = useTranslations('edit.probe')
  const { value, readOnly, onChange } = given
  const parts = readProbe(value)
  if (parts === undefined) return null
  return (
    <div className="mt-1.5 grid grid-cols-6 gap-x-2.5 gap-y-2 max-md:grid-cols-2">
      <Field label={<Small>{t('way')}</Small>} className="col-span-2">
        {(control) => (
          <Select {...control} value={parts.way} disabled={readOnly} onChange={(event) => onChange(withProbeWay(value, PROBE_WAYS.find((known) => known === event.target.value) ?? parts.way, port))}>
            {PROBE_WAYS.map((way) => <option key={way} value={way}>{t(`ways.${way}`)}</option>)}
          </Select>
        )}
      </Field>
      {parts.way === 'http' && <Part {...given} part="path" className="col-span-2 max-md:col-span-1" />}
      {parts.way !== 'exec' && <Part {...given} part="port" className="col-span-2 max-md:col-span-1" />}
      {parts.way === 'exec' && <Part {...given} part="command" className="col-span-4 max-md:col-span-2" />}
      <div className="col-span-full grid grid-cols-5 gap-x-2.5 gap-y-2 max-md:grid-cols-2">
        {NUMBERS.map((part) => <Part key={part} {...given} part={part} />)}
      </div>
    </div>
  )
}

function Part({ name, value, was, part, readOnly, onChange, className }: Given & { part: ProbePart; className?: string }): ReactNode {
  const t = useTranslations('edit.probe')
  const locale = useLocale()
  const current = textOf(value, part)
  const before = was === undefined ? undefined : textOf(was, part)
  // What Kubernetes would refuse stays in the field and says why.
  const [refused, setRefused] = useState<{ from: string; text: string }>()
  const problem = refused?.from === current ? probeProblem(name, part, refused.text) : undefined
  const take = (typed: string): void => {
    const text = part === 'command' ? typed : typed.trim()
    const isFine = probeProblem(name, part, text) === undefined
    setRefused(isFine ? undefined : { from: current, text })
    if (isFine) onChange(withProbePart(value, part, text))
  }
  const bounds = part === 'path' || part === 'port' || part === 'command' ? undefined : PROBE_NUMBERS[part]
  return (
    <Field label={<Small>{t(`part.${part}`)}</Small>} error={problem?.[locale]} help={bounds === undefined ? undefined : t('bounds', bounds)} {...(className === undefined ? {} : { className })}>
      {(control) => (
        <TextInput
          control={control} value={current} placeholder={bounds === undefined ? '' : String(bounds.default)} isEdited={before !== undefined && before !== current}
          isLong={part === 'command'} rows={3} readOnly={readOnly} onChange={take}
        />
      )}
    </Field>
  )
}

function Small({ children }: { children: ReactNode }): ReactNode {
  return <span className="text-label text-ink-3">{children}</span>
}

function textOf(probe: Json, part: ProbePart): string {
  const parts = readProbe(probe)
  if (parts === undefined) return ''
  return part === 'path' || part === 'port' || part === 'command' ? parts[part] : parts.numbers[part]
}
