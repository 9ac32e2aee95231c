// Which of some findings are accepted at a moment: read and decided, so that nobody is asked about them again.
import { findOpenAcceptances } from '../../db/acceptances.ts'
import type { Tx } from '../../db/client.ts'
import type { StackRow } from '../../db/stacks.ts'
import { acceptanceKey, acceptanceOf, byKey } from '../../thanos/acceptance.ts'
import type { Finding } from '../../thanos/finding.ts'
import { toView } from './view.ts'

/** Those of the findings of a stack whose acceptance holds. */
export async function acceptedOf(
  tx: Tx, { stack, findings, now }: { stack: Pick<StackRow, 'id' | 'namespace'>; findings: readonly Finding[]; now: Date },
): Promise<Finding[]> {
  const keys = [...new Set(findings.map((finding) => acceptanceKey(finding, stack.namespace)))]
  const acceptances = byKey((await findOpenAcceptances(tx, { stackId: stack.id, keys })).map(toView))
  return findings.filter((finding) => acceptanceOf(finding, { acceptances, namespace: stack.namespace, now: now.getTime() })?.kind === 'accepted')
}
