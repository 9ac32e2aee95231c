// What the newest revision of a stack says of whom to ask and how: the namespaces of its workloads, the edges that are declared, and the
// Alertmanagers of its rulers.
import 'server-only'
import { db } from '../../db/client.ts'
import { findRevision } from '../../db/revisions.ts'
import { findStack } from '../../db/stacks.ts'
import { EMPTY_SPEC, workloads } from '../../thanos/spec.ts'
import { configuredAlertmanagers } from '../../thanos/live/configured-alertmanagers.ts'
import type { DeclaredEdge } from '../../thanos/declared-edge.ts'
import { twiceNamed } from '../../thanos/live/seen-object.ts'
import type { Addressed } from './alertmanagers.ts'

/** `namespaces` are those that workloads name; `twice` the workloads that their namespace alone tells apart (seen-object.ts). */
export type Declared = { namespaces: readonly string[]; edges: readonly DeclaredEdge[]; alertmanagers: readonly Addressed[]; twice: ReadonlySet<string> }

/** Gives how to ask for it; a spec is read once, and again when there is a newer one. */
export function declaredOf(stackId: string): () => Promise<Declared> {
  let known: { head: number | undefined; declared: Declared } = { head: undefined, declared: { namespaces: [], edges: [], alertmanagers: [], twice: new Set() } }
  return async () => {
    const head = (await findStack(db(), { id: stackId }))?.head
    if (head === known.head) return known.declared
    const spec = (head === undefined ? undefined : await findRevision(db(), stackId, head))?.spec ?? EMPTY_SPEC
    const namespaces = [...new Set(workloads(spec).flatMap((workload) => (workload.managed === false ? [] : workload.namespace ?? [])))]
    known = { head, declared: { namespaces, edges: spec.edges ?? [], alertmanagers: configuredAlertmanagers(spec), twice: twiceNamed(spec) } }
    return known.declared
  }
}
