// An acceptance as pages see it, and what an event keeps of it.
import type { AcceptanceRow } from '../../db/acceptances.ts'
import type { Acceptance } from '../../thanos/acceptance.ts'

export function toView({ id, key, finding, reason, by, at, until }: AcceptanceRow): Acceptance {
  return { id, key, severity: finding.severity, reason, by: by.name, at: at.toISOString(), until: until.toISOString() }
}

/** Side of an event. */
export function toTold(rows: readonly AcceptanceRow[]): { finding: string; severity: string; reason: string; until: string; by: string }[] {
  return rows.map(({ key, finding, reason, until, by }) => ({ finding: key, severity: finding.severity, reason, until: until.toISOString(), by: by.name }))
}

/** What an event about these findings is filed under. */
export function subjectOf(keys: readonly string[]): string {
  const [first = ''] = keys
  return keys.length === 1 ? `finding ${first}` : `${keys.length} findings`
}
