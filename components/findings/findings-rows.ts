// The list of findings as rows to draw: by severity and cause, or by object; closed groups keep their head alone. Pure.
import { diffArrays } from 'diff'
import type { Text } from '#lib/text.ts'
import { text } from '#lib/text.ts'
import type { Severity } from '#lib/thanos/finding.ts'
import { type SpecObject, specObjectId, type StackSpec, workloads } from '#lib/thanos/spec.ts'
import { brokenReads, type Counts, countFindings } from './findings-view.ts'
import type { Entry } from './findings-filter.ts'

export const GROUPINGS = ['cause', 'object'] as const
export type Grouping = (typeof GROUPINGS)[number]

/** `title` is what the messages of a group have in common; `isOpen` whether its findings follow. */
export type CauseRow = { readonly type: 'cause'; readonly id: string; readonly severity: Severity; readonly code: string; readonly title: Text; readonly entries: readonly Entry[]; readonly isOpen: boolean }
/** `brokenReads` are objectIds of Secrets and ConfigMaps with errors that this workload reads. */
export type ObjectRow = { readonly type: 'object'; readonly id: string; readonly object: SpecObject | undefined; readonly counts: Counts; readonly brokenReads: readonly string[] }
/** `underCause`: the head above it says what is wrong. */
export type FindingRow = { readonly type: 'finding'; readonly id: string; readonly entry: Entry; readonly underCause: boolean }
export type SeverityRow = { readonly type: 'severity'; readonly id: Severity; readonly count: number }
export type Row = SeverityRow | CauseRow | ObjectRow | FindingRow

/** A group of this many findings begins closed. */
const LARGE_GROUP = 4
const SEVERITIES: readonly Severity[] = ['error', 'warning', 'advice']
const RANK: Record<Severity, number> = { error: 0, warning: 1, advice: 2 }

/** How a reader opened or closed a group, by its id; one that is not in it is open while it is small or holds `selected`. */
export type Opened = ReadonlyMap<string, boolean>

/** Errors first, then warnings, then advice; in each, one group for every code that several objects share, the largest first. */
export function rowsByCause(entries: readonly Entry[], { opened, selected }: { opened: Opened; selected: string | undefined }): Row[] {
  return SEVERITIES.flatMap((severity): Row[] => {
    const those = entries.filter(({ finding }) => finding.severity === severity)
    if (those.length === 0) return []
    const groups = [...Map.groupBy(those, ({ finding }) => finding.code)].toSorted(([, a], [, b]) => b.length - a.length)
    return [{ type: 'severity', id: severity, count: those.length }, ...groups.flatMap(([code, group]) => causeRows({ severity, code, entries: group, opened, selected }))]
  })
}

function causeRows({ severity, code, entries, opened, selected }: {
  severity: Severity; code: string; entries: readonly Entry[]; opened: Opened; selected: string | undefined
}): Row[] {
  if (entries.length === 1) return entries.map((entry) => ({ type: 'finding', id: entry.id, entry, underCause: false }))
  const id = `${severity} ${code}`
  const isOpen = opened.get(id) ?? (entries.length < LARGE_GROUP || entries.some((entry) => entry.id === selected))
  const head: CauseRow = { type: 'cause', id, severity, code, title: commonWords(entries.map(({ finding }) => finding.message)), entries, isOpen }
  return [head, ...(isOpen ? entries.map((entry): Row => ({ type: 'finding', id: entry.id, entry, underCause: true })) : [])]
}

/** Objects with the worst finding first and otherwise in the order of the spec. `withClean` lists the workloads that have none. */
export function rowsByObject(spec: StackSpec, entries: readonly Entry[], { withClean }: { withClean: boolean }): Row[] {
  const by = Map.groupBy(entries, ({ finding }) => finding.object)
  const objects = new Map(spec.objects.map((object) => [specObjectId(object), object]))
  const broken = brokenReads(spec, entries.map(({ finding }) => finding))
  const clean = withClean ? workloads(spec).map(specObjectId).filter((id) => !by.has(id)) : []
  const ids = [...new Set([...[...objects.keys()].filter((id) => by.has(id)), ...by.keys()])]
  const worst = (id: string): number => Math.min(...(by.get(id) ?? []).map(({ finding }) => RANK[finding.severity]))
  return [...ids.toSorted((a, b) => worst(a) - worst(b)), ...clean].flatMap((id): Row[] => {
    const own = (by.get(id) ?? []).toSorted((a, b) => RANK[a.finding.severity] - RANK[b.finding.severity])
    const head: ObjectRow = { type: 'object', id, object: objects.get(id), counts: countFindings(own.map(({ finding }) => finding)), brokenReads: broken.get(id) ?? [] }
    return [head, ...own.map((entry): Row => ({ type: 'finding', id: entry.id, entry, underCause: false }))]
  })
}

/** What sentences have in common, word by word; "…" stands where they differ. */
export function commonWords(sentences: readonly Text[]): Text {
  return text(common(sentences.map(({ en }) => en)), common(sentences.map(({ ko }) => ko)))
}

const GAP = '…'
/** Sentences that are compared: the common words of many hardly change with more. */
const MOST_COMPARED = 24

function common(sentences: readonly string[]): string {
  const [first = '', ...others] = new Set(sentences.slice(0, MOST_COMPARED))
  const words = others.reduce((pattern, sentence) => {
    const steps = diffArrays(pattern, sentence.split(' '))
    return steps.flatMap((step) => (step.added || step.removed ? [GAP] : step.value))
  }, first.split(' '))
  const joined = words.filter((word, index) => word !== GAP || words[index - 1] !== GAP)
  const told = joined.filter((word) => word !== GAP).length
  // Two words out of a sentence say nothing; then one of the sentences stands for all.
  return told < 3 || told * 3 < first.split(' ').length ? first : withTicks(joined.join(' '))
}

/** A gap may have swallowed one of two backticks. */
function withTicks(words: string): string {
  return (words.split('`').length - 1) % 2 === 0 ? words : words.replaceAll('`', '')
}
