// What the checks of this release find in the newest revision of a stack. A revision never changes, so it is judged once.
import 'server-only'
import { findRevision, headRevisionId, type RevisionRow } from '../../db/revisions.ts'
import type { Tx } from '../../db/client.ts'
import type { Finding } from '../../thanos/finding.ts'
import { lint } from '../../thanos/lint.ts'

/** Revisions whose findings are remembered: polls ask for the same few again and again. */
const REMEMBERED = 32
const judged = new Map<string, Finding[]>()

/** The findings of the newest revision; undefined when the stack has none. Worst first, in a stable order. */
export async function findingsOfHead(tx: Tx, stackId: string): Promise<{ revision: number; findings: readonly Finding[] } | undefined> {
  const head = await headRevisionId(tx, stackId)
  if (head === undefined) return undefined
  const known = judged.get(head.id)
  if (known !== undefined) return { revision: head.number, findings: known }
  const revision = await findRevision(tx, stackId, head.number)
  return revision && { revision: head.number, findings: judge(revision) }
}

function judge({ id, spec }: RevisionRow): Finding[] {
  const findings = lint(spec)
  judged.set(id, findings)
  const [oldest] = judged.keys()
  if (judged.size > REMEMBERED && oldest !== undefined) judged.delete(oldest)
  return findings
}
