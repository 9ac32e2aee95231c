// The whole of a revision against the cluster: every object that would be applied, and every Secret that it leans on.
import { AppError, sentenceOf } from '../../errors.ts'
import type { LiveDigests } from '../../db/plans.ts'
import type { Cluster } from '../../kube/cluster.ts'
import type { ObjectChange } from '../../manifest/change.ts'
import { isJsonObject, objectId, type KubeObject } from '../../manifest/types.ts'
import { adoptObjects } from '../../thanos/adopt.ts'
import { orderedObjects } from '../../thanos/apply-order.ts'
import { specObjectId, type Reference, type StackSpec } from '../../thanos/spec.ts'
import { mapBounded } from '../bounded.ts'
import { compare, unchanged, type Comparison } from './compare.ts'
import { digestOf, digestOfReference } from './fingerprint.ts'
import { inNamespace, refOf } from '../../manifest/target.ts'
import { text } from '../../text.ts'

/** Requests under way at a time: a plan of a large stack must not crowd out others. */
const CONCURRENCY = 8

export type Survey = {
  /** References first, then what is applied, in apply order. */
  changes: ObjectChange[]
  /** What is there of it now, Secrets included: for adopting, never for storing. */
  live: KubeObject[]
  /** By objectId in the spec: what the Secrets that it refers to are now. A plan does not write them, so this is what will hold. */
  references: ReadonlyMap<string, Reference>
  digests: LiveDigests
}

/** Dry-runs every object of a spec. Throws UPSTREAM when the cluster does not answer. */
export async function survey(cluster: Cluster, spec: StackSpec, { namespace, revision }: { namespace: string; revision: number }): Promise<Survey> {
  const references = await mapBounded(referencesOf(spec), CONCURRENCY, (reference) => compareReference(cluster, reference, namespace))
  const objects = await mapBounded(orderedObjects(spec), CONCURRENCY, (object) => compare(cluster, object, { namespace, revision }))
  const all = [...references, ...objects]
  return {
    changes: all.map(({ change }) => change),
    live: all.flatMap(({ live }) => live ?? []),
    references: new Map(referencesOf(spec).flatMap((reference, index) => adoptedReference(reference, references[index]?.live))),
    digests: Object.fromEntries([
      ...references.map(({ change, live }) => [change.object, digestOfReference(live, keysOf(live))]),
      ...objects.map(({ change, live }) => [change.object, digestOf(live)]),
    ]),
  }
}

/** Only what is there now: enough to say whether the world moved since a plan was computed. */
export async function lookAgain(cluster: Cluster, spec: StackSpec, namespace: string): Promise<LiveDigests> {
  const references = await mapBounded(referencesOf(spec), CONCURRENCY, async (reference) => {
    const live = await getReference(cluster, reference, namespace)
    return [specObjectId(reference), digestOfReference(live, keysOf(live))] as const
  })
  const objects = await mapBounded(orderedObjects(spec), CONCURRENCY, async (object) => (
    [objectId(object), digestOf(await cluster.get(refOf(inNamespace(object, namespace))))] as const
  ))
  return Object.fromEntries([...references, ...objects])
}

function referencesOf(spec: StackSpec): Reference[] {
  return spec.objects.filter((object) => object.type === 'reference')
}

/** A Secret is looked at for its keys alone; what it holds goes no further. */
async function compareReference(cluster: Cluster, reference: Reference, namespace: string): Promise<Comparison> {
  const id = specObjectId(reference)
  const live = await getReference(cluster, reference, namespace)
  if (!live) return { live, change: { ...unchanged(id, live), verdict: 'missing', message: `The cluster has no ${id}. Create it, or write its credentials.` } }
  const there = new Set(keysOf(live))
  const lacking = reference.keys.filter((key) => !there.has(key))
  if (lacking.length === 0) return { live, change: unchanged(id, live) }
  return { live, change: { ...unchanged(id, live), verdict: 'missing', message: `${id} has no key ${lacking.join(', ')}.` } }
}

/** What may be said of a live Secret, under the name that the spec has for it. */
function adoptedReference(reference: Reference, live: KubeObject | undefined): [string, Reference][] {
  const adopted = live && adoptObjects([live]).spec.objects[0]
  if (adopted?.type !== 'reference') return []
  return [[specObjectId(reference), { ...reference, keys: adopted.keys, objectStorage: adopted.objectStorage }]]
}

/** A spec with its references as they are in the cluster. */
export function withLiveReferences(spec: StackSpec, references: ReadonlyMap<string, Reference>): StackSpec {
  return { ...spec, objects: spec.objects.map((object) => references.get(specObjectId(object)) ?? object) }
}

async function getReference(cluster: Cluster, reference: Reference, namespace: string): Promise<KubeObject | undefined> {
  const { apiVersion, object: kind, name } = reference
  try {
    return await cluster.get({ apiVersion, kind, name, namespace: reference.namespace ?? namespace })
  } catch (error) {
    // Which Secret it was is worth more than which request.
    if (error instanceof AppError && error.code === 'FORBIDDEN') {
      const [id, why] = [specObjectId(reference), sentenceOf(error)]
      throw new AppError('UPSTREAM', text(`${id} cannot be checked. ${why.en}`, `${id}을(를) 확인할 수 없습니다. ${why.ko}`), { cause: error })
    }
    throw error
  }
}

function keysOf(object: KubeObject | undefined): string[] {
  return [object?.data, object?.binaryData].flatMap((map) => (isJsonObject(map) ? Object.keys(map) : []))
}
