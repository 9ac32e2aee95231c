'use client'
// The newest revisions of a stack, at the side of its overview.
import { useTranslations } from 'next-intl'
import type { JSX } from 'react'
import { routes } from '#lib/routes.ts'
import type { RevisionSummary, StackView } from '#lib/services/views.ts'
import { Age } from '../ui/age.tsx'
import { Link } from '../ui/link.tsx'
import { Section } from '../ui/section.tsx'
import { Status } from '../ui/status.tsx'

/** Number, message, who and when; the applied one says so. */
export function RevisionList({ stack, revisions }: { stack: StackView; revisions: readonly RevisionSummary[] }): JSX.Element | null {
  const t = useTranslations('overview.revisions')
  if (revisions.length === 0) return null
  return (
    <Section title={t('title')} aside={<Link href={routes.changes(stack.slug)} className="hover:text-ink">{t('all')}</Link>}>
      <ul>
        {revisions.map((revision) => (
          <li key={revision.id} className="grid grid-cols-[36px_minmax(0,1fr)_auto] gap-x-2 border-b border-hair py-[5px] leading-[18px] max-md:py-2.5">
            <Link prefetch={false} href={routes.revision(stack.slug, revision.number)} className="link"><code className="text-body">r{revision.number}</code></Link>
            <p className="min-w-0">
              <span className="block wrap-anywhere">{revision.message}</span>
              <span className="text-ink-3">{revision.author}</span>
            </p>
            <p className="text-right text-ink-3">
              <Age at={revision.createdAt} />
              {revision.number === stack.applied && <span className="block"><Status glyph="check">{t('applied')}</Status></span>}
              {revision.number !== stack.applied && revision.number === stack.head && <span className="block"><Status glyph="waiting">{t('pending')}</Status></span>}
            </p>
          </li>
        ))}
      </ul>
    </Section>
  )
}
