// What a second person decided, in one line, where a plan is only spoken of: a run, the list of changes.
import { useTranslations } from 'next-intl'
import type { JSX } from 'react'
import type { ApprovalView } from '#lib/services/views.ts'
import { Age } from '../ui/age.tsx'
import { Status } from '../ui/status.tsx'

/** Nothing when nobody had to decide and nobody did. */
export function ApprovalStatus({ approval }: { approval: ApprovalView | undefined }): JSX.Element | null {
  const t = useTranslations('approval.status')
  if (approval?.standing) {
    const { kind, by } = approval.standing
    return <Status glyph={kind === 'approved' ? 'check' : 'degraded'} tone={kind === 'approved' ? 'quiet' : 'degraded'}>{t(kind, { who: by })}</Status>
  }
  return approval?.isNeeded === true && approval.isOpen ? <Status glyph="waiting" tone="notice">{t('waits')}</Status> : null
}

/** The decision with its words and its age. */
export function ApprovalNote({ approval }: { approval: ApprovalView | undefined }): JSX.Element | null {
  if (approval?.standing === undefined) return null
  const { at, comment } = approval.standing
  return <p className="mt-4 flex flex-wrap gap-x-2 text-ink-2 wrap-anywhere"><ApprovalStatus approval={approval} /><Age at={at} />{comment !== '' && <span>“{comment}”</span>}</p>
}
