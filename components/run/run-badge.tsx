// How a run stands, glyph and word.
import { useTranslations } from 'next-intl'
import type { JSX } from 'react'
import type { RunStatus } from '#lib/services/views.ts'
import { Status } from '../ui/status.tsx'

const LOOK = {
  running: { glyph: 'progressing', tone: 'progressing' },
  succeeded: { glyph: 'check', tone: 'quiet' },
  failed: { glyph: 'degraded', tone: 'degraded' },
  cancelled: { glyph: 'unknown', tone: 'unknown' },
  interrupted: { glyph: 'unknown', tone: 'unknown' },
} as const

export function RunBadge({ status }: { status: RunStatus }): JSX.Element {
  const t = useTranslations('run.status')
  return <Status {...LOOK[status]}>{t(status)}</Status>
}
