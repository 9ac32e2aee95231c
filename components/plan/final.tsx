'use client'
// The point of no return, as a clock time: what it would be if the plan was applied now.
import { useFormatter, useNow, useTranslations } from 'next-intl'
import type { JSX } from 'react'
import type { Impact } from '#lib/thanos/impact/impact.ts'
import { Status } from '../ui/status.tsx'

const CLOCK = { month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', hour12: false } as const

/** Nothing for what can be undone. */
export function Final({ final }: { final: Impact | undefined }): JSX.Element | null {
  const t = useTranslations('plan.apply')
  const format = useFormatter()
  const now = useNow().getTime()
  if (final?.undoableMs === undefined) return null
  return <Status glyph="irreversible" tone="danger">{final.undoableMs === 0 ? t('final') : t('finalAt', { time: format.dateTime(new Date(now + final.undoableMs), CLOCK) })}</Status>
}
