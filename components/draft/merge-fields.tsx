'use client'
// The fields of a merge as a table: before, theirs, yours, and what each becomes. A conflict is a row of radio buttons, none of them set.
import { clsx } from 'clsx'
import { useTranslations } from 'next-intl'
import { type KeyboardEvent, type ReactNode, useId, useState } from 'react'
import { fieldName } from '#components/changes/field-name.ts'
import { Status } from '#components/ui/status.tsx'
import { Table, Td, Th } from '#components/ui/table.tsx'
import type { Choice, MergeField } from '#lib/thanos/merge.ts'
import { MergeValue, type SideName } from './merge-value.tsx'

const SIDES = ['before', 'theirs', 'mine'] as const
/** More rows than these of what merges by itself are folded. */
const SHOWN_APART = 8

type Props = {
  fields: readonly MergeField[]
  /** Number of the revision that both began from, undefined when there was none; who saved first; the number of that revision. */
  versions: { base: number | undefined; who: string; head: number }
  onChoose: (key: string, choice: Choice) => void
}

/** Conflicts first, then what merges by itself with who changed it. */
export function MergeFields({ fields, versions, onChoose }: Props): ReactNode {
  const t = useTranslations('edit.conflict')
  const [isOpen, setOpen] = useState(false)
  const conflicts = fields.filter(({ by }) => by === 'conflict')
  const apart = fields.filter(({ by }) => by !== 'conflict')
  const shown = isOpen || apart.length <= SHOWN_APART + 1 ? apart : apart.slice(0, SHOWN_APART)
  const { base, who, head } = versions
  return (
    <>
      <Table label={t('table')} sticky={false} className="md:table-fixed">
        <thead className="max-md:sr-only">
          <tr><Th className="w-[26%]">{t('field')}</Th><Th>{base === undefined ? t('beforeNone') : t('before', { base })}</Th><Th>{t('theirs', { who, head })}</Th><Th>{t('yours')}</Th><Th className="w-[22%]">{t('becomes')}</Th></tr>
        </thead>
        <tbody>
          {conflicts.map((field) => <Conflict key={field.key} field={field} versions={versions} onChoose={onChoose} />)}
          {shown.map((field) => <Apart key={field.key} field={field} who={who} />)}
        </tbody>
      </Table>
      {shown.length < apart.length && <button type="button" className="link my-2" onClick={() => setOpen(true)}>{t('more', { count: apart.length - shown.length })}</button>}
    </>
  )
}

function Name({ field }: { field: MergeField }): ReactNode {
  const t = useTranslations('edit.conflict')
  const name = field.object.slice(field.object.lastIndexOf('/') + 1)
  return (
    <span title={field.object} className="block wrap-anywhere whitespace-normal">
      <b className="font-semibold">{name}</b>{' '}
      <span className="font-normal text-ink-2">{field.path === '' ? t('whole') : <code className="text-ink-2">{fieldName(field.path)}</code>}{field.line !== undefined && <> {t('line', { line: field.line })}</>}</span>
    </span>
  )
}

function Conflict({ field, versions, onChoose }: { field: MergeField } & Omit<Props, 'fields'>): ReactNode {
  const t = useTranslations('edit.conflict')
  const group = useId()
  const choices: readonly Choice[] = field.canKeepBoth ? [...SIDES, 'both'] : SIDES
  const press = (event: KeyboardEvent): void => {
    const choice = event.ctrlKey || event.metaKey || event.altKey ? undefined : choices[Number(event.key) - 1]
    if (choice === undefined) return
    event.preventDefault()
    onChoose(field.key, choice)
  }
  const labels: Record<SideName, string> = {
    before: versions.base === undefined ? t('beforeNone') : t('before', { base: versions.base }), theirs: t('theirs', { who: versions.who, head: versions.head }), mine: t('yours'),
  }
  return (
    <tr onKeyDown={press} className="max-md:grid max-md:border-b max-md:border-hair max-md:py-2">
      <Td name className="py-1.5 align-top max-md:h-auto max-md:border-0"><Name field={field} /></Td>
      {SIDES.map((side) => (
        <Td key={side} wrap className="py-1.5 align-top max-md:h-auto max-md:border-0 max-md:py-0">
          <label className={clsx('flex min-h-5 cursor-pointer items-start gap-2 max-md:min-h-11 max-md:py-2.5', field.choice === side && 'font-semibold [&_code]:font-semibold')}>
            <input
              type="radio" name={group} className="mt-0.5 size-4 flex-none cursor-pointer accent-accent" checked={field.choice === side}
              aria-label={`${fieldName(field.path) || t('whole')}: ${labels[side]}`} onChange={() => onChoose(field.key, side)}
            />
            <span className="min-w-0 flex-1"><span className="block text-label text-ink-3 md:hidden">{labels[side]}</span><MergeValue field={field} side={side} /></span>
          </label>
        </Td>
      ))}
      <Td wrap className="py-1.5 align-top max-md:h-auto max-md:border-0">
        <Becomes field={field} who={versions.who} />
        {field.canKeepBoth && (
          <label className="mt-1.5 flex cursor-pointer items-center gap-2 max-md:min-h-11">
            <input type="radio" name={group} className="size-4 flex-none cursor-pointer accent-accent" checked={field.choice === 'both'} onChange={() => onChoose(field.key, 'both')} />
            {t('keepBoth')}
          </label>
        )}
      </Td>
    </tr>
  )
}

function Becomes({ field, who }: { field: MergeField; who: string }): ReactNode {
  const t = useTranslations('edit.conflict')
  switch (field.choice) {
    case undefined: return <Status glyph="open" tone="notice">{t('choose')}</Status>
    case 'before': return <span>{t('becomesBefore')}</span>
    case 'theirs': return <span>{t('becomesTheirs', { who })}</span>
    case 'mine': return <span>{t('becomesMine')}</span>
    case 'both': return <span>{t('becomesBoth')}</span>
  }
}

function Apart({ field, who }: { field: MergeField; who: string }): ReactNode {
  const t = useTranslations('edit.conflict')
  const said = {
    theirs: t('onlyTheirs', { who }), mine: t('onlyMine'), same: t('alike'), joined: t('joined'), conflict: '',
  }[field.by]
  return (
    <tr className="text-ink-2 max-md:grid max-md:border-b max-md:border-hair max-md:py-2">
      <Td name className="py-1.5 align-top font-normal! max-md:h-auto max-md:border-0"><Name field={field} /></Td>
      {SIDES.map((side) => (
        <Td key={side} wrap className="py-1.5 pl-6 align-top max-md:hidden"><MergeValue field={field} side={side} /></Td>
      ))}
      <Td wrap className="py-1.5 align-top max-md:h-auto max-md:border-0">
        <span className="flex gap-1.5 md:hidden"><MergeValue field={field} side="before" />→<MergeValue field={field} side={field.by === 'theirs' ? 'theirs' : 'mine'} /></span>
        <Status glyph="check" wrap>{said}</Status>
      </Td>
    </tr>
  )
}
