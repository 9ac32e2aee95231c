'use client'
// One field of a pod that has a shape of its own: YAML to type, checked at the field, with ready-made values to begin from.
import { clsx } from 'clsx'
import { useTranslations } from 'next-intl'
import { type ReactNode, useId, useState } from 'react'
import { Code } from '#components/ui/code.tsx'
import { Sentence } from '#components/ui/sentence.tsx'
import type { Json } from '#lib/manifest/types.ts'
import { readYaml } from '#lib/manifest/read-yaml.ts'
import { toYaml } from '#lib/manifest/yaml.ts'
import type { Text } from '#lib/text.ts'
import type { Finding, Fix } from '#lib/thanos/finding.ts'
import { FieldFindings } from './finding-notes.tsx'
import { useHeldText } from './held-text.ts'
import { YamlArea, type YamlProblem } from './yaml-area.tsx'

type Read = { readonly ok: true; readonly value: Json | undefined } | { readonly ok: false; readonly problem: YamlProblem }

/**
 * The field. `holdKey` names where unread text is held; `was` is the value that it is compared with, absent when there is nothing to
 * compare with. `onChange` is given a value that Kubernetes takes, undefined to take the field away.
 */
export function ShapeField({ label, path, value, was, isEdited, holdKey, presets, check, findings, readOnly, onFix, onChange }: {
  label: string; path: string; value: Json | undefined; was: Json | undefined; isEdited: boolean; holdKey: string
  presets: readonly { readonly label: string; readonly value: Json }[]
  check: (value: Json) => Text | undefined
  findings: readonly Finding[]; readOnly: boolean; onFix: ((fix: Fix) => void) | undefined; onChange: (value: Json | undefined) => void
}): ReactNode {
  const t = useTranslations('edit.pod')
  const id = useId()
  const yaml = value === undefined ? '' : toYaml(value)
  const { text, hold, drop } = useHeldText(holdKey, yaml, (unread) => !readShape(unread, check).ok)
  const [isOpened, setOpened] = useState(false)
  const read = text === yaml ? undefined : readShape(text, check)
  const isOpen = isOpened || read?.ok === false
  const type = (typed: string): void => {
    const next = readShape(typed, check)
    if (!next.ok) return hold(typed, yaml)
    hold(typed, next.value === undefined ? '' : toYaml(next.value))
    onChange(next.value)
  }
  const put = (next: Json | undefined): void => {
    drop()
    setOpened(next !== undefined)
    onChange(next)
  }
  const openWord = (): string => {
    if (isOpen) return t('close')
    return t(value === undefined ? 'write' : 'open')
  }
  return (
    <div className={clsx('relative border-b border-hair py-[7px] max-md:py-2.5', isEdited && 'before:absolute before:inset-y-[7px] before:-left-2.5 before:border-l-2 before:border-ink max-md:before:-left-4')}>
      <div className="flex min-h-[22px] flex-wrap items-baseline gap-x-3">
        <span id={id} className={isEdited ? 'font-semibold' : 'font-medium'}>{label}</span>
        <code className="text-ink-3">{path}</code>
        <span className="ml-auto flex flex-wrap items-baseline gap-x-3 text-label text-ink-3">
          {value === undefined && !isOpen && t('unset')}
          {!readOnly && value === undefined && presets.map((preset) => (
            <button key={preset.label} type="button" className="link" onClick={() => put(preset.value)}>{preset.label}</button>
          ))}
          {(!readOnly || value !== undefined) && (
            <button type="button" className="link" aria-expanded={isOpen} aria-controls={`${id}-area`} onClick={() => setOpened(!isOpen)}>
              {openWord()}<span className="sr-only"> {label}</span>
            </button>
          )}
          {!readOnly && value !== undefined && <button type="button" className="link" onClick={() => put(undefined)}>{t('remove')}<span className="sr-only"> {label}</span></button>}
        </span>
      </div>
      {!isOpen && value !== undefined && <p className="truncate"><Code>{summary(value)}</Code></p>}
      <div id={`${id}-area`} className="empty:hidden">
        {isOpen && (
          <div className="mt-1.5">
            <YamlArea value={text} readOnly={readOnly} aria-labelledby={id} problem={read?.ok === false ? read.problem : undefined} onText={type} data-draft={text === yaml ? 'settled' : 'typing'} />
          </div>
        )}
      </div>
      {isEdited && <p className="mt-[3px] text-label text-ink-3">{was === undefined ? t('wasUnset') : t('was', { value: summary(was) })}</p>}
      {findings.length > 0 && <div className="mt-1 grid gap-1"><FieldFindings findings={findings} onFix={onFix} /></div>}
    </div>
  )
}

const MAX_SUMMARY = 120

function summary(value: Json): string {
  const words = JSON.stringify(value).replaceAll('"', '').replaceAll(',', ', ').replaceAll(':', ': ')
  return words.length > MAX_SUMMARY ? `${words.slice(0, MAX_SUMMARY)}…` : words
}

function readShape(text: string, check: (value: Json) => Text | undefined): Read {
  if (text.trim() === '') return { ok: true, value: undefined }
  const { documents, problems: [problem] } = readYaml([{ name: 'YAML', text }])
  if (problem !== undefined) return { ok: false, problem: { line: problem.line, column: problem.column, message: <Sentence text={problem.message} /> } }
  const value = documents[0]?.value ?? null
  const fault = value === null ? undefined : check(value)
  if (fault !== undefined) return { ok: false, problem: { message: <Sentence text={fault} /> } }
  return { ok: true, value: value ?? undefined }
}
