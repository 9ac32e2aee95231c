// Knows what a reader of the installation sees: answers over a Service as Grafana gets them, which samples are there, and how long nobody answered.
import { setTimeout as pause } from 'node:timers/promises'
import { z } from 'zod'
import { COUNTED_SERIES, type Edge } from '../edges.ts'

const ASK_EVERY_MS = 250
const ANSWER_WITHIN_MS = 30_000

const Labels = z.record(z.string(), z.string())
const Instant = z.object({ metric: Labels, value: z.tuple([z.number(), z.string()]) })
const Range = z.object({ metric: Labels, values: z.array(z.tuple([z.number(), z.string()])) })
const Answer = z.object({
  status: z.string(), error: z.string().optional(), warnings: z.array(z.string()).optional(),
  data: z.discriminatedUnion('resultType', [
    z.object({ resultType: z.literal('vector'), result: z.array(Instant) }),
    z.object({ resultType: z.literal('matrix'), result: z.array(Range) }),
  ]).optional(),
})

export type Vector = z.infer<typeof Instant>[]
export type Matrix = z.infer<typeof Range>[]

/** Asks the Query at `url` (http://127.0.0.1:port). Throws an Error with what it said when it failed, or warned that it did not reach every store. */
export async function ask(url: string, query: string, more: Readonly<Record<string, string>> = {}): Promise<Vector | Matrix> {
  const { result, warnings } = await answer(url, query, more)
  if (warnings.length > 0) throw new Error(`${query}: ${warnings.join('; ')}`)
  return result
}

/** Asks for the values between two moments (s since 1970), one each `stepS`. */
export async function askRange(url: string, query: string, { start, end, stepS }: { start: number; end: number; stepS: number }): Promise<Matrix> {
  const { result, warnings } = await answer(url, query, { start: String(start), end: String(end), step: String(stepS) }, 'query_range')
  if (warnings.length > 0) throw new Error(`${query}: ${warnings.join('; ')}`)
  return result as Matrix // safe because a range is asked for
}

async function answer(url: string, query: string, more: Readonly<Record<string, string>> = {}, path: 'query' | 'query_range' = 'query'): Promise<{ result: Vector | Matrix; warnings: string[] }> {
  const response = await fetch(`${url}/api/v1/${path}?${String(new URLSearchParams({ query, ...more }))}`, { signal: AbortSignal.timeout(ANSWER_WITHIN_MS) })
  const text = await response.text()
  if (!response.ok) throw new Error(`${query} is answered ${response.status}: ${text.slice(0, 300)}`)
  const { error, warnings = [], data } = Answer.parse(JSON.parse(text))
  if (error !== undefined || !data) throw new Error(`${query}: ${error ?? 'no data'}`)
  return { result: data.result, warnings }
}

export type Written = {
  /** The highest scrape of which a sample is there. */
  readonly highest: number
  /** Samples of scrapes before it that no series and no copy has, leaving out scrapes that failed at the edge. */
  readonly lost: number
  readonly found: number
  /** Of the first lost ones, for a message: series and scrape. */
  readonly examples: readonly string[]
}

/** Looks at every sample of `lab_scrape` that an edge wrote in the last `seconds`, in all copies: which numbers between the first and the last are nowhere? */
export async function written(url: string, { cluster }: Edge, { seconds, first = 1 }: { seconds: number; first?: number }): Promise<Written> {
  const window = `[${Math.ceil(seconds)}s]`
  const series = await ask(url, `lab_scrape{cluster="${cluster}"}${window}`, { dedup: 'false' }) as Matrix // safe because a range is asked for
  const numbers = new Map<string, Set<number>>()
  for (const { metric, values } of series) {
    const name = metric.series ?? ''
    const known = numbers.get(name) ?? new Set()
    for (const [, value] of values) known.add(Number(value))
    numbers.set(name, known)
  }
  const everywhere = new Set([...numbers.values()].flatMap((known) => [...known]))
  const highest = Math.max(0, ...everywhere)
  const failed = await ask(url, `up{cluster="${cluster}",job="load"}${window}`) as Matrix // safe because a range is asked for
  let failures = failed.flatMap(({ values }) => values).filter(([, value]) => value === '0').length
  const lost: string[] = []
  for (let number = first; number <= highest; number++) {
    const lacking = [...numbers].filter(([, known]) => !known.has(number)).map(([name]) => `${name} of scrape ${number}`)
    // A scrape that the agent gave up on was counted by the load and written by nobody.
    if (lacking.length === numbers.size && failures-- > 0) continue
    lost.push(...lacking)
  }
  const found = [...numbers.values()].reduce((sum, known) => sum + known.size, 0)
  return { highest, lost: lost.length + (COUNTED_SERIES - numbers.size) * highest, found, examples: lost.slice(0, 5) }
}

export type Watch = {
  /** Ends it: for how long at most no answer had all series, how often it was asked, how often one was missing or not whole, and how often a whole one came with a warning. */
  readonly stop: () => Promise<{ longestGapMs: number; asked: number; missed: number; warned: number; why: string[] }>
}

/** Asks again and again for the number of series of each edge, as a dashboard does, until it is stopped. */
export function watchAnswers(url: string, edges: readonly Edge[]): Watch {
  let isOver = false
  let longestGapMs = 0
  let asked = 0
  let warned = 0
  const why: string[] = []
  const watching = (async () => {
    let lastFull = performance.now()
    while (!isOver) {
      asked++
      try {
        const { result, warnings } = await answer(url, 'count by (cluster) (lab_scrape)')
        const vector = result as Vector // safe because a moment is asked for
        const lacking = edges.filter(({ cluster }) => Number(vector.find(({ metric }) => metric.cluster === cluster)?.value[1] ?? 0) < COUNTED_SERIES)
        if (lacking.length > 0) throw new Error(`${lacking.map(({ cluster }) => cluster).join(', ')} has fewer series than ${COUNTED_SERIES}`)
        if (warnings.length > 0) warned++
        longestGapMs = Math.max(longestGapMs, performance.now() - lastFull)
        lastFull = performance.now()
      } catch (error) {
        why.push(error instanceof Error ? error.message : String(error))
      }
      await pause(ASK_EVERY_MS)
    }
    longestGapMs = Math.max(longestGapMs, performance.now() - lastFull)
  })()
  return {
    async stop() {
      isOver = true
      await watching
      return { longestGapMs: Math.round(longestGapMs), asked, missed: why.length, warned, why: [...new Set(why)].slice(0, 5) }
    },
  }
}
