// Questions in PromQL to a query: at one moment, and over time. Posted, since a long expression does not fit into an address.
import { z } from 'zod'
import { apiData, type FetchPage } from './fetch-page.ts'
import { THANOS_PATHS } from './paths.ts'

export type Vector = { labels: Readonly<Record<string, string>>; at: number; value: number }[]
/** `points` are [milliseconds, value]. */
export type Matrix = { labels: Readonly<Record<string, string>>; points: [number, number][] }[]

const Point = z.tuple([z.number(), z.string()]).transform(([seconds, value]): [number, number] => [Math.round(seconds * 1000), numberOf(value)])
const Labels = z.record(z.string(), z.string())
const VectorData = z.object({ resultType: z.literal('vector'), result: z.array(z.object({ metric: Labels, value: Point })) })
const MatrixData = z.object({ resultType: z.literal('matrix'), result: z.array(z.object({ metric: Labels, values: z.array(Point) })) })

/** Dedup and partial answers as a person on Query's page has them: an answer with a hole is better than none. */
const USUAL = { dedup: 'true', partial_response: 'true' }

/** `at` is another moment than now, in ms. */
export async function queryNow(fetchPage: FetchPage, { expression, timeoutS = 10, at }: { expression: string; timeoutS?: number; at?: number }): Promise<Vector> {
  const { result } = await apiData(fetchPage, { path: THANOS_PATHS.query, form: { ...USUAL, query: expression, timeout: `${timeoutS}s`, ...(at === undefined ? {} : { time: String(at / 1000) }) } }, VectorData)
  return result.map(({ metric, value: [at, value] }) => ({ labels: metric, at, value }))
}

export async function queryRange(fetchPage: FetchPage, { expression, from, to, stepMs }: { expression: string; from: number; to: number; stepMs: number }): Promise<Matrix> {
  const form = { ...USUAL, query: expression, start: String(from / 1000), end: String(to / 1000), step: String(stepMs / 1000), max_source_resolution: 'auto' }
  const { result } = await apiData(fetchPage, { path: THANOS_PATHS.queryRange, form }, MatrixData)
  return result.map(({ metric, values }) => ({ labels: metric, points: values }))
}

function numberOf(value: string): number {
  return Number(value.replace('Inf', 'Infinity'))
}
