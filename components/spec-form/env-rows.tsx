'use client'
// The environment of a container, one variable a row: added, taken away and moved by keyboard. A variable can use only those above it.
import { useLocale, useTranslations } from 'next-intl'
import { type KeyboardEvent, type ReactNode, useRef, useState } from 'react'
import { Code } from '#components/ui/code.tsx'
import { FieldError } from '#components/ui/field.tsx'
import { Glyph } from '#components/ui/glyph.tsx'
import { Select } from '#components/ui/select.tsx'
import type { Json } from '#lib/manifest/types.ts'
import { ENV_SOURCES, envProblem, type EnvRow, NEW_ROW, readEnv, withSource, writeEnv } from '#lib/thanos/env-rows.ts'
import { TextInput } from './flag-input.tsx'

type TypedRow = Exclude<EnvRow, { from: 'verbatim' }>

/** The rows. What Kubernetes would refuse stays in the rows and says why; `onChange` is given the rest. `onYaml` leads to what no row can express. */
export function EnvRows({ value, was, readOnly, onChange, onYaml }: {
  value: Json | undefined; was: Json | undefined; readOnly: boolean; onChange: (value: Json | undefined) => void; onYaml: () => void
}): ReactNode {
  const t = useTranslations('edit.env')
  const locale = useLocale()
  const list = useRef<HTMLDivElement>(null)
  const [said, say] = useState('')
  // What was typed belongs to its row: when rows change places, their inputs begin anew.
  const [order, setOrder] = useState(0)
  const from = JSON.stringify(value ?? null)
  const [typed, setTyped] = useState<{ from: string; rows: readonly EnvRow[] }>()
  const rows = typed?.from === from ? typed.rows : readEnv(value) ?? []
  const saved = new Set((Array.isArray(was) ? was : []).map((row) => JSON.stringify(row)))
  const take = (next: readonly EnvRow[]): void => {
    const isFine = next.every((_, index) => envProblem(next, index) === undefined)
    setTyped(isFine ? undefined : { from, rows: next })
    if (isFine) onChange(writeEnv(next))
  }
  // The row is drawn with the change, a frame later.
  const focus = (selector: string): void => {
    requestAnimationFrame(() => list.current?.querySelector<HTMLElement>(`:is(${selector}):is(button, select), ${selector} input`)?.focus())
  }
  const move = (index: number, step: -1 | 1, control: string): void => {
    const [row, other] = [rows[index], rows[index + step]]
    if (row === undefined || other === undefined) return
    take(rows.with(index, other).with(index + step, row))
    setOrder(order + 1)
    say(t('moved', { name: row.name, place: index + step + 1, count: rows.length }))
    focus(`[data-row="${index + step}"] [data-control="${control}"]`)
  }
  const remove = (index: number): void => {
    take(rows.toSpliced(index, 1))
    setOrder(order + 1)
    say(t('removed', { name: rows[index]?.name ?? '' }))
    focus(rows.length === 1 ? '[data-control="add"]' : `[data-row="${Math.min(index, rows.length - 2)}"] [data-control="name"]`)
  }
  const press = (event: KeyboardEvent, index: number): void => {
    if (readOnly || !event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return
    event.preventDefault()
    const control = event.target instanceof HTMLElement ? event.target.closest<HTMLElement>('[data-control]')?.dataset.control : undefined
    move(index, event.key === 'ArrowUp' ? -1 : 1, control ?? 'name')
  }
  return (
    <div ref={list} className="mt-1.5">
      {rows.length > 0 && (
        <div aria-hidden="true" className="grid grid-cols-[minmax(0,10fr)_104px_minmax(0,11fr)_84px] gap-2 border-b border-hair pb-1 text-label text-ink-3 max-md:hidden">
          <span>{t('name')}</span><span>{t('from')}</span><span>{t('value')}</span>
        </div>
      )}
      <ol>
        {rows.map((row, index) => {
          const problem = envProblem(rows, index)
          const isEdited = was !== undefined && row.from !== 'verbatim' && !saved.has(JSON.stringify(writeEnv([row]) ?? null).slice(1, -1))
          return (
            <li key={`${order} ${index}`} data-row={index} onKeyDown={(event) => press(event, index)} className="grid grid-cols-[minmax(0,10fr)_104px_minmax(0,11fr)_84px] items-start gap-x-2 gap-y-1 pt-1 max-md:grid-cols-[minmax(0,1fr)_112px] max-md:pt-2.5">
              {row.from === 'verbatim'
                ? <p className="col-span-3 self-center truncate max-md:col-span-2"><Code>{row.name === '' ? JSON.stringify(row.written) : row.name}</Code> <span className="text-ink-3">{t('verbatim')}</span> <button type="button" className="link" onClick={onYaml}>{t('yaml')}</button></p>
                : <Inputs row={row} index={index} isEdited={isEdited} problem={problem?.[locale]} readOnly={readOnly} onChange={(next) => take(rows.with(index, next))} />}
              {!readOnly && (
                <div className="flex justify-end max-md:col-span-2">
                  <Action control="up" isOn={index > 0} label={t('up', { name: row.name })} onAct={() => move(index, -1, 'up')}><Glyph name="down" className="rotate-180" /></Action>
                  <Action control="down" isOn={index < rows.length - 1} label={t('down', { name: row.name })} onAct={() => move(index, 1, 'down')}><Glyph name="down" /></Action>
                  <Action control="remove" isOn label={t('remove', { name: row.name })} onAct={() => remove(index)}><Glyph name="close" /></Action>
                </div>
              )}
              {problem !== undefined && row.from !== 'verbatim' && <div className="col-span-full"><FieldError>{problem[locale]}</FieldError></div>}
            </li>
          )
        })}
      </ol>
      {!readOnly && (
        <button type="button" data-control="add" className="link mt-1 leading-[30px] font-medium max-md:h-11" onClick={() => { take([...rows, NEW_ROW]); focus(`[data-row="${rows.length}"] [data-control="name"]`) }}>
          {t('add')}
        </button>
      )}
      {typed?.from === from && <p className="text-label text-ink-2">{t('waits')}</p>}
      <p role="status" className="sr-only">{said}</p>
    </div>
  )
}

/** One icon of a row; off where there is nowhere to go, without losing the focus. */
function Action({ control, isOn, label, onAct, children }: { control: string; isOn: boolean; label: string; onAct: () => void; children: ReactNode }): ReactNode {
  return (
    <button type="button" data-control={control} aria-label={label} title={label} aria-disabled={!isOn} onClick={() => { if (isOn) onAct() }} className="grid h-(--ctl) w-7 place-items-center rounded-ctl hover:bg-hover aria-disabled:opacity-30 aria-disabled:hover:bg-transparent max-md:w-11">
      {children}
    </button>
  )
}

function Inputs({ row, index, isEdited, problem, readOnly, onChange }: { row: TypedRow; index: number; isEdited: boolean; problem: string | undefined; readOnly: boolean; onChange: (row: EnvRow) => void }): ReactNode {
  const t = useTranslations('edit.env')
  const place = index + 1
  const invalid = problem === undefined ? {} : { 'aria-invalid': true as const }
  return (
    <>
      <span data-control="name"><TextInput control={{ 'aria-label': t('nameOf', { place }), ...invalid }} value={row.name} isEdited={isEdited} readOnly={readOnly} onChange={(name) => onChange({ ...row, name: name.trim() })} /></span>
      <Select data-control="from" aria-label={t('fromOf', { place })} value={row.from} disabled={readOnly} onChange={(event) => onChange(withSource(row, ENV_SOURCES.find((known) => known === event.target.value) ?? 'value'))}>
        {ENV_SOURCES.map((source) => <option key={source} value={source}>{t(`source.${source}`)}</option>)}
      </Select>
      <span className="grid grid-cols-2 gap-2 max-md:col-span-2">
        <span data-control="of" className={row.from === 'secret' || row.from === 'config' ? undefined : 'col-span-2'}>
          <TextInput control={{ 'aria-label': t(`of.${row.from}`, { place }) }} value={row.of} placeholder={t(`placeholder.${row.from}`)} isEdited={false} readOnly={readOnly} onChange={(of) => onChange({ ...row, of: row.from === 'value' ? of : of.trim() })} />
        </span>
        {(row.from === 'secret' || row.from === 'config') && (
          <span data-control="key"><TextInput control={{ 'aria-label': t('keyOf', { place }) }} value={row.key} placeholder={t('key')} isEdited={false} readOnly={readOnly} onChange={(key) => onChange({ ...row, key: key.trim() })} /></span>
        )}
      </span>
    </>
  )
}
