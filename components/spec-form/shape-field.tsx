'use client'
// One field of a pod that has a shape of its own: as rows where rows can express it, as YAML always, with ready-made values to begin from.
import { clsx } from 'clsx'
import dynamic from 'next/dynamic'
import { useTranslations } from 'next-intl'
import { type ReactNode, useId, useState } from 'react'
import { Code } from '#components/ui/code.tsx'
import { part } from '#components/ui/part.ts'
import { Status } from '#components/ui/status.tsx'
import type { Json } from '#lib/manifest/types.ts'
import { readEnv } from '#lib/thanos/env-rows.ts'
import type { Finding, Fix } from '#lib/thanos/finding.ts'
import type { ShapeName } from '#lib/thanos/pod-presets.ts'
import { readProbe } from '#lib/thanos/probe-form.ts'
import { EnvRows } from './env-rows.tsx'
import { FieldFindings } from './finding-notes.tsx'
import { dropHeld, useHeld } from './held-text.ts'
import { ProbeFields } from './probe-fields.tsx'

// Reading and writing YAML weighs more than the form.
const ShapeYaml = dynamic(async () => (await part(() => import('./shape-yaml.tsx'))).ShapeYaml)

/** Where rows cannot express the value, `rows` shows its YAML. */
type View = 'closed' | 'rows' | 'yaml'

/**
 * The field. `holdKey` names where unread text is held; `was` is the value that it is compared with, absent when there is nothing to
 * compare with; `port` is where the container answers HTTP. `onChange` is given a value that Kubernetes takes, undefined to take the field away.
 */
export function ShapeField({ field, label, path, value, was, isEdited, holdKey, presets, port, findings, readOnly, onFix, onChange }: {
  field: ShapeName; label: string; path: string; value: Json | undefined; was: Json | undefined; isEdited: boolean; holdKey: string
  presets: readonly { readonly label: string; readonly value: Json }[]; port: number
  findings: readonly Finding[]; readOnly: boolean; onFix: ((fix: Fix) => void) | undefined; onChange: (value: Json | undefined) => void
}): ReactNode {
  const t = useTranslations('edit.pod')
  const id = useId()
  const isUnread = useHeld(holdKey)?.isTaken === false
  const [asked, ask] = useState<View>(isUnread ? 'yaml' : 'closed')
  const hasRows = field === 'env' ? readEnv(value) !== undefined : isProbe(field) && readProbe(value) !== undefined
  const view = asked === 'rows' && !hasRows ? 'yaml' : asked
  const put = (next: Json | undefined): void => {
    dropHeld(holdKey)
    ask(next === undefined ? 'closed' : 'rows')
    onChange(next)
  }
  return (
    <div className={clsx('relative border-b border-hair py-[7px] max-md:py-2.5', isEdited && 'before:absolute before:inset-y-[7px] before:-left-2.5 before:border-l-2 before:border-ink max-md:before:-left-4')}>
      <div className="flex min-h-[22px] flex-wrap items-baseline gap-x-3">
        <span id={id} className={isEdited ? 'font-semibold' : 'font-medium'}>{label}</span>
        <code className="text-ink-3">{path}</code>
        <span className="ml-auto flex flex-wrap items-baseline gap-x-3 text-label text-ink-3">
          {value === undefined && view === 'closed' && t('unset')}
          {!readOnly && value === undefined && presets.map((preset) => (
            <button key={preset.label} type="button" className="link" onClick={() => put(preset.value)}>{preset.label}</button>
          ))}
          {view === 'rows' && way('yaml', t('asYaml'))}
          {view === 'yaml' && hasRows && way('rows', t('asRows'))}
          {(!readOnly || value !== undefined) && way(view === 'closed' ? 'rows' : 'closed', openWord())}
          {!readOnly && value !== undefined && <button type="button" className="link" onClick={() => put(undefined)}>{t('remove')}<span className="sr-only"> {label}</span></button>}
        </span>
      </div>
      {view === 'closed' && value !== undefined && <p className="truncate"><Code>{summary(value)}</Code></p>}
      <div id={`${id}-area`} className="empty:hidden">
        {view === 'yaml' && <div className="mt-1.5"><ShapeYaml field={field} labelledBy={id} value={value} holdKey={holdKey} readOnly={readOnly} onChange={onChange} /></div>}
        {view === 'rows' && field === 'env' && <EnvRows value={value} was={was} readOnly={readOnly} onChange={onChange} onYaml={() => ask('yaml')} />}
        {view === 'rows' && isProbe(field) && value !== undefined && <ProbeFields name={field} value={value} was={was} port={port} readOnly={readOnly} onChange={onChange} />}
      </div>
      {view !== 'yaml' && isUnread && (
        <p className="mt-1"><Status glyph="warning" tone="notice" wrap>{t('unread')}</Status> <button type="button" className="link font-medium" onClick={() => ask('yaml')}>{t('goOn')}</button></p>
      )}
      {isEdited && <p className="mt-[3px] text-label text-ink-3">{was === undefined ? t('wasUnset') : t('was', { value: summary(was) })}</p>}
      {findings.length > 0 && <div className="mt-1 grid gap-1"><FieldFindings findings={findings} onFix={onFix} /></div>}
    </div>
  )

  function way(to: View, word: string): ReactNode {
    return (
      <button type="button" className="link" aria-expanded={view !== 'closed'} aria-controls={`${id}-area`} onClick={() => ask(to)}>
        {word}<span className="sr-only"> {label}</span>
      </button>
    )
  }

  function openWord(): string {
    if (view !== 'closed') return t('close')
    return t(value === undefined ? 'write' : 'open')
  }
}

const MAX_SUMMARY = 120

function summary(value: Json): string {
  const words = JSON.stringify(value).replaceAll('"', '').replaceAll(',', ', ').replaceAll(':', ': ')
  return words.length > MAX_SUMMARY ? `${words.slice(0, MAX_SUMMARY)}…` : words
}

function isProbe(field: ShapeName): field is 'livenessProbe' | 'readinessProbe' | 'startupProbe' {
  return field.endsWith('Probe')
}
