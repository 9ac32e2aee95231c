// The audit of one stack or of all: filters in the URL, a page of events, the way to older ones.
import Link from 'next/link'
import { getTranslations } from 'next-intl/server'
import type { JSX } from 'react'
import { ClientMessages } from '../shell/client-messages.tsx'
import type { EventView, Page, StackView } from '#lib/services/views.ts'
import { LinkTabs } from '../ui/tabs.tsx'
import { Verdict } from '../ui/verdict.tsx'
import { ACTION_KEYS, type ActionKey } from './action-key.ts'
import { ActionFilter } from './action-filter.tsx'
import { EventTable } from './event-table.tsx'

export type AuditParams = { outcome?: string; action?: string; before?: string }
export type AuditFilter = { outcome?: 'ok' | 'refused'; action?: ActionKey; before?: string }

/** The filter that an address asks for; what it does not know is left out. */
export function auditFilter(params: AuditParams): AuditFilter {
  const action = ACTION_KEYS.find((key) => key === params.action)
  return {
    ...(params.outcome === 'ok' || params.outcome === 'refused' ? { outcome: params.outcome } : {}),
    ...(action === undefined ? {} : { action }),
    ...(params.before !== undefined && /^\d{1,18}$/.test(params.before) ? { before: params.before } : {}),
  }
}

/** `path` is the page's own address; `named` is for the audit of all stacks, which says of each event where it belongs. */
export async function AuditView({ path, filter, events, stacks, named = false }: {
  path: string; filter: AuditFilter; events: Page<EventView>; stacks: readonly StackView[]; named?: boolean
}): Promise<JSX.Element> {
  const t = await getTranslations('audit')
  const { outcome, action, before } = filter
  const { items, next } = events
  const tab = (value: 'ok' | 'refused' | undefined): { href: string; label: string; current: boolean } => ({
    href: address(path, { outcome: value, action }), label: t(`filter.${value ?? 'all'}`), current: outcome === value,
  })
  return (
    <ClientMessages namespaces={['audit']}>
      <Verdict sub={t('sub')}>{t('verdict', { count: items.length, more: next === undefined ? 'no' : 'yes' })}</Verdict>
      <div className="flex flex-wrap items-center justify-between gap-3 border-b border-line pb-1">
        <LinkTabs label={t('filter.outcome')} tabs={[tab(undefined), tab('ok'), tab('refused')]} />
        <ActionFilter path={path} action={action} outcome={outcome} />
      </div>
      {items.length > 0 && <EventTable events={items} named={named} stacks={Object.fromEntries(stacks.map(({ id, name, slug }) => [id, { name, slug }]))} />}
      <p className="flex gap-4 py-2">
        {before !== undefined && <Link className="link" href={address(path, { outcome, action })}>{t('newest')}</Link>}
        {next !== undefined && <Link className="link" href={address(path, { outcome, action, before: next })}>{t('older')}</Link>}
      </p>
    </ClientMessages>
  )
}

function address(path: string, params: { outcome?: string | undefined; action?: ActionKey | undefined; before?: string | undefined }): string {
  const search = new URLSearchParams(Object.entries(params).flatMap(([key, value]): [string, string][] => (value === undefined ? [] : [[key, value]])))
  return search.size === 0 ? path : `${path}?${search.toString()}`
}
