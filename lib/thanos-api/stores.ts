// What a query lists as its endpoints. Source: pkg/query/endpointset.go, EndpointStatus.
import { z } from 'zod'
import type { SeenStore } from '../thanos/live/observation.ts'
import { apiData, type FetchPage } from './fetch-page.ts'
import { THANOS_PATHS } from './paths.ts'
import { timeMs } from './time.ts'

/** int64's ends mean "no bound"; JSON's numbers round them. */
const FAR_MS = 9e15

const Store = z.object({
  name: z.string(),
  lastCheck: z.string().nullish(),
  lastError: z.unknown(),
  labelSets: z.array(z.record(z.string(), z.string())).nullish(),
  minTime: z.number(),
  maxTime: z.number(),
})
const Stores = z.record(z.string(), z.array(Store).nullish())

/** The endpoints that this replica knows now. One that never answered is not among them. */
export async function fetchStores(fetchPage: FetchPage): Promise<SeenStore[]> {
  const found = await apiData(fetchPage, { path: THANOS_PATHS.stores }, Stores)
  return Object.entries(found).flatMap(([type, stores]) => (stores ?? []).map((store): SeenStore => ({
    address: store.name, type, labelSets: store.labelSets ?? [],
    ...(Math.abs(store.minTime) < FAR_MS ? { minTime: store.minTime } : {}), ...(Math.abs(store.maxTime) < FAR_MS ? { maxTime: store.maxTime } : {}),
    ...timeMs('lastCheck', store.lastCheck), ...(errorText(store.lastError) === undefined ? {} : { lastError: errorText(store.lastError) ?? '' }),
  })))
}

/** A text where it failed; older releases write {} for an error that they cannot write. */
function errorText(error: unknown): string | undefined {
  if (error === null || error === undefined) return undefined
  return typeof error === 'string' ? error : JSON.stringify(error)
}
