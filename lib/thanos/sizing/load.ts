// How much an installation is asked to carry: what a person types in, the sizes that fill it in first, and what follows from it at once.
import { z } from 'zod'

export const SIZES = ['S', 'M', 'L'] as const
export const Size = z.enum(SIZES)
export type Size = z.infer<typeof Size>

/**
 * What is known of the metrics. `series` are those active at one time, of all tenants together; each gives one sample every `interval`
 * seconds. Days of 0 mean for ever. `queries` run at the same time at the busiest hour.
 */
export const Load = z.object({
  series: z.number().int().min(1).max(10_000_000_000),
  interval: z.number().min(1).max(3600),
  copies: z.number().int().min(1).max(9),
  tenants: z.number().int().min(1).max(100_000),
  localDays: z.number().int().min(1).max(90),
  rawDays: z.number().int().min(0).max(36_500),
  fiveDays: z.number().int().min(0).max(36_500),
  hourDays: z.number().int().min(0).max(36_500),
  queries: z.number().int().min(1).max(1000),
})
export type Load = z.infer<typeof Load>

/** What one pod of a size is meant to carry: how a load is cut into pods. */
export type Cut = {
  /** Copies of series that one ingesting receiver holds. */
  readonly seriesPerReceiver: number
  /** Remote-write samples a second that one router passes on, counted before copies are made. */
  readonly samplesPerRouter: number
  /** Requests that one store answers at once. */
  readonly storeRequests: number
  /** Blocks that the compactor works on at once. */
  readonly compactions: number
}

export const CUTS: Readonly<Record<Size, Cut>> = {
  S: { seriesPerReceiver: 500_000, samplesPerRouter: 50_000, storeRequests: 10, compactions: 1 },
  M: { seriesPerReceiver: 2_000_000, samplesPerRouter: 150_000, storeRequests: 20, compactions: 1 },
  L: { seriesPerReceiver: 4_000_000, samplesPerRouter: 300_000, storeRequests: 40, compactions: 2 },
}

/** The load that a size starts from, until somebody types in their own. */
export const START: Readonly<Record<Size, Load>> = {
  S: { series: 200_000, interval: 30, copies: 3, tenants: 1, localDays: 2, rawDays: 30, fiveDays: 90, hourDays: 365, queries: 5 },
  M: { series: 2_000_000, interval: 30, copies: 3, tenants: 1, localDays: 2, rawDays: 30, fiveDays: 180, hourDays: 730, queries: 20 },
  L: { series: 10_000_000, interval: 30, copies: 3, tenants: 1, localDays: 2, rawDays: 30, fiveDays: 180, hourDays: 730, queries: 40 },
}

/** Samples a second that arrive, before copies are made. */
export function samplesPerSecond({ series, interval }: Pick<Load, 'series' | 'interval'>): number {
  return series / interval
}

/** The interval at which a number of series gives this many samples a second. */
export function intervalOf(series: number, samples: number): number {
  return series / samples
}

/** Ingesting receivers: as many as hold all copies, and never fewer than there are copies. */
export function receiversFor(load: Load, size: Size): number {
  return Math.max(load.copies, Math.ceil((load.series * load.copies) / CUTS[size].seriesPerReceiver))
}
