// How risky a change is: three bars, one to three filled, and the word.
import { useTranslations } from 'next-intl'
import type { JSX } from 'react'
import { Status } from './status.tsx'

export type Risk = 'low' | 'medium' | 'high'

const LOOK = {
  low: { glyph: 'risk1', tone: 'quiet' },
  medium: { glyph: 'risk2', tone: 'notice' },
  high: { glyph: 'risk3', tone: 'danger' },
} as const

/** "High", or "High risk" when it stands alone. */
export function RiskBadge({ risk, long = false }: { risk: Risk; long?: boolean }): JSX.Element {
  const t = useTranslations('ui')
  return <Status {...LOOK[risk]}>{t(`${long ? 'riskLong' : 'risk'}.${risk}`)}</Status>
}
