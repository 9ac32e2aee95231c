// What a check says: one problem, where it is, why it matters and, where one exists, the edits that mend it. Its schema is finding-schema.ts.
import type { Finding } from './finding-schema.ts'

export type { Finding, Fix, Severity } from './finding-schema.ts'

/** Worst first. */
export const SEVERITIES = ['error', 'warning', 'advice'] as const

/** What tells a finding apart. */
export type Identity = Pick<Finding, 'code' | 'object' | 'path' | 'about'>

/** How a finding is told apart from another one: a new finding blocks a plan, one that was there before does not. Keys are stored. */
export function findingKey({ code, object, path, about }: Identity): string {
  return about === undefined ? `${code} ${object} ${path}` : `${code} ${object} ${path} ${about}`
}

/** Tells a fix apart from another one, also where a finding offers another one after some edits. */
export function fixId(finding: Finding): string {
  return `${findingKey(finding)} ${finding.fix?.title.en ?? ''}`
}

/** Of what remains, the safe fixes that were wanted and not taken: they would have brought in an error or a warning, or change nothing. */
export function leftOut(remaining: readonly Finding[], skip: ReadonlySet<string>): Finding[] {
  return remaining.filter((finding) => finding.fix?.safe === true && !skip.has(fixId(finding)))
}
