// The line below an input: what it was, its default, its bounds, what the value means, and since when the flag exists.
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { formatDuration, parseDurationMs } from '#lib/thanos/duration.ts'
import type { Flag } from '#lib/thanos/flag.ts'
import { formatSize, parseSizeBytes } from '#lib/thanos/size.ts'
import type { FieldModel } from './form-model.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

/** The hint, or nothing when there is nothing to say. */
export function FieldHint({ field }: { field: FieldModel }): ReactNode {
  const t = useTranslations('edit.field')
  const { flag, values, baseValues, isEdited } = field
  const [value] = values
  const parts: string[] = []
  if (isEdited) parts.push(was())
  if (field.default !== undefined && field.default !== '' && flag?.type !== 'enum') parts.push(value === field.default || value === undefined ? t('isDefault', { value: shown(field.default) }) : t('default', { value: shown(field.default) }))
  if (flag?.min !== undefined) parts.push(t('least', { value: flag.min }))
  if (flag?.max !== undefined) parts.push(t('most', { value: flag.max }))
  const meaning = flag === undefined || value === undefined || values.length > 1 ? undefined : meaningOf(flag, value)
  if (meaning !== undefined) parts.push(`= ${meaning}`)
  if (field.isNew) parts.push(t('since', { version: `v${flag?.since ?? ''}` }))
  return parts.length === 0 ? null : <span className="text-label text-ink-3">{parts.join(', ')}</span>

  function was(): string {
    if (baseValues.length === 0) return t('wasUnset')
    if (baseValues.length > 1) return t('wasCount', { count: baseValues.length })
    return t('was', { value: shown(baseValues[0] ?? '') })
  }

  function shown(word: string): string {
    if (flag?.type !== 'boolean') return word
    return t(word === 'true' ? 'on' : 'off')
  }
}

/** What a value comes to in the largest unit that fits, when that reads differently from what was typed: 168h is 7 d. */
export function meaningOf(flag: Pick<Flag, 'type'>, value: string): string | undefined {
  if (flag.type === 'duration') {
    const ms = parseDurationMs(value)
    return differing(ms === undefined || ms === 0 ? undefined : readableDuration(ms), spaced(value))
  }
  if (flag.type === 'size') {
    const bytes = parseSizeBytes(value)
    return differing(bytes === undefined || bytes === 0 ? undefined : spaced(formatSize(bytes)), spaced(value))
  }
  return undefined
}

/** A duration in days, or in hours while these say it better; retention is spoken of in neither weeks nor years. */
export function readableDuration(ms: number): string {
  const unit = ms % DAY_MS === 0 || ms >= 10 * DAY_MS ? { name: 'd', ms: DAY_MS } : { name: 'h', ms: HOUR_MS }
  const whole = Math.floor(ms / unit.ms)
  const rest = ms % unit.ms
  return spaced(`${whole > 0 ? `${whole}${unit.name}` : ''}${rest > 0 || whole === 0 ? formatDuration(rest) : ''}`)
}

function differing(meaning: string | undefined, typed: string): string | undefined {
  return meaning === typed ? undefined : meaning
}

function spaced(text: string): string {
  return text.replaceAll(/(\d)([a-zA-Z]+)/g, '$1\u00a0$2 ').trim()
}
