// The audit of one stack or of all: filters in the URL, a page of events, the way to older ones.
import Link from 'next/link'
import { getTranslations } from 'next-intl/server'
import type { JSX } from 'react'
import { ClientMessages } from '../shell/client-messages.tsx'
import type { Actor } from '#lib/auth/actor.ts'
import { list } from '#lib/services/events/list.ts'
import { LinkTabs } from '../ui/tabs.tsx'
import { Verdict } from '../ui/verdict.tsx'
import { actionOf, ACTION_KEYS, type ActionKey } from './action-key.ts'
import { ActionFilter } from './action-filter.tsx'
import { EventTable } from './event-table.tsx'

export type AuditParams = { outcome?: string; action?: string; before?: string }

/** `path` is the page's own address; `stackId` narrows to one stack. */
export async function AuditView({ actor, path, params, stackId }: { actor: Actor; path: string; params: AuditParams; stackId?: string }): Promise<JSX.Element> {
  const t = await getTranslations('audit')
  const outcome = params.outcome === 'ok' || params.outcome === 'refused' ? params.outcome : undefined
  const action = ACTION_KEYS.find((key) => key === params.action)
  const before = params.before !== undefined && /^\d{1,18}$/.test(params.before) ? params.before : undefined
  const { items, next } = await list(actor, {
    ...(stackId === undefined ? {} : { stackId }), ...(outcome === undefined ? {} : { outcome }),
    ...(action === undefined ? {} : { action: actionOf(action) }), ...(before === undefined ? {} : { after: before }),
  })
  const tab = (value: 'ok' | 'refused' | undefined): { href: string; label: string; current: boolean } => ({
    href: address(path, { outcome: value, action }), label: t(`filter.${value ?? 'all'}`), current: outcome === value,
  })
  return (
    <ClientMessages namespaces={['audit', 'changes']}>
      <Verdict sub={t('sub')}>{t('verdict', { count: items.length, more: next === undefined ? 'no' : 'yes' })}</Verdict>
      <div className="flex flex-wrap items-center justify-between gap-3 border-b border-line pb-1">
        <LinkTabs label={t('filter.outcome')} tabs={[tab(undefined), tab('ok'), tab('refused')]} />
        <ActionFilter path={path} action={action} outcome={outcome} />
      </div>
      <div className="overflow-x-auto"><EventTable events={items} /></div>
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
