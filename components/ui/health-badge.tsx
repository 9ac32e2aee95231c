// Health of a workload or stack, in Argo CD's words. Quiet when healthy.
import { useLocale, useTranslations } from 'next-intl'
import type { JSX } from 'react'
import type { Health } from '#lib/services/views.ts'
import type { GlyphName } from './glyph.tsx'
import { Status, type Tone } from './status.tsx'

const LOOK: Record<Health, { glyph: GlyphName; tone: Tone }> = {
  Healthy: { glyph: 'healthy', tone: 'quiet' },
  Progressing: { glyph: 'progressing', tone: 'progressing' },
  Degraded: { glyph: 'degraded', tone: 'degraded' },
  Suspended: { glyph: 'suspended', tone: 'unknown' },
  Missing: { glyph: 'missing', tone: 'degraded' },
  Unknown: { glyph: 'unknown', tone: 'unknown' },
}

/** The glyph that stands for a health. */
export function healthGlyph(health: Health): GlyphName {
  return LOOK[health].glyph
}

/** Glyph and word; in Korean, Argo's word is in the title. `long` says what is unknown, where no column head does. */
export function HealthBadge({ health, long = false }: { health: Health; long?: boolean }): JSX.Element {
  const t = useTranslations('ui.health')
  return <Status {...LOOK[health]} title={useLocale() === 'en' ? undefined : health}>{t(long && health === 'Unknown' ? 'UnknownLong' : health)}</Status>
}
