'use client'
// One flag of the reference: its name, what it does, and what is known of it.
import { clsx } from 'clsx'
import { useTranslations } from 'next-intl'
import type { JSX, ReactNode } from 'react'
import { routes } from '#lib/routes.ts'
import type { Kind } from '#lib/thanos/kind.ts'
import { Code } from '../ui/code.tsx'
import { Link } from '../ui/link.tsx'
import { Status } from '../ui/status.tsx'
import { defaultIn } from './flag-filter.ts'
import type { FlagRow } from './flag-rows.ts'

/** The name leads to the page of the flag; `release` is the one whose default is shown. */
export function FlagEntry({ row, release, kind, isLinked }: { row: FlagRow; release: string; kind: Kind | 'all'; isLinked: boolean }): JSX.Element {
  const t = useTranslations('settings.flags')
  const first = kind === 'all' ? row.kinds[0] ?? 'query' : kind
  const value = defaultIn(row, release)
  return (
    <article className={clsx('grid gap-x-9 gap-y-0.5 border-b border-hair py-2 md:grid-cols-[minmax(0,1fr)_300px] lg:grid-cols-[minmax(0,1fr)_420px]', isLinked ? 'bg-accent-tint pl-3 shadow-[inset_2px_0_var(--accent)] md:-ml-3' : 'hover:bg-hover')}>
      <div className="min-w-0">
        <div className="flex flex-wrap items-baseline gap-x-3">
          <Link prefetch={false} data-flag={row.id} title={t('page', { flag: `--${row.name}` })} href={routes.flag(first, row.name)} className="inline-flex min-w-0 items-center text-ink max-md:-my-3 max-md:py-3"><code className="text-body font-semibold break-all">--{row.name}</code></Link>
          <Standing row={row} />
        </div>
        <p className="max-w-[760px] text-ink-2">{row.help}</p>
      </div>
      <dl className="grid content-start gap-x-3 text-label text-ink-3 md:grid-cols-[68px_minmax(0,1fr)] md:pt-0.5">
        <Fact name={t('takes')}>{t(`types.${row.type}`)}{row.values !== undefined && <>: <Code wrap>{row.values.filter((value) => value !== '').join(', ')}</Code></>}{row.repeatable && `, ${t('repeatable')}`}</Fact>
        {value !== undefined && <Fact name={t('default')}>{value === '' ? t('empty') : <Code wrap>{value}</Code>}{release === 'all' && row.defaultBefore !== undefined && `, ${t('was', { value: row.defaultBefore.value, version: `v${row.defaultBefore.before}` })}`}</Fact>}
        <Fact name={t('of')}>{row.kinds.map((each, at) => <span key={each}>{at > 0 && ', '}<Link prefetch={false} href={routes.flag(each, row.name)} className="text-ink-2">{each}</Link></span>)}</Fact>
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
