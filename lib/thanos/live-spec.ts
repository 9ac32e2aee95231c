// What runs before a plan is applied, as a spec: what a change does is measured against the cluster, not against the last revision.
import type { ObjectChange } from '../manifest/change.ts'
import { readYaml } from '../manifest/read-yaml.ts'
import { isKubeObject } from '../manifest/types.ts'
import { adoptObjects } from './adopt.ts'
import { specObjectId, type SpecObject, type StackSpec } from './spec.ts'

/**
 * The spec that the cluster has, as far as a plan of `after` looked: each object as the plan read it, those that it would create left
 * out. Names are those of `after`, so that both sides can be matched.
 */
export function liveSpec(after: StackSpec, changes: readonly ObjectChange[]): StackSpec {
  const byId = new Map(changes.map((change) => [change.object, change]))
  return { ...after, objects: after.objects.flatMap((object) => liveObject(object, byId.get(specObjectId(object)))) }
}

function liveObject(object: SpecObject, change: ObjectChange | undefined): SpecObject[] {
  if (change === undefined || change.verdict === 'unchanged' || object.type === 'reference') return [object]
  const [document] = readYaml([{ name: change.object, text: change.liveYaml }]).documents
  if (!isKubeObject(document?.value)) return []
  const { namespace: _, ...metadata } = document.value.metadata
  const named = { ...document.value, metadata: object.namespace === undefined ? metadata : { ...metadata, namespace: object.namespace } }
  return adoptObjects([named]).spec.objects
}
