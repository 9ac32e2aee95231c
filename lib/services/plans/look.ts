// What the cluster has of a revision now: one list for each kind instead of a question for each object, and with it what is left of earlier revisions.
import { AppError, sentenceOf } from '../../errors.ts'
import { FIELD_MANAGER, type Cluster } from '../../kube/cluster.ts'
import { isAutoscaled, withoutReplicas } from '../../manifest/autoscaled.ts'
import { isOurs, mayDelete } from '../../manifest/orphan.ts'
import { inNamespace, refOf } from '../../manifest/target.ts'
import { objectId, type KubeObject } from '../../manifest/types.ts'
import { text } from '../../text.ts'
import { orderedObjects } from '../../thanos/apply-order.ts'
import type { Reference, StackSpec } from '../../thanos/spec.ts'
import { mapBounded } from '../bounded.ts'
import type { Past } from './past.ts'

/** Requests under way at a time: a plan of a large stack must not crowd out others. */
export const CONCURRENCY = 12

/** An object of the revision, what is applied of it and where, and what is there. */
export type Seen = { object: KubeObject; target: KubeObject; live: KubeObject | undefined; /** Its replicas are an autoscaler's, and not in `target`. */ isAutoscaled?: boolean }
export type Sight = {
  /** In the usual order of applying. */
  objects: Seen[]
  /** The namespace of the stack; undefined where it is not there or may not be read. */
  namespace: KubeObject | undefined
  references: { reference: Reference; live: KubeObject | undefined }[]
  /** What the stack had before and the revision does not name. */
  leftovers: KubeObject[]
  /** Workloads in these namespaces that the revision does not name, whoever made them, and that may be compactors. */
  compactors: KubeObject[]
  /** What may not be listed, so that leftovers and compactors of it were not looked for. */
  unlisted: { kind: string; namespace: string | undefined }[]
  /** What the stack had beside its namespaces and may not be read, so that nobody knows whether it is left over; by objectId. */
  unread: string[]
}

/** Kinds that are looked through besides those of the revision and of what was there before: compactors of others are among them, and autoscalers. */
const USUAL: readonly (readonly [apiVersion: string, kind: string])[] = [['apps/v1', 'Deployment'], ['apps/v1', 'StatefulSet'], ['v1', 'Service'], ['v1', 'ConfigMap'], ['policy/v1', 'PodDisruptionBudget'], ['autoscaling/v2', 'HorizontalPodAutoscaler']]

type Place = { apiVersion: string; kind: string; namespace: string | undefined }
/** Without a list where it may not be listed. */
type Listed = { place: Place; list: KubeObject[] | undefined }
type Beside = { id: string; live?: KubeObject; isRefused: boolean }

/** Reads every object and every Secret that a spec names, also while the past is still being read. Throws UPSTREAM when the cluster does not answer. */
export async function look(cluster: Cluster, spec: StackSpec, { namespace, past: reading }: { namespace: string; past: Past | Promise<Past> }): Promise<Sight> {
  const targets = orderedObjects(spec).map((object) => ({ object, target: inNamespace(object, namespace) }))
  const ids = new Set(targets.map(({ target }) => objectId(target)))
  const own = placesOf(targets.map(({ target }) => target), namespace)
  const listIn = (places: readonly Place[]): Promise<Listed[]> => mapBounded(places, CONCURRENCY, async (place) => ({ place, list: await listOf(cluster, place) }))
  const earlier = async (): Promise<{ past: Past; listed: Listed[]; beside: Beside[] }> => {
    const past = await reading
    const known = new Set(own.map(keyOf))
    const outside = past.objects.filter((object) => object.metadata.namespace === undefined && !ids.has(objectId(object)))
    const [listed, beside] = await Promise.all([
      listIn(placesOf(past.objects, namespace).filter((place) => !known.has(keyOf(place)))),
      mapBounded(outside, CONCURRENCY, async (object) => ({ id: objectId(object), ...await getBeside(cluster, object) })),
    ])
    return { past, listed, beside }
  }
  const [home, ownLists, references, { past, listed: earlierLists, beside }] = await Promise.all([
    getNamespace(cluster, namespace),
    listIn(own),
    mapBounded(referencesOf(spec), CONCURRENCY, async (reference) => ({ reference, live: await getReference(cluster, reference, namespace) })),
    earlier(),
  ])
  const listed = [...ownLists, ...earlierLists]
  const lists = new Map(listed.map(({ place, list }) => [keyOf(place), list]))
  const byId = new Map(listed.flatMap(({ list }) => list ?? []).map((live) => [idIn(live, namespace), live]))
  const scalers = [...byId.values()].filter(({ kind }) => kind === 'HorizontalPodAutoscaler')
  const objects = await mapBounded(targets, CONCURRENCY, async ({ object, target }): Promise<Seen> => {
    const isListed = lists.get(keyOf({ apiVersion: target.apiVersion, kind: target.kind, namespace: target.metadata.namespace })) !== undefined
    const live = isListed ? byId.get(objectId(target)) : await getOne(cluster, target)
    return live && isAutoscaled(live, scalers) ? { object, live, target: withoutReplicas(target), isAutoscaled: true } : { object, target, live }
  })
  const named = new Set(spec.objects.map((object) => `${object.object}/${object.namespace ?? namespace}/${object.name}`))
  const strangers = [...byId].filter(([id]) => !ids.has(id) && !named.has(id)).map(([, live]) => live)
  // Others in the cluster may have one of the name, so what is in no namespace has to bear Gauntlet's own mark.
  const mine = beside.flatMap(({ live }) => (live && isOurs(live, FIELD_MANAGER) && past.had(live) ? [live] : []))
  return {
    objects, references, namespace: home,
    unlisted: listed.flatMap(({ place, list }) => (list === undefined ? [place] : [])),
    unread: beside.flatMap(({ id, isRefused }) => (isRefused ? [id] : [])),
    leftovers: [...strangers.filter((live) => mayDelete(live.kind) && past.had(live)), ...mine],
    compactors: strangers.filter(({ kind, spec: workload }) => (kind === 'Deployment' || kind === 'StatefulSet') && mayCompact(workload)),
  }
}

/** Whether a workload's spec, or a pod's, has the word, also within a line of a shell: adopting it tells whether it is a compactor. */
export function mayCompact(spec: unknown): boolean {
  return /\bcompact\b/.test(JSON.stringify(spec))
}

/** "Kind/namespace/name" of anything in a cluster. */
function idIn(object: { kind: string; metadata: { name: string; namespace?: string } }, namespace: string): string {
  return objectId(inNamespace({ apiVersion: '', ...object }, namespace))
}

function placesOf(targets: readonly KubeObject[], home: string): Place[] {
  const namespaces = new Set([home, ...targets.flatMap(({ metadata }) => metadata.namespace ?? [])])
  const usual = USUAL.flatMap(([apiVersion, kind]) => [...namespaces].map((namespace): Place => ({ apiVersion, kind, namespace })))
  const own = targets.filter(({ kind, metadata }) => kind !== 'Secret' && metadata.namespace !== undefined)
    .map(({ apiVersion, kind, metadata }): Place => ({ apiVersion, kind, namespace: metadata.namespace }))
  return [...new Map([...usual, ...own].map((place) => [keyOf(place), place])).values()]
}

function keyOf({ apiVersion, kind, namespace }: Place): string {
  return `${apiVersion} ${kind} ${namespace ?? ''}`
}

/** Undefined where Gauntlet's account may read single objects but no list; [] for a kind that the cluster does not have. */
async function listOf(cluster: Cluster, { apiVersion, kind, namespace }: Place): Promise<KubeObject[] | undefined> {
  try {
    return await cluster.list(apiVersion, kind, namespace)
  } catch (error) {
    if (error instanceof AppError && error.code === 'FORBIDDEN') return undefined
    if (error instanceof AppError && error.code === 'NOT_FOUND') return []
    throw error
  }
}

async function getOne(cluster: Cluster, target: KubeObject): Promise<KubeObject | undefined> {
  try {
    return await cluster.get(refOf(target))
  } catch (error) {
    // The cluster does not have the kind: the dry run says so, of this object alone.
    if (error instanceof AppError && error.code === 'NOT_FOUND') return undefined
    throw error
  }
}

/** A stack's namespace, which tells clusters apart. */
export async function getNamespace(cluster: Cluster, name: string): Promise<KubeObject | undefined> {
  try {
    return await cluster.get({ apiVersion: 'v1', kind: 'Namespace', name })
  } catch (error) {
    if (error instanceof AppError && (error.code === 'FORBIDDEN' || error.code === 'NOT_FOUND')) return undefined
    throw error
  }
}

/** One object that is in no namespace: it is asked for by its name, since listing its kind takes rights over the whole cluster. */
async function getBeside(cluster: Cluster, object: KubeObject): Promise<{ live?: KubeObject; isRefused: boolean }> {
  try {
    const live = await getOne(cluster, object)
    return { isRefused: false, ...(live ? { live } : {}) }
  } catch (error) {
    if (error instanceof AppError && error.code === 'FORBIDDEN') return { isRefused: true }
    throw error
  }
}

function referencesOf(spec: StackSpec): Reference[] {
  return spec.objects.filter((object) => object.type === 'reference')
}

async function getReference(cluster: Cluster, reference: Reference, namespace: string): Promise<KubeObject | undefined> {
  const { apiVersion, object: kind, name } = reference
  try {
    return await cluster.get({ apiVersion, kind, name, namespace: reference.namespace ?? namespace })
  } catch (error) {
    // Which Secret it was is worth more than which request.
    if (error instanceof AppError && error.code === 'FORBIDDEN') {
      const [id, why] = [`${kind}/${reference.namespace ?? namespace}/${name}`, sentenceOf(error)]
      throw new AppError('UPSTREAM', text(`${id} cannot be checked. ${why.en}`, `${id}을(를) 확인할 수 없습니다. ${why.ko}`), { cause: error })
    }
    throw error
  }
}
