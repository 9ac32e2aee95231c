'use client'
// One flag of the reference: its name, what it does, and what is known of it.
import { clsx } from 'clsx'
import { useTranslations } from 'next-intl'
import type { JSX, ReactNode } from 'react'
import { Code } from '../ui/code.tsx'
import { Status } from '../ui/status.tsx'
import type { FlagRow } from './flag-rows.ts'

/** The name puts the flag into the address. */
export function FlagEntry({ row, isLinked, onLink }: { row: FlagRow; isLinked: boolean; onLink: () => void }): JSX.Element {
  const t = useTranslations('settings.flags')
  return (
    <article className={clsx('grid gap-x-9 gap-y-0.5 border-b border-hair py-2 md:grid-cols-[minmax(0,1fr)_300px] lg:grid-cols-[minmax(0,1fr)_420px]', isLinked ? 'bg-accent-tint pl-3 shadow-[inset_2px_0_var(--accent)] md:-ml-3' : 'hover:bg-hover')}>
      <div className="min-w-0">
        <div className="flex flex-wrap items-baseline gap-x-3">
          <button type="button" aria-label={t('link', { flag: `--${row.name}` })} onClick={onLink} className="min-w-0 text-left max-md:-my-2 max-md:min-h-11"><code className="text-body font-semibold wrap-anywhere">--{row.name}</code></button>
          <Standing row={row} />
        </div>
        <p className="max-w-[760px] text-ink-2">{row.help}</p>
      </div>
      <dl className="grid content-start gap-x-3 text-label text-ink-3 md:grid-cols-[68px_minmax(0,1fr)] md:pt-0.5">
        <Fact name={t('takes')}>{t(`types.${row.type}`)}{row.values !== undefined && <>: <Code wrap>{row.values.filter((value) => value !== '').join(', ')}</Code></>}{row.repeatable && `, ${t('repeatable')}`}</Fact>
        {row.default !== undefined && <Fact name={t('default')}>{row.default === '' ? t('empty') : <Code wrap>{row.default}</Code>}</Fact>}
        <Fact name={t('of')}>{row.kinds.join(', ')}</Fact>
      </dl>
    </article>
  )
}

function Fact({ name, children }: { name: string; children: ReactNode }): JSX.Element {
  return <div className="contents max-md:flex max-md:gap-2"><dt>{name}</dt><dd className="min-w-0 wrap-anywhere text-ink-2">{children}</dd></div>
}

function Standing({ row }: { row: FlagRow }): JSX.Element {
  const t = useTranslations('settings.flags')
  const instead = row.replacedBy === undefined ? '' : ` ${t('instead', { flag: row.replacedBy.startsWith('-') ? row.replacedBy : `--${row.replacedBy}` })}`
  return (
    <>
      {row.since !== undefined && <span className="text-label text-ink-3">{t('since', { version: `v${row.since}` })}</span>}
      {row.hidden && <span className="text-label text-ink-3">{t('hidden')}</span>}
      {row.removed !== undefined && <Status glyph="error" tone="degraded" className="text-label">{t('removed', { version: `v${row.removed}` })}{instead}</Status>}
      {row.removed === undefined && row.deprecated !== undefined && <Status glyph="warning" tone="notice" className="text-label">{t('deprecated', { version: `v${row.deprecated}` })}{instead}</Status>}
    </>
  )
}
