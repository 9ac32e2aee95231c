// What a check says: one problem, where it is, why it matters and, where one exists, the edits that mend it. Its schema is finding-schema.ts.
import type { Finding } from './finding-schema.ts'

export type { Finding, Fix, Severity } from './finding-schema.ts'

/** Worst first. */
export const SEVERITIES = ['error', 'warning', 'advice'] as const

/** How a finding is told apart from another one: a new finding blocks a plan, one that was there before does not. */
export function findingKey(finding: Pick<Finding, 'code' | 'object' | 'path'>): string {
  return `${finding.code} ${finding.object} ${finding.path}`
}

/** Tells a fix apart from another one, also where two findings share a place: a querier that lacks two endpoints. */
export function fixId(finding: Finding): string {
  return `${findingKey(finding)} ${finding.fix?.title.en ?? ''}`
}
