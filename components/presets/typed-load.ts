// The load as somebody types it: text field by field, read into numbers, with what is wrong where it is. Pure.
import type { Json } from '#lib/manifest/types.ts'
import { intervalOf, Load, samplesPerSecond, type Size, START } from '#lib/thanos/sizing/load.ts'

export const LOAD_FIELDS = ['series', 'interval', 'samples', 'copies', 'tenants', 'queries', 'localDays', 'rawDays', 'fiveDays', 'hourDays'] as const
export type LoadField = (typeof LOAD_FIELDS)[number]
export type TypedLoad = Readonly<Record<LoadField, string>>

const FACTORS: Readonly<Record<string, number>> = { '': 1, 'k': 1e3, 'm': 1e6, 'g': 1e9 }

/** A count such as "2000000", "2M", "1.5 k" or "2,000,000"; undefined for what is none. */
export function parseCount(typed: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?)\s*([kmg]?)$/i.exec(typed.trim().replaceAll(/[,_]/g, ''))
  const factor = FACTORS[match?.[2]?.toLowerCase() ?? '']
  return match === null || factor === undefined ? undefined : Number(match[1]) * factor
}

/** A count as one would type it: 2000000 is "2M", 66666.7 is "66.67k". */
export function typedCount(count: number): string {
  const [divisor, suffix] = ([[1e9, 'G'], [1e6, 'M'], [1e3, 'k']] as const).find(([least]) => count >= least) ?? [1, '']
  return `${Number((count / divisor).toPrecision(4))}${suffix}`
}

/** The fields as a size fills them in; `copies` are those that the installation makes already. */
export function startOf(size: Size, copies?: number): TypedLoad {
  return typedOf({ ...START[size], ...(copies === undefined ? {} : { copies }) })
}

function typedOf(load: Load): TypedLoad {
  const { series, interval, copies, tenants, queries, localDays, rawDays, fiveDays, hourDays } = load
  const [tenantsText, copiesText, queriesText] = [tenants, copies, queries].map(String)
  return {
    series: typedCount(series), interval: String(Number(interval.toPrecision(4))), samples: typedCount(samplesPerSecond(load)), copies: copiesText ?? '', tenants: tenantsText ?? '', queries: queriesText ?? '',
    localDays: String(localDays), rawDays: String(rawDays), fiveDays: String(fiveDays), hourDays: String(hourDays),
  }
}

/** The fields after one was typed into: interval and samples a second follow each other, samples follow series. */
export function withTyped(typed: TypedLoad, field: LoadField, value: string): TypedLoad {
  const next = { ...typed, [field]: value }
  const series = parseCount(next.series)
  if (series === undefined) return next
  if (field === 'samples') {
    const samples = parseCount(value)
    return samples === undefined || samples === 0 ? next : { ...next, interval: String(Number(intervalOf(series, samples).toPrecision(4))) }
  }
  const interval = parseCount(next.interval)
  return field !== 'series' && field !== 'interval' || interval === undefined || interval === 0 ? next : { ...next, samples: typedCount(series / interval) }
}

/** The load, or the fields that cannot be read as one. Samples a second are only another way to type the interval. */
export function readLoad(typed: TypedLoad): { load: Load; faults: ReadonlySet<LoadField> } | { load: undefined; faults: ReadonlySet<LoadField> } {
  const numbers = Object.fromEntries(LOAD_FIELDS.filter((field) => field !== 'samples').map((field): [string, Json] => [field, parseCount(typed[field]) ?? null]))
  const parsed = Load.safeParse(numbers)
  if (parsed.success) return { load: parsed.data, faults: new Set() }
  const names = new Set(parsed.error.issues.map(({ path }) => String(path[0])))
  return { load: undefined, faults: new Set(LOAD_FIELDS.filter((field) => names.has(field))) }
}
