// Declared edges of which a day shows nothing: whether they wrote before, and until when. Without it one that fell silent two days ago would be
// taken for a new one, which waits for its first sample.
import type { DeclaredEdge } from '../declared-edge.ts'
import { selectorsOf } from './edge-by-labels.ts'
import { edgeGrouping, type EdgeAnswer } from './edge-questions.ts'
import { isOf } from './edges.ts'
import type { SeenEdge } from './observation.ts'

/** How far back it is looked. What the bucket keeps raw for less (--retention.resolution-raw) is not found: an instant query reads raw samples. */
export const LONG_AGO_DAYS = 30
/** Of this subquery. Each hour one moment is looked at: what is found may be up to an hour too old, and an edge that wrote for less may be missed. */
export const LONG_AGO_RANGE = `[${LONG_AGO_DAYS}d:1h]`

type By = { tenantLabel: string; further: readonly string[] }

/**
 * When these edges wrote last, one question for all of them, by the metrics by which edges are found (edge-questions.ts); undefined where there is none to ask for. Reads a
 * month of their series, which is heavy for stores: ask it seldom, and only for those that are declared and missing.
 */
export function longAgoQuestion(missing: readonly DeclaredEdge[], { tenantLabel, further }: By): string | undefined {
  const by = edgeGrouping(tenantLabel, further).join(', ')
  const labels = missing.map((edge) => edge.labels)
  const parts = ['up', 'target_info'].flatMap((metric) => selectorsOf(labels, metric).map((selector) => `max by (${by}) (max_over_time(timestamp(${selector})${LONG_AGO_RANGE}))`))
  return parts.length === 0 ? undefined : parts.join(' or ')
}

/** Of an answer what is of these edges: selectors that mix the labels of several take in others, which nobody asked for. */
export function ofMissing(answer: EdgeAnswer, missing: readonly DeclaredEdge[], tenantLabel: string): EdgeAnswer {
  return answer.filter(({ labels: { [tenantLabel]: tenant, ...labels } }) => missing.some((edge) => isOf(edge, { labels, ...(tenant === undefined || tenant === '' ? {} : { tenant }) })))
}

/** Declared edges of which nothing is seen. */
export function unseenOf(declared: readonly DeclaredEdge[], seen: readonly SeenEdge[]): DeclaredEdge[] {
  return declared.filter((edge) => Object.keys(edge.labels).length > 0 && !seen.some((each) => isOf(edge, each)))
}
