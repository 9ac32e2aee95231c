// The alerts that an Alertmanager has, with what it did with them. Source: Alertmanager's api/v2/openapi.yaml, getAlerts.
import { z } from 'zod'
import { AppError } from '../errors.ts'
import { text } from '../text.ts'
import type { ManagedAlert } from '../thanos/live/observation.ts'
import { type FetchPage, pageText } from './fetch-page.ts'

export const ALERTMANAGER_ALERTS = '/api/v2/alerts'

const Alerts = z.array(z.object({
  labels: z.record(z.string(), z.string()), annotations: z.record(z.string(), z.string()).nullish(), startsAt: z.string().nullish(),
  status: z.object({ state: z.enum(['active', 'suppressed', 'unprocessed']), silencedBy: z.array(z.string()).nullish(), inhibitedBy: z.array(z.string()).nullish() }),
}))

/** Throws UPSTREAM when it refuses, or is no Alertmanager of version 2. */
export async function fetchManagedAlerts(fetchPage: FetchPage): Promise<ManagedAlert[]> {
  const read = Alerts.safeParse(parsed(await pageText(fetchPage, { path: ALERTMANAGER_ALERTS })))
  if (!read.success) throw new AppError('UPSTREAM', text('What answers there is no Alertmanager that speaks its API version 2.', '응답한 곳이 API 버전 2를 쓰는 Alertmanager가 아닙니다.'), { cause: read.error })
  return read.data.map(({ labels, annotations, startsAt, status: { state, silencedBy, inhibitedBy } }) => {
    const since = Date.parse(startsAt ?? '')
    const summary = annotations?.summary ?? annotations?.message ?? annotations?.description
    return { labels, ...(since > 0 ? { since } : {}), ...(summary === undefined ? {} : { summary }), state, silencedBy: silencedBy ?? [], inhibitedBy: inhibitedBy ?? [] }
  })
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return undefined // told by whoever expected JSON
  }
}
