// Which findings of a stack are accepted, for the pages that list findings without a draft.
import { getNow } from 'next-intl/server'
import type { Actor } from '#lib/auth/actor.ts'
import { acceptances } from '#lib/services/findings/acceptances.ts'
import type { StackView } from '#lib/services/views.ts'
import { acceptanceOf, type AcceptanceState, byKey } from '#lib/thanos/acceptance.ts'
import type { Finding } from '#lib/thanos/finding.ts'

/** Says how a finding of the stack stands now. */
export async function acceptedIn(actor: Actor, { id, namespace }: StackView): Promise<(finding: Finding) => AcceptanceState | undefined> {
  const known = byKey(await acceptances(actor, { stackId: id }))
  const now = (await getNow()).getTime()
  return (finding) => acceptanceOf(finding, { acceptances: known, namespace, now })
}
