// What the newest revision of a stack says of whom to ask and how: the labels that tell declared edges apart, and the Alertmanagers of its rulers.
import 'server-only'
import { db } from '../../db/client.ts'
import { findRevision } from '../../db/revisions.ts'
import { findStack } from '../../db/stacks.ts'
import { EMPTY_SPEC } from '../../thanos/spec.ts'
import { configuredAlertmanagers } from '../../thanos/live/configured-alertmanagers.ts'
import { furtherLabels } from '../../thanos/live/edge-questions.ts'

export type Declared = { edgeLabels: readonly string[]; alertmanagers: readonly string[] }

/** Gives how to ask for it; a spec is read once, and again when there is a newer one. */
export function declaredOf(stackId: string): () => Promise<Declared> {
  let known: { head: number | undefined; declared: Declared } = { head: undefined, declared: { edgeLabels: [], alertmanagers: [] } }
  return async () => {
    const head = (await findStack(db(), { id: stackId }))?.head
    if (head === known.head) return known.declared
    const spec = (head === undefined ? undefined : await findRevision(db(), stackId, head))?.spec ?? EMPTY_SPEC
    known = { head, declared: { edgeLabels: furtherLabels(spec.edges ?? []), alertmanagers: configuredAlertmanagers(spec) } }
    return known.declared
  }
}
