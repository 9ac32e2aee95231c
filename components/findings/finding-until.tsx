'use client'
// When an acceptance ends: the day, and how long that still is.
import { useFormatter, useNow, useTranslations } from 'next-intl'
import type { JSX } from 'react'
import { ageParts } from '#lib/i18n/age.ts'

const DAY = { year: 'numeric', month: 'short', day: 'numeric' } as const
const EXACT = { ...DAY, hour: '2-digit', minute: '2-digit', hour12: false, timeZoneName: 'short' } as const

/** "24 Nov 2026", with the exact time as its title. */
export function Day({ at }: { at: string }): JSX.Element {
  const format = useFormatter()
  return <time dateTime={at} title={format.dateTime(new Date(at), EXACT)} className="whitespace-nowrap">{format.dateTime(new Date(at), DAY)}</time>
}

/** "3 d"; how long it is until then, in whole units. "" once it is over. */
export function useLeft(): (until: string) => string {
  const t = useTranslations('ui.span')
  const now = useNow().getTime()
  return (until) => {
    const { unit, value } = ageParts(Date.parse(until) - now)
    return unit === 'now' ? '' : t(unit, { value })
  }
}
