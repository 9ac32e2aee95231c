// What a stack had before: where something of it may be left over, and which of what is there was its own.
import { parse } from 'yaml'
import type { Tx } from '../../db/client.ts'
import { adoptedObjects } from '../../db/plans.ts'
import { findRevision } from '../../db/revisions.ts'
import { appliedObjects } from '../../db/runs.ts'
import { listStacks, type StackRow } from '../../db/stacks.ts'
import { FIELD_MANAGER } from '../../kube/cluster.ts'
import type { ObjectChange } from '../../manifest/change.ts'
import { isOurs, isOwned, mayDelete } from '../../manifest/orphan.ts'
import { inNamespace } from '../../manifest/target.ts'
import { isKubeObject, objectId, type KubeObject } from '../../manifest/types.ts'
import { orderedObjects } from '../../thanos/apply-order.ts'

/** `objects` are looked for where they were; `had` says of anything that is there whether it was this stack's. */
export type Past = { objects: readonly KubeObject[]; had: (live: KubeObject) => boolean }

/**
 * By the applied revision and by what was in place as it is: whoever wrote that, since adopting writes nothing. By what runs applied: as long as it
 * is still Gauntlet's, since somebody may have made another one of the name.
 */
export async function pastOf(reader: Tx, stack: StackRow): Promise<Past> {
  const [taken, inPlace] = [await appliedObjects(reader, stack.id), await adoptedObjects(reader, stack.id)]
  const deleted = new Map(taken.flatMap(({ object, deletedAt }) => (deletedAt === null ? [] : [[object, deletedAt] as const])))
  const adopted = inPlace.filter(({ object, at }) => at > (deleted.get(object) ?? NEVER))
  const applied = await rendered(reader, stack, stack.applied)
  const left = [...adopted, ...taken].filter(({ object }) => !applied.has(withNamespace(object, stack.namespace)))
  const numbers = [...new Set(left.flatMap(({ revision }) => revision ?? []))]
  const earlier = new Map(await Promise.all(numbers.map(async (number) => [number, await rendered(reader, stack, number)] as const)))
  const foundIn = (rows: readonly { object: string; revision: number | null }[]): KubeObject[] =>
    rows.flatMap(({ object, revision }) => earlier.get(revision ?? 0)?.get(withNamespace(object, stack.namespace)) ?? [])
  const [mine, ours] = [[...applied.values(), ...foundIn(adopted)], foundIn(taken)]
  const [mineIds, ourIds] = [new Set(mine.map(objectId)), new Set(ours.map(objectId))]
  return {
    objects: [...mine, ...ours].filter(({ kind }) => mayDelete(kind)),
    had: (live) => {
      const id = objectId(inNamespace(live, stack.namespace))
      return !isOwned(live) && (mineIds.has(id) || (ourIds.has(id) && isOurs(live, FIELD_MANAGER)))
    },
  }
}

const NEVER = new Date(0)

/** What a plan that was computed already found left over, and nothing else. */
export function orphansOf(changes: readonly ObjectChange[]): Past {
  const orphans = changes.filter(({ verdict }) => verdict === 'orphan')
  const ids = new Set(orphans.map(({ object }) => object))
  return { objects: orphans.map(({ liveYaml }): unknown => parse(liveYaml)).filter(isKubeObject), had: (live) => ids.has(objectId(live)) }
}

/** What other stacks name in their newest or applied revision. Those of other connections count too, since two contexts may lead to one cluster. */
export async function namedElsewhere(reader: Tx, stack: StackRow): Promise<(live: KubeObject) => boolean> {
  const others = (await listStacks(reader)).filter(({ id }) => id !== stack.id)
  const named = new Set((await Promise.all(others.map((other) => namedBy(reader, other, [other.head, other.applied])))).flat())
  return (live) => named.has(objectId(inNamespace(live, stack.namespace)))
}

async function namedBy(reader: Tx, stack: StackRow, numbers: readonly (number | undefined)[]): Promise<string[]> {
  const revisions = await Promise.all([...new Set(numbers)].map((number) => (number === undefined ? undefined : findRevision(reader, stack.id, number))))
  return revisions.flatMap((revision) => revision?.spec.objects ?? []).map(({ object, name, namespace }) => `${object}/${namespace ?? stack.namespace}/${name}`)
}

/** What Gauntlet applies of a revision, where it goes, by "Kind/namespace/name". */
async function rendered(reader: Tx, stack: StackRow, number: number | undefined): Promise<ReadonlyMap<string, KubeObject>> {
  const revision = number === undefined ? undefined : await findRevision(reader, stack.id, number)
  const objects = revision ? orderedObjects(revision.spec).map((object) => inNamespace(object, stack.namespace)) : []
  return new Map(objects.map((object) => [objectId(object), object]))
}

/** "Kind/name" of a run or plan as "Kind/namespace/name". */
function withNamespace(id: string, home: string): string {
  const [kind = '', ...place] = id.split('/')
  const [name = '', namespace] = place.toReversed()
  return objectId(inNamespace({ apiVersion: '', kind, metadata: { name, ...(namespace === undefined ? {} : { namespace }) } }, home))
}
