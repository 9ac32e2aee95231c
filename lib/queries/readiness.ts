'use client'
// Whether Gauntlet's own database answers, asked again and again by a page that could not be shown.
import { useEffect, useEffectEvent, useState } from 'react'
import { routes } from '../routes.ts'

const PAUSE_MS = 2_000
const TIMEOUT_MS = 5_000

/** "down" while the database does not answer; undefined while that is not known. `onBack` is called when it answers again. */
export function useDatabase(onBack: () => void): 'up' | 'down' | undefined {
  const [database, setDatabase] = useState<'up' | 'down'>()
  const back = useEffectEvent(onBack)
  // Syncs with the readiness of the server.
  useEffect(() => {
    const stop = new AbortController()
    let timer: ReturnType<typeof setTimeout> | undefined
    let before: 'up' | 'down' | undefined
    const look = async (): Promise<void> => {
      const now = await readiness(stop.signal)
      if (stop.signal.aborted) return
      setDatabase(now)
      if (before === 'down' && now === 'up') back()
      before = now ?? before
      timer = setTimeout(() => { void look() }, PAUSE_MS)
    }
    void look()
    return () => {
      stop.abort()
      clearTimeout(timer)
    }
  }, [])
  return database
}

async function readiness(signal: AbortSignal): Promise<'up' | 'down' | undefined> {
  try {
    const told: unknown = await (await fetch(routes.api.readiness(), { cache: 'no-store', signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]) })).json()
    const database = typeof told === 'object' && told !== null && 'database' in told ? told.database : undefined
    return database === 'up' || database === 'down' ? database : undefined
  } catch {
    return undefined // nothing answered, or nothing of ours
  }
}
