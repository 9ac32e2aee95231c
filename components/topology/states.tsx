// How the states of links and edges look and read, on the map and in its tables.
import { useLocale, useTranslations } from 'next-intl'
import type { JSX } from 'react'
import type { EdgeState, LinkState, TopologyLink } from '#lib/thanos/live/topology-types.ts'
import type { GlyphName } from '../ui/glyph.tsx'
import { Status, type Tone } from '../ui/status.tsx'

const LINKS: Record<LinkState, { glyph: GlyphName; tone: Tone }> = {
  flowing: { glyph: 'healthy', tone: 'quiet' },
  idle: { glyph: 'healthy', tone: 'quiet' },
  waiting: { glyph: 'progressing', tone: 'progressing' },
  partly: { glyph: 'warning', tone: 'notice' },
  broken: { glyph: 'degraded', tone: 'degraded' },
  unknown: { glyph: 'unknown', tone: 'unknown' },
}

const EDGES: Record<EdgeState, { glyph: GlyphName; tone: Tone }> = {
  writing: { glyph: 'healthy', tone: 'quiet' },
  late: { glyph: 'warning', tone: 'notice' },
  silent: { glyph: 'degraded', tone: 'degraded' },
  waiting: { glyph: 'progressing', tone: 'progressing' },
  unknown: { glyph: 'unknown', tone: 'unknown' },
}

/** Worst first, for tables. */
export const LINK_ORDER: readonly LinkState[] = ['broken', 'partly', 'waiting', 'unknown', 'idle', 'flowing']

/** A link's state in its own words. */
export function LinkStatus({ link: { state, words } }: { link: Pick<TopologyLink, 'state' | 'words'> }): JSX.Element {
  return <Status {...LINKS[state]} wrap>{words[useLocale()]}</Status>
}

/** An edge's state in a word. */
export function EdgeStatus({ state }: { state: EdgeState }): JSX.Element {
  const t = useTranslations('topology.edgeState')
  return <Status {...EDGES[state]}>{t(state)}</Status>
}

/** The glyph of an edge's state, for rows that say the rest in numbers. */
export function edgeGlyph(state: EdgeState): GlyphName {
  return EDGES[state].glyph
}
