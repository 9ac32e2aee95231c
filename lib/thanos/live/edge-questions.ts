// What is asked of Query about the edges: which there are, when each sent last, how much. By metrics that every scraping Prometheus writes
// ("up", "scrape_samples_post_metric_relabeling"), so that it holds for edges that do not watch themselves, and by what stands in their place where
// samples are pushed: "target_info", and what a collector counts of what it sends. Edges that write none of these: edge-by-labels.ts.
import type { DeclaredEdge } from '../declared-edge.ts'
import type { SeenEdge } from './observation.ts'

/** External labels by which edges are told apart in any case, beside the tenant. Replica labels are not among them: two replicas are one edge. */
export const EDGE_LABELS = ['cluster', 'region', 'datacenter', 'site', 'environment', 'env', 'edge', 'prometheus'] as const
export const TENANT_LABEL = 'tenant_id'

export type EdgeQuestion = 'lastSample' | 'series' | 'rate' | 'sent' | 'earlier' | 'seenToday' | 'lastHour'
/**
 * `ahead` and `tomorrow` are `lastSample` and `seenToday`, asked of the time to come: a query of now finds no sample of the future. `byLabels` is of edge-by-labels.ts,
 * `longAgo` of edge-long-ago.ts.
 */
export type EdgeTold = Exclude<EdgeQuestion, 'earlier'> | 'ahead' | 'tomorrow' | 'byLabels' | 'longAgo'
/** How far ahead of now each looks: as far as a query looks back for a last sample, and a day. */
export const AHEAD_MS = { ahead: 5 * 60_000, tomorrow: 24 * 3_600_000 } as const
export type EdgeAnswer = readonly { labels: Readonly<Record<string, string>>; value: number }[]

/** Labels of single targets and metrics: edges told apart by them would be as many as those. */
const NOT_OF_EDGES: ReadonlySet<string> = new Set(['__name__', 'job', 'instance', 'le', 'quantile'])

/** Names of labels by which declared edges are told apart and that are not asked for anyway, by name. */
export function furtherLabels(edges: readonly DeclaredEdge[]): string[] {
  const names = new Set(edges.flatMap(({ labels }) => Object.keys(labels)))
  return [...names].filter((name) => !EDGE_LABELS.some((known) => known === name) && !NOT_OF_EDGES.has(name)).toSorted()
}

/** The labels by which edges are told apart, the tenant's last. */
export function edgeGrouping(tenantLabel: string, further: readonly string[] = []): string[] {
  return [...new Set([...EDGE_LABELS, ...further.filter((name) => name !== tenantLabel), tenantLabel])]
}

/**
 * What a collector says that it sent: OpenTelemetry's counts what each of its exporters wrote, Alloy each of its endpoints, so that the largest is what comes here.
 * Source: opentelemetry.io/docs/collector/internal-telemetry; grafana.com/docs/alloy, prometheus.remote_write.
 */
const SENT = 'rate(prometheus_remote_storage_samples_total{component_id!=""}[5m]) or rate({__name__=~"otelcol_exporter_sent_metric_points(_total)?",exporter=~"prometheusremotewrite.*"}[5m])'

/**
 * Expressions by question; `further` as furtherLabels() gives them. `seenToday` looks a day back for edges that are silent now, and is dear: ask it seldom. `lastHour`
 * tells those whose samples are too old for `lastSample` from those that send none; `earlier` those that send for longer than a rate is taken over.
 */
export function edgeQuestions(tenantLabel: string, further: readonly string[] = []): Record<EdgeQuestion, string> {
  const labels = edgeGrouping(tenantLabel, further)
  const by = `by (${labels.join(', ')})`
  const newest = (of: (metric: string) => string): string => ['up', 'target_info'].map((metric) => `max ${by} (${of(metric)})`).join(' or ')
  return {
    lastSample: newest((metric) => `timestamp(${metric})`),
    series: `sum ${by} (scrape_samples_post_metric_relabeling)`,
    rate: `sum ${by} (sum_over_time(scrape_samples_post_metric_relabeling[5m])) / 300`,
    sent: `max ${by} (sum by (${[...labels, 'exporter', 'component_id', 'url'].join(', ')}) (${SENT}))`,
    earlier: newest((metric) => `timestamp(${metric} offset 5m)`),
    seenToday: newest((metric) => `max_over_time(timestamp(${metric})[24h:5m])`),
    lastHour: newest((metric) => `max_over_time(timestamp(${metric})[1h:5m])`),
  }
}

/** The edges that the answers name, by their labels; what was known before stays as long as somebody remembers it. Values of all but `series` and `rate` are seconds. */
export function edgesFrom(answers: Partial<Record<EdgeTold, EdgeAnswer>>, { tenantLabel, before = [] }: { tenantLabel: string; before?: readonly SeenEdge[] }): SeenEdge[] {
  const edges = new Map<string, SeenEdge>(before.map(({ labels, tenant, lastSampleAt }) => {
    const edge: SeenEdge = { labels, ...(tenant === undefined ? {} : { tenant }), ...(lastSampleAt === undefined ? {} : { lastSampleAt }) }
    return [keyOf(edge), edge]
  }))
  const tell = (question: EdgeTold, told: (value: number, edge: SeenEdge) => Partial<SeenEdge>): void => {
    for (const { labels: { [tenantLabel]: tenant, ...labels }, value } of answers[question] ?? []) {
      const edge: SeenEdge = { labels, ...(tenant === undefined || tenant === '' ? {} : { tenant }) }
      const known = edges.get(keyOf(edge)) ?? edge
      edges.set(keyOf(edge), { ...known, ...told(value, known) })
    }
  }
  const newest = (value: number, { lastSampleAt = 0 }: SeenEdge): Partial<SeenEdge> => ({ lastSampleAt: Math.max(lastSampleAt, Math.round(value * 1000)) })
  for (const question of ['longAgo', 'seenToday', 'tomorrow', 'lastHour', 'lastSample', 'ahead', 'byLabels'] as const) tell(question, newest)
  tell('series', (series) => ({ series }))
  tell('rate', (samplesPerS) => ({ samplesPerS }))
  tell('sent', (samplesPerS) => ({ samplesPerS, isSentCounted: true }))
  return [...edges].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, edge]) => edge)
}

/** Tells edges apart. */
export function keyOf({ labels, tenant = '' }: SeenEdge): string {
  return JSON.stringify([tenant, ...Object.entries(labels).toSorted(([a], [b]) => (a < b ? -1 : 1))])
}
