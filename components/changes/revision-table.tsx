// The history of a stack: newest first, with what is applied and what waits.
import { useTranslations } from 'next-intl'
import type { JSX } from 'react'
import { routes } from '#lib/routes.ts'
import type { RevisionSummary, StackView } from '#lib/services/views.ts'
import { Age } from '../ui/age.tsx'
import { Link } from '../ui/link.tsx'
import { SeverityCounts } from '../ui/severity.tsx'
import { Status } from '../ui/status.tsx'
import { Table, Td, Th, Tr } from '../ui/table.tsx'

/** `mayRestore`: whether the reader may go back to an older one. */
export function RevisionTable({ stack, revisions, mayRestore }: { stack: StackView; revisions: readonly RevisionSummary[]; mayRestore: boolean }): JSX.Element {
  const t = useTranslations('changes.history')
  const back = useTranslations('changes.restore')
  return (
    <Table label={t('title')}>
      <thead><tr><Th>{t('revision')}</Th><Th>{t('message')}</Th><Th phone={false}>{t('state')}</Th><Th phone={false}>{t('findings')}</Th><Th phone={false}>{t('author')}</Th><Th num>{t('saved')}</Th><Th phone={false}><span className="sr-only">{t('compare')}</span></Th></tr></thead>
      <tbody>
        {revisions.map((revision) => (
          <Tr key={revision.id}>
            <Td name><Link data-row-link href={routes.revision(stack.slug, revision.number)} className="link"><code>r{revision.number}</code></Link></Td>
            <Td wrap className="max-w-[420px] wrap-anywhere max-md:py-2">
              {revision.message}
              {revision.labels.map((label) => <b key={label} className="pl-2.5 font-semibold whitespace-nowrap text-ink-2">{label}</b>)}
              <span className="block md:hidden"><RevisionState stack={stack} number={revision.number} /></span>
            </Td>
            <Td phone={false}><RevisionState stack={stack} number={revision.number} /></Td>
            <Td phone={false}><SeverityCounts counts={revision.findings} /></Td>
            <Td phone={false} className="text-ink-2">{revision.author}</Td>
            <Td num className="text-ink-3"><Age at={revision.createdAt} /></Td>
            <Td phone={false} className="space-x-4 text-right">
              {mayRestore && revision.number !== stack.head && <Link className="link" prefetch={false} href={routes.rollBack(stack.slug, revision.number)} aria-label={back('back', { number: revision.number })}>{t('back')}</Link>}
              {revision.number > 1 && <Link className="link" href={routes.compare(stack.slug, revision.number - 1, revision.number)}>{t('compareWith', { number: revision.number - 1 })}</Link>}
            </Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  )
}

/** Applied, waiting to be applied, or nothing to say. */
export function RevisionState({ stack, number }: { stack: StackView; number: number }): JSX.Element | null {
  const t = useTranslations('changes.history')
  if (number === stack.applied) return <Status glyph="check">{t('applied')}</Status>
  if (number === stack.head) return <Status glyph="waiting" tone="notice">{t('pending')}</Status>
  return null
}
