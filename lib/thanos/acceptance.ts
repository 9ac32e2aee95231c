// Findings that a person accepted for a while: which of them an acceptance speaks of, and whether it still holds.
import { findingKey, type Finding, type Identity, type Severity } from './finding.ts'

/** How far ahead an acceptance may end, in days. */
export const LONGEST_ACCEPTANCE_DAYS = 366

/** What is known of an accepted finding. Times are ISO. */
export type Acceptance = {
  readonly id: string
  /** acceptanceKey() of the finding. */
  readonly key: string
  /** How bad it was when it was accepted: an acceptance does not stretch to a worse one. */
  readonly severity: Severity
  readonly reason: string
  readonly by: string
  readonly at: string
  readonly until: string
}

/** `accepted` counts as read and decided; `ended` says that it was, and that the time is over. */
export type AcceptanceState = { readonly kind: 'accepted' | 'ended'; readonly acceptance: Acceptance }

const RANK: Record<Severity, number> = { error: 0, warning: 1, advice: 2 }

/** How an accepted finding is told apart. An object with and without the stack's own namespace written down is the same object. */
export function acceptanceKey(finding: Identity, namespace: string): string {
  return findingKey({ ...finding, object: finding.object.replace(`/${namespace}/`, '/') })
}

/** Acceptances by the key of what they speak of. */
export function byKey(acceptances: readonly Acceptance[]): ReadonlyMap<string, Acceptance> {
  return new Map(acceptances.map((acceptance) => [acceptance.key, acceptance]))
}

/** How a finding stands at a time (ms since 1970); undefined for one that nobody accepted, or that has become worse since. */
export function acceptanceOf(
  finding: Finding, { acceptances, namespace, now }: { acceptances: ReadonlyMap<string, Acceptance>; namespace: string; now: number },
): AcceptanceState | undefined {
  const acceptance = acceptances.get(acceptanceKey(finding, namespace))
  if (acceptance === undefined || RANK[finding.severity] < RANK[acceptance.severity]) return undefined
  return { kind: Date.parse(acceptance.until) > now ? 'accepted' : 'ended', acceptance }
}
