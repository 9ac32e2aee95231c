// The installation's own numbers over time, as its own Query has them where its pods are scraped: what is asked, and the names that exist.
// There is no metric of the size of a bucket: its blocks tell it (SeenBlock.bytes).

export const HISTORY_KEYS = ['ingest', 'series', 'queryLatency', 'blocks'] as const
/** Samples taken a second; series in heads, replicas counted; the 99th percentile of queries in seconds; blocks that stores have loaded. */
export type HistoryKey = (typeof HISTORY_KEYS)[number]

export type HistoryLine = { key: HistoryKey; labels: Readonly<Record<string, string>>; points: readonly (readonly [number, number])[] }
/**
 * `unwatched`: Query answers and has no metrics of this installation's pods under its namespace, so nobody scrapes them, or what is scraped is not sent
 * here, or has no such label. Without the label it could not be told from another installation that writes here.
 * `watched` has a line of each key at least where there is data; a missing sample is a gap. Times are ms.
 */
export type History = { kind: 'unwatched' } | { kind: 'watched'; from: number; to: number; stepMs: number; lines: readonly HistoryLine[] }

export const HISTORY_HOURS = [1, 6, 24, 168] as const
export type HistoryHours = (typeof HISTORY_HOURS)[number]
const POINTS = 240

/** Steps that give some two hundred points, whole minutes where they can be. */
export function historyStepMs(hours: HistoryHours): number {
  return Math.max(15_000, Math.ceil(hours * 3_600_000 / POINTS / 15_000) * 15_000)
}

/** Whether anybody scrapes the installation: gives the number of Thanos processes of a namespace that Query knows. */
export function watchedQuestion(namespace: string): string {
  return `count(thanos_build_info{namespace=${JSON.stringify(namespace)}})`
}

/** Expressions by key. Rates look back over four steps at least, so that no scrape falls between them. */
export function historyQuestions(namespace: string, hours: HistoryHours): Record<HistoryKey, string> {
  const range = `${Math.max(300, Math.round(4 * historyStepMs(hours) / 1000))}s`
  const here = `namespace=${JSON.stringify(namespace)}`
  return {
    ingest: `sum(rate(thanos_receive_write_samples_sum{${here}, code="200"}[${range}]))`,
    series: `sum(prometheus_tsdb_head_series{${here}, tenant!=""})`,
    queryLatency: `histogram_quantile(0.99, sum by (le) (rate(http_request_duration_seconds_bucket{${here}, handler=~"query|query_range"}[${range}])))`,
    blocks: `max(thanos_bucket_store_blocks_loaded{${here}})`,
  }
}
