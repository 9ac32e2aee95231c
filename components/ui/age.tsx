'use client'
// How long ago something was: "12 s ago", counting on; the exact time is in its title.
import { useFormatter, useNow, useTranslations } from 'next-intl'
import { type JSX, useSyncExternalStore } from 'react'
import { ageParts } from '#lib/i18n/age.ts'

/** `at` is an ISO time. `bare` leaves out "ago": "18 min". */
export function Age({ at, bare = false, className }: { at: string; bare?: boolean; className?: string }): JSX.Element {
  const t = useTranslations('ui')
  const format = useFormatter()
  const now = useTick()
  const { unit, value } = ageParts(now - Date.parse(at))
  return (
    <time dateTime={at} title={format.dateTime(new Date(at), EXACT)} className={className ?? 'whitespace-nowrap'}>
      {unit === 'now' && !bare ? t('age.now') : t(`${bare ? 'span' : 'age'}.${unit === 'now' ? 'seconds' : unit}`, { value })}
    </time>
  )
}

const EXACT = { year: 'numeric', month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', second: '2-digit', hour12: false, timeZoneName: 'short' } as const

/** The time in ms, moving on once a second; the server's moment while the page comes alive. */
function useTick(): number {
  const atRequest = useNow().getTime()
  return useSyncExternalStore(subscribe, () => currentSecond, () => Math.floor(atRequest / 1000) * 1000)
}

let currentSecond = 0
let timer: ReturnType<typeof setInterval> | undefined
const listeners = new Set<() => void>()

// One timer for all ages of a page; none while nothing shows an age.
function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  if (timer === undefined) {
    tick()
    timer = setInterval(tick, 1000)
  }
  return () => {
    listeners.delete(listener)
    if (listeners.size === 0) {
      clearInterval(timer)
      timer = undefined
    }
  }
}

function tick(): void {
  currentSecond = Math.floor(Date.now() / 1000) * 1000
  for (const listener of listeners) listener()
}
