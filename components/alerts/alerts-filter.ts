// What narrows the list of alerts, as it stands in the address, and what of an annotation is a link. Pure.
import { parseAsString, parseAsStringLiteral } from 'nuqs'
import type { Alert } from '#lib/thanos/live/alerts.ts'
import { labelText } from '#lib/thanos/live/readings.ts'

export const SHOWS = ['all', 'firing', 'pending'] as const
export type Shows = (typeof SHOWS)[number]

/** `alert` is the id of the one that is open. */
export const ALERTS_ADDRESS = { q: parseAsString.withDefault(''), show: parseAsStringLiteral(SHOWS).withDefault('all'), alert: parseAsString }

/** Whether an alert fits: every word in its name, labels, words, group or file. */
export function fitsAlert(alert: Alert, { q, show }: { q: string; show: Shows }): boolean {
  if (show !== 'all' && alert.state !== show) return false
  const hay = [alert.name, alert.summary, labelText(alert.labels), ...Object.values(alert.annotations), alert.group, alert.file, ...alert.sights.map(({ pod }) => pod)].join('\n').toLowerCase()
  return q.toLowerCase().split(/\s+/).every((word) => hay.includes(word))
}

/** The address that an annotation is as a whole; undefined for words, and for every scheme but http and https. */
export function webLink(value: string): string | undefined {
  const written = value.trim()
  if (!/^https?:\/\/\S+$/i.test(written) || !URL.canParse(written)) return undefined
  return new URL(written).href
}
