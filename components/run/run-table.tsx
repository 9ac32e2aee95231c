// The newest runs of a stack.
import { useTranslations } from 'next-intl'
import type { JSX } from 'react'
import { routes } from '#lib/routes.ts'
import type { RunView, StackView } from '#lib/services/views.ts'
import { Age } from '../ui/age.tsx'
import { Link } from '../ui/link.tsx'
import { Table, Td, Th, Tr } from '../ui/table.tsx'
import { RunBadge } from './run-badge.tsx'

export function RunTable({ stack, runs }: { stack: StackView; runs: readonly RunView[] }): JSX.Element {
  const t = useTranslations('run.list')
  return (
    <Table label={t('title')}>
      <thead><tr><Th>{t('revision')}</Th><Th>{t('result')}</Th><Th phone={false}>{t('message')}</Th><Th phone={false}>{t('by')}</Th><Th num>{t('started')}</Th></tr></thead>
      <tbody>
        {runs.map((run) => (
          <Tr key={run.id}>
            <Td name><Link data-row-link href={routes.run(stack.slug, run.id)} className="link"><code>r{run.revision}</code></Link></Td>
            <Td><RunBadge status={run.status} /></Td>
            <Td phone={false} className="max-w-[480px] truncate text-ink-2" title={run.message}>{run.message}</Td>
            <Td phone={false} className="text-ink-2">{run.startedBy}{run.approvedBy !== undefined && <span className="block text-ink-3">{t('approved', { name: run.approvedBy })}</span>}</Td>
            <Td num className="text-ink-3"><Age at={run.startedAt} /></Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  )
}
