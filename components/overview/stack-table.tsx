'use client'
// All stacks, each with what is known of it now.
import { clsx } from 'clsx'
import { useLocale, useTranslations } from 'next-intl'
import type { JSX } from 'react'
import { routes } from '#lib/routes.ts'
import type { StackView } from '#lib/services/views.ts'
import { healthOf, type LiveStatus, useStackStatuses } from '#lib/queries/stack-status.ts'
import { ButtonLink } from '../ui/button.tsx'
import { HealthBadge } from '../ui/health-badge.tsx'
import { Link } from '../ui/link.tsx'
import { Section } from '../ui/section.tsx'
import { SkeletonBar } from '../ui/skeleton.tsx'
import { SyncBadge } from '../ui/sync-badge.tsx'
import { Table, Td, Th } from '../ui/table.tsx'
import { Verdict } from '../ui/verdict.tsx'
import { useConnectionName } from './connection-name.ts'
import { HEALTH_ORDER } from './verdict-of.ts'

/** The list; names lead to the overviews. */
export function StackTable({ stacks, mayCreate }: { stacks: readonly StackView[]; mayCreate: boolean }): JSX.Element {
  const t = useTranslations('overview.home')
  const statuses = useStackStatuses(stacks.map((stack) => stack.slug))
  const bad = statuses.filter((live) => live !== undefined && (live.fault !== undefined || ['Degraded', 'Missing'].includes(healthOf(live) ?? ''))).length
  const isAsking = statuses.includes(undefined)
  return (
    <>
      <Verdict sub={t('sub')}>{isAsking ? t('asking', { count: stacks.length }) : t('verdict', { count: stacks.length, bad })}</Verdict>
      <Section title={t('title')} count={stacks.length} aside={mayCreate && <ButtonLink size="small" href={routes.newStack()}>{t('createButton')}</ButtonLink>}>
        <Table label={t('title')}>
          <thead>
            <tr><Th>{t('name')}</Th><Th>{t('health')}</Th><Th>{t('sync')}</Th><Th phone={false}>{t('namespace')}</Th><Th phone={false}>{t('connection')}</Th><Th phone={false} num>{t('applied')}</Th><Th phone={false} num>{t('newest')}</Th></tr>
          </thead>
          <tbody>{inOrder(stacks, statuses).map(({ stack, live }) => <StackRow key={stack.id} stack={stack} live={live} />)}</tbody>
        </Table>
      </Section>
    </>
  )
}

/** Worst first once all have answered; until then as they came, so that no row jumps while it is read. */
function inOrder(stacks: readonly StackView[], statuses: readonly (LiveStatus | undefined)[]): { stack: StackView; live: LiveStatus | undefined }[] {
  const rows = stacks.map((stack, index) => ({ stack, live: statuses[index] }))
  if (statuses.includes(undefined)) return rows
  const rank = ({ live }: { live: LiveStatus | undefined }): number => {
    if (live?.fault !== undefined) return -1
    return HEALTH_ORDER.indexOf(healthOf(live) ?? 'Unknown') * 2 + (live?.good?.sync === 'OutOfSync' ? 0 : 1)
  }
  return rows.toSorted((a, b) => rank(a) - rank(b))
}

function Synced({ live }: { live: LiveStatus | undefined }): JSX.Element {
  return live === undefined ? <SkeletonBar width={72} /> : <SyncBadge sync={(live.fault === undefined ? live.good?.sync : undefined) ?? 'Unknown'} />
}

function StackRow({ stack, live }: { stack: StackView; live: LiveStatus | undefined }): JSX.Element {
  const t = useTranslations('overview.home')
  const connectionName = useConnectionName()
  const locale = useLocale()
  const good = live?.fault === undefined ? live?.good : undefined
  return (
    <tr>
      <Td name wrap="phone" className={clsx('max-md:min-w-36 max-md:py-2 max-md:wrap-anywhere', good?.trouble !== undefined && 'py-1')}><Link prefetch={false} data-row-link href={routes.overview(stack.slug)}>{stack.name}</Link>{good?.trouble !== undefined && <span className="block text-label font-normal text-ink-2">{good.trouble[locale]}</span>}</Td>
      <Td>
        {live === undefined ? <SkeletonBar width={72} /> : <HealthBadge health={healthOf(live) ?? 'Unknown'} />}
        {good?.isWhole === false && good.health === 'Healthy' && <span className="block text-label text-ink-3">{t('podsOnly')}</span>}
      </Td>
      <Td>{stack.head === undefined ? <span className="text-ink-3">{t('noRevision')}</span> : <Synced live={live} />}</Td>
      <Td phone={false}>{stack.namespace}</Td>
      <Td phone={false} className="text-ink-2">{connectionName(stack.connection)}</Td>
      <Td phone={false} num>{stack.applied === undefined ? '–' : `r${stack.applied}`}</Td>
      <Td phone={false} num>{stack.head === undefined ? '–' : `r${stack.head}`}</Td>
    </tr>
  )
}
