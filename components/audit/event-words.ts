// An event in the reader's words: what was done, through which door, and how it ended.
import type { useTranslations } from 'next-intl'
import { EVENT_DOORS, type EventOutcome } from '#lib/event-action.ts'
import type { GlyphName } from '../ui/glyph.tsx'
import type { Tone } from '../ui/status.tsx'
import { actionKey } from './action-key.ts'

type Words = ReturnType<typeof useTranslations<'audit'>>

/** What was done; the action itself where it has no words. */
export function actionWords(t: Words, action: string): string {
  const key = actionKey(action)
  return key === undefined ? action : t(`action.${key}`)
}

/** The door; as it is kept where it has no words. */
export function doorWords(t: Words, door: string): string {
  const known = EVENT_DOORS.find((each) => each === door)
  return known === undefined ? door : t(`door.${known}`)
}

/** How an outcome is drawn. */
export const OUTCOME_LOOK = {
  ok: { glyph: 'check', tone: 'quiet' }, refused: { glyph: 'warning', tone: 'notice' }, failed: { glyph: 'degraded', tone: 'degraded' },
} as const satisfies Record<EventOutcome, { glyph: GlyphName; tone: Tone }>
