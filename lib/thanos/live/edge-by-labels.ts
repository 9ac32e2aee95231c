// Declared edges that write none of the metrics by which edges are found: each is looked for by the labels that are declared of it. What is found is one series of
// each, and from then on only the age of that is asked.
import type { DeclaredEdge } from '../declared-edge.ts'
import { edgeGrouping, type EdgeAnswer } from './edge-questions.ts'
import { isOf } from './edges.ts'

type Labels = Readonly<Record<string, string>>

/** One series of each edge of which there is any, under all its labels; undefined where there is no edge to look for. Reads every series of theirs: ask it seldom. */
export function seriesQuestion(edges: readonly DeclaredEdge[], { tenantLabel, further }: { tenantLabel: string; further: readonly string[] }): string | undefined {
  const selectors = selectorsOf(edges.map(({ labels }) => labels))
  return selectors.length === 0 ? undefined : `topk by (${edgeGrouping(tenantLabel, further).join(', ')}) (1, ${selectors.join(' or ')})`
}

/** The age of the series that seriesQuestion() found; undefined where it found none. A metric at a time, since timestamp() takes no two of equal labels. */
export function ageQuestion(found: EdgeAnswer, { tenantLabel, further }: { tenantLabel: string; further: readonly string[] }): string | undefined {
  const labels = edgeGrouping(tenantLabel, further)
  const byMetric = Map.groupBy(found, ({ labels: { __name__: name } }) => name ?? '')
  const parts = [...byMetric].filter(([name]) => name !== '').flatMap(([name, series]) => selectorsOf(series.map((each) => edgePart(each.labels, labels)), name).map((selector) => `max by (${labels.join(', ')}) (timestamp(${selector}))`))
  return parts.length === 0 ? undefined : parts.join(' or ')
}

/** Declared edges that no answer names. */
export function notFound(edges: readonly DeclaredEdge[], answers: readonly EdgeAnswer[], tenantLabel: string): DeclaredEdge[] {
  const seen = answers.flat().map(({ labels: { [tenantLabel]: tenant, ...labels } }) => ({ labels, ...(tenant === undefined || tenant === '' ? {} : { tenant }) }))
  return edges.filter((edge) => Object.keys(edge.labels).length > 0 && !seen.some((each) => isOf(edge, each)))
}

function edgePart(labels: Labels, names: readonly string[]): Labels {
  return Object.fromEntries(Object.entries(labels).filter(([name]) => names.includes(name)))
}

/** One selector for all that carry the same label names. It may take in more than was asked for: two edges' labels, mixed. */
export function selectorsOf(all: readonly Labels[], metric?: string): string[] {
  const alike = Map.groupBy(all.filter((labels) => Object.keys(labels).length > 0), (labels) => JSON.stringify(Object.keys(labels).toSorted()))
  return [...alike.values()].map((labels) => {
    const names = Object.keys(labels[0] ?? {}).toSorted()
    const matchers = names.map((name) => `${name}=~${JSON.stringify([...new Set(labels.map((each) => (each[name] ?? '').replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`)))].toSorted().join('|'))}`)
    return `{${[...(metric === undefined ? [] : [`__name__=${JSON.stringify(metric)}`]), ...matchers].join(',')}}`
  })
}
