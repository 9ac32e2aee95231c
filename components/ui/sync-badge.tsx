// Whether the cluster is as the applied revision asks, in Argo CD's words. Quiet when it is.
import { useLocale, useTranslations } from 'next-intl'
import type { JSX } from 'react'
import type { Sync } from '#lib/services/views.ts'
import type { GlyphName } from './glyph.tsx'
import { Status, type Tone } from './status.tsx'

const LOOK: Record<Sync, { glyph: GlyphName; tone: Tone }> = {
  Synced: { glyph: 'synced', tone: 'quiet' },
  OutOfSync: { glyph: 'outofsync', tone: 'notice' },
  Unknown: { glyph: 'unknown', tone: 'unknown' },
}

/** Glyph and word; in Korean, Argo's word is in the title. `long` says what is unknown, where no column head does. */
export function SyncBadge({ sync, long = false }: { sync: Sync; long?: boolean }): JSX.Element {
  const t = useTranslations('ui.sync')
  return <Status {...LOOK[sync]} title={useLocale() === 'en' ? undefined : sync}>{t(long && sync === 'Unknown' ? 'UnknownLong' : sync)}</Status>
}
