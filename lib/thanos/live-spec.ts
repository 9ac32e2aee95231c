// What runs before a plan is applied, as a spec: what a change does is measured against the cluster, not against the last revision.
import type { ObjectChange } from '../manifest/change.ts'
import { normaliseLive } from '../manifest/normalise.ts'
import type { KubeObject } from '../manifest/types.ts'
import { specOfObjects } from './adopt.ts'
import { specObjectId, type SpecObject, type StackSpec } from './spec.ts'

/**
 * The spec that the cluster has, as far as a plan of `after` looked: each object as it is live, those that it would create left out, and
 * what is left of earlier revisions at the end. Names are those of `after`, so that both sides can be matched. `live` is by the ids of the changes.
 */
export function liveSpec(after: StackSpec, changes: readonly ObjectChange[], live: ReadonlyMap<string, KubeObject>): StackSpec {
  const byId = new Map(changes.map((change) => [change.object, change]))
  const orphans = changes.filter(({ verdict }) => verdict === 'orphan').flatMap(({ object }) => live.get(object) ?? [])
  return {
    ...after,
    objects: [
      ...after.objects.flatMap((object) => liveObject(object, byId.get(specObjectId(object)), live)),
      ...specOfObjects(orphans.map(normaliseLive)).objects,
    ],
  }
}

function liveObject(object: SpecObject, change: ObjectChange | undefined, live: ReadonlyMap<string, KubeObject>): SpecObject[] {
  if (change === undefined || change.verdict === 'unchanged' || object.type === 'reference') return [object]
  const there = live.get(change.object)
  if (there === undefined) return []
  const plain = normaliseLive(there)
  const { namespace: _, ...metadata } = plain.metadata
  return specOfObjects([{ ...plain, metadata: object.namespace === undefined ? metadata : { ...metadata, namespace: object.namespace } }]).objects
}
