// What receivers refused, by reason and tenant: since they began, and since an earlier look, so that an old incident is not taken for one of now.
import { isWrite, LEAST_SPAN_MS } from './counters.ts'
import type { Observation, Sample } from './observation.ts'
import { componentOf, freshOf, podsOf } from './readings.ts'

/**
 * `count` is since the receivers began; `code` is what the sender got. `lately` is of the last `ms`, absent while that is not known. The tenant of a request is what its header
 * says, or the default one: a tenant that is taken from a certificate or a label of the series is not told apart. Source: pkg/receive/handler.go,
 * NewTenantInstrumentationMiddleware.
 */
export type Refused = { reason: 'out-of-order' | 'out-of-bounds' | 'too-old' | '400' | '409' | '413' | '429' | '5xx'; tenant?: string; count: number; lately?: { count: number; ms: number } }

/** What was refused at one look, by pod: kept instead of the whole observation, for the next one to be compared with. */
export type RefusedCounts = Readonly<Record<string, { at: number; refused: readonly Refused[] }>>

const REASONS = { 'prometheus_tsdb_out_of_order_samples_total': 'out-of-order', 'prometheus_tsdb_out_of_bound_samples_total': 'out-of-bounds', 'prometheus_tsdb_too_old_samples_total': 'too-old' } as const

/** Of every receiver whose metrics were read. */
export function refusedCounts(observation: Observation): RefusedCounts {
  return Object.fromEntries(podsOf(observation).filter(({ kind }) => kind === 'receive').flatMap(({ name }) => {
    const metrics = componentOf(observation, name)?.metrics
    const page = freshOf(metrics)
    return metrics?.state !== 'fresh' || page === undefined ? [] : [[name, { at: metrics.at, refused: summed(page.flatMap(refusedOf)) }]]
  }))
}

/** Sums over all receivers whose metrics answer, with what came since `before`; undefined when none does. */
export function refusedSamples(observation: Observation, before?: RefusedCounts): Refused[] | undefined {
  const now = Object.entries(refusedCounts(observation))
  if (now.length === 0) return undefined
  const all = summed(now.flatMap(([, { refused }]) => refused))
  const spans = now.map(([pod, { at }]) => at - (before?.[pod]?.at ?? at))
  // Of a pod that was not read again nobody knows what it refused since: the others' sum would be told as that of all.
  if (spans.some((ms) => ms < LEAST_SPAN_MS)) return all
  return all.map((each) => ({ ...each, lately: { ms: Math.max(...spans), count: now.reduce((sum, [pod, { refused }]) => sum + grown(countIn(refused, each), countIn(before?.[pod]?.refused ?? [], each)), 0) } }))
}

/** What fell began anew, and has all that it counts from since then. */
function grown(now: number, then: number): number {
  return now < then ? now : now - then
}

function countIn(refused: readonly Refused[], wanted: Refused): number {
  return refused.find((each) => keyOf(each) === keyOf(wanted))?.count ?? 0
}

function refusedOf({ name, labels, value }: Sample): Refused[] {
  const reason = reasonOf(name, labels)
  return reason === undefined || value <= 0 ? [] : [{ reason, ...(labels.tenant === undefined || labels.tenant === '' ? {} : { tenant: labels.tenant }), count: value }]
}

function reasonOf(name: string, labels: Sample['labels']): Refused['reason'] | undefined {
  if (name in REASONS) return REASONS[name as keyof typeof REASONS]
  return name === 'http_requests_total' && isWrite(labels) ? refusal(labels.code) : undefined
}

function refusal(code: string | undefined): Refused['reason'] | undefined {
  if (code === '400' || code === '409' || code === '413' || code === '429') return code
  return code?.startsWith('5') === true ? '5xx' : undefined
}

function keyOf({ reason, tenant }: Refused): string {
  return `${reason} ${tenant ?? ''}`
}

function summed(all: readonly Refused[]): Refused[] {
  return [...Map.groupBy(all, keyOf).values()].flatMap(([first, ...more]) => (first === undefined ? [] : [{ ...first, count: [first, ...more].reduce((sum, { count }) => sum + count, 0) }])).toSorted((a, b) => b.count - a.count)
}
