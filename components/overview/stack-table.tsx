'use client'
// All stacks, each with what is known of it now.
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import type { JSX } from 'react'
import { routes } from '#lib/routes.ts'
import type { StackView } from '#lib/services/views.ts'
import { useStackStatus } from '../shell/stack-status.ts'
import { ButtonLink } from '../ui/button.tsx'
import { HealthBadge } from '../ui/health-badge.tsx'
import { Section } from '../ui/section.tsx'
import { SkeletonBar } from '../ui/skeleton.tsx'
import { SyncBadge } from '../ui/sync-badge.tsx'
import { Table, Td, Th } from '../ui/table.tsx'
import { useConnectionName } from './connection-name.ts'

/** The list; names lead to the overviews. */
export function StackTable({ stacks, mayCreate }: { stacks: readonly StackView[]; mayCreate: boolean }): JSX.Element {
  const t = useTranslations('overview.home')
  return (
    <Section title={t('title')} count={stacks.length} aside={mayCreate && <ButtonLink size="small" href={routes.newStack()}>{t('createButton')}</ButtonLink>}>
      <Table label={t('title')}>
        <thead>
          <tr><Th>{t('name')}</Th><Th>{t('health')}</Th><Th>{t('sync')}</Th><Th phone={false}>{t('namespace')}</Th><Th phone={false}>{t('connection')}</Th><Th phone={false} num>{t('applied')}</Th><Th phone={false} num>{t('newest')}</Th></tr>
        </thead>
        <tbody>{stacks.map((stack) => <StackRow key={stack.id} stack={stack} />)}</tbody>
      </Table>
    </Section>
  )
}

function StackRow({ stack }: { stack: StackView }): JSX.Element {
  const { data } = useStackStatus(stack.slug)
  const connectionName = useConnectionName()
  const good = data?.fault === undefined ? data?.good : undefined
  return (
    <tr>
      <Td name><Link data-row-link href={routes.overview(stack.slug)}>{stack.name}</Link></Td>
      <Td>{data === undefined ? <SkeletonBar width={72} /> : <HealthBadge health={good?.health ?? 'Unknown'} />}</Td>
      <Td>{data === undefined ? <SkeletonBar width={72} /> : <SyncBadge sync={(stack.head === undefined ? undefined : good?.sync) ?? 'Unknown'} />}</Td>
      <Td phone={false}>{stack.namespace}</Td>
      <Td phone={false} className="text-ink-2">{connectionName(stack.connection)}</Td>
      <Td phone={false} num>{stack.applied === undefined ? '–' : `r${stack.applied}`}</Td>
      <Td phone={false} num>{stack.head === undefined ? '–' : `r${stack.head}`}</Td>
    </tr>
  )
}
