'use client'
// How long one must wait before the next try, counted down.
import { useTranslations } from 'next-intl'
import { type JSX, useEffect, useState } from 'react'

/** The seconds that are left of a wait that began when `of` was given; 0 when it is over. */
export function useCountdown(of: { waitS: number } | undefined): number {
  const [left, setLeft] = useState(0)
  useEffect(() => {
    const until = of === undefined ? 0 : Date.now() + of.waitS * 1000
    const tick = (): void => setLeft(Math.max(0, Math.ceil((until - Date.now()) / 1000)))
    tick()
    if (of === undefined) return undefined
    const timer = setInterval(tick, 500)
    return () => clearInterval(timer)
  }, [of])
  return left
}

/** "45 s", "4 min". */
export function Duration({ seconds }: { seconds: number }): JSX.Element {
  const t = useTranslations('auth')
  return <span className="whitespace-nowrap">{seconds < 120 ? t('seconds', { count: seconds }) : t('minutes', { count: Math.ceil(seconds / 60) })}</span>
}
