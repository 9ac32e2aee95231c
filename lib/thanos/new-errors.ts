// Which error findings a change brings in (they block it), and which are there already (they are acknowledged).
import { findingKey, type Finding } from './finding.ts'

/**
 * Splits the error findings of a spec by what is known of the installation now. Objects with and without the stack's own
 * namespace written down are the same object.
 */
export function splitErrors(
  { findings, known, namespace }: { findings: readonly Finding[]; known: readonly Finding[]; namespace: string },
): { blockers: Finding[]; acknowledge: Finding[] } {
  const keyOf = (finding: Finding): string => findingKey({ ...finding, object: finding.object.replace(`/${namespace}/`, '/') })
  const there = new Set(known.map(keyOf))
  const errors = findings.filter(({ severity }) => severity === 'error')
  return { blockers: errors.filter((error) => !there.has(keyOf(error))), acknowledge: errors.filter((error) => there.has(keyOf(error))) }
}
