// Which findings a reader wants to see: the words of the filter, as they stand in the address, and what they leave over. Pure.
import type { Locale } from '#lib/text.ts'
import type { AcceptanceState } from '#lib/thanos/acceptance.ts'
import type { Finding, Severity } from '#lib/thanos/finding.ts'
import { specObjectId, type StackSpec } from '#lib/thanos/spec.ts'
import { needsYou } from './findings-view.ts'

/** A finding with what is known of it beside its own words. */
export type Entry = {
  readonly finding: Finding
  /** Tells it apart in the list and in the address: acceptanceKey(), with a number behind it where two findings share one. */
  readonly id: string
  readonly state: AcceptanceState | undefined
  /** Kind of the workload it speaks of ("store"), else the Kubernetes kind of the object ("ConfigMap"); "" for the stack as a whole. */
  readonly kind: string
  /** Whether the draft brought it in. */
  readonly isNew: boolean
}

export const SHOW = ['open', 'needs-you', 'accepted', 'all'] as const
export type Show = (typeof SHOW)[number]

/** Empty strings and undefined leave everything through. */
export type FindingFilter = { show: Show; words: string; severity: Severity | undefined; kind: string; object: string; code: string }

/** The entries of findings, in their order. */
export function entriesOf(
  spec: StackSpec, findings: readonly Finding[],
  { keyOf, stateOf, isNew }: { keyOf: (finding: Finding) => string; stateOf: (finding: Finding) => AcceptanceState | undefined; isNew: (finding: Finding) => boolean },
): Entry[] {
  const kinds = new Map(spec.objects.map((object) => [specObjectId(object), object.type === 'workload' ? object.kind : object.object]))
  const seen = new Map<string, number>()
  return findings.map((finding) => {
    const key = keyOf(finding)
    const times = seen.get(key) ?? 0
    seen.set(key, times + 1)
    return {
      finding, id: times === 0 ? key : `${key} ${times + 1}`, state: stateOf(finding), isNew: isNew(finding),
      kind: kinds.get(finding.object) ?? finding.object.slice(0, Math.max(0, finding.object.indexOf('/'))),
    }
  })
}

/** Whether someone accepted it and the time is not over. */
export function isAccepted({ state }: Entry): boolean {
  return state?.kind === 'accepted'
}

/** Whether it waits for a decision: nobody accepted it, and no safe fix mends it. */
export function waitsForYou(entry: Entry): boolean {
  return !isAccepted(entry) && needsYou(entry.finding)
}

/** What the filter leaves over: every word must be found in the message, reason, code, object or path. */
export function filterEntries(entries: readonly Entry[], filter: FindingFilter, locale: Locale): Entry[] {
  const words = filter.words.toLowerCase().split(/\s+/).filter((word) => word !== '')
  return entries.filter((entry) => {
    const { finding } = entry
    if (!isShown(entry, filter.show)) return false
    if (filter.severity !== undefined && finding.severity !== filter.severity) return false
    if (filter.kind !== '' && entry.kind !== filter.kind) return false
    if (filter.object !== '' && finding.object !== filter.object) return false
    if (filter.code !== '' && finding.code !== filter.code) return false
    if (words.length === 0) return true
    const hay = `${finding.message[locale]} ${finding.reason[locale]} ${finding.code} ${finding.object} ${finding.path}`.toLowerCase()
    return words.every((word) => hay.includes(word))
  })
}

function isShown(entry: Entry, show: Show): boolean {
  switch (show) {
    case 'open': return !isAccepted(entry)
    case 'needs-you': return waitsForYou(entry)
    case 'accepted': return isAccepted(entry)
    case 'all': return true
  }
}

/** What can be chosen from: kinds, objects and codes that have a finding, each in the order of the alphabet. */
export function facetsOf(entries: readonly Entry[]): { kinds: string[]; objects: string[]; codes: string[] } {
  const sorted = (words: Iterable<string>): string[] => [...new Set(words)].filter((word) => word !== '').toSorted()
  return { kinds: sorted(entries.map(({ kind }) => kind)), objects: sorted(entries.map(({ finding }) => finding.object)), codes: sorted(entries.map(({ finding }) => finding.code)) }
}
