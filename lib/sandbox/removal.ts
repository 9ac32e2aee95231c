// What a DELETE does: grace for pods, finalizers that hold an object back, preconditions, and who takes what depends on it.
// Source: apiserver/pkg/registry/rest/delete.go and registry/generic/registry/store.go of Kubernetes 1.35.
import { z } from 'zod'
import type { Json, KubeObject } from '../manifest/types.ts'
import { apiTime } from './api-time.ts'
import { kindOf } from './custom-kinds.ts'
import { numberAt, textAt, valueAt } from './fields.ts'
import type { KindInfo } from './kinds.ts'
import { resourceName } from './kinds.ts'
import { badRequest, notFound, StatusError } from './status-error.ts'
import type { Store } from './store.ts'

export const Propagation = z.enum(['Background', 'Foreground', 'Orphan'])

/** The options of a DELETE, from its query and its body. */
export const DeleteOptions = z.object({
  gracePeriodSeconds: z.number().int().nonnegative().optional(),
  propagationPolicy: Propagation.optional(),
  orphanDependents: z.boolean().optional(),
  preconditions: z.object({ uid: z.string().optional(), resourceVersion: z.string().optional() }).optional(),
  dryRun: z.array(z.literal('All')).optional(),
})
export type DeleteOptions = z.infer<typeof DeleteOptions>

export type Target = { kind: KindInfo; namespace: string | undefined; name: string }

const FOREGROUND = 'foregroundDeletion'
const ORPHAN = 'orphan'

/** Removes an object, or marks it as being deleted where something is to happen first; gives what is left of it. */
export function removeObject({ store, now }: { store: Store; now: () => number }, { kind, namespace, name }: Target, options: DeleteOptions): KubeObject {
  const live = store.get(kind, namespace, name)
  if (!live) throw notFound(kind, name)
  requirePreconditions(kind, live, options)
  const finalizers = finalizersAfter(live, options)
  const grace = graceOf(kind, live, options)
  const isDryRun = options.dryRun !== undefined
  if (grace === 0 && finalizers.length === 0 && kind.kind !== 'Namespace') {
    if (!isDryRun) store.remove(live)
    return live
  }
  const before = numberAt(live, 'metadata', 'deletionGracePeriodSeconds')
  const isMarked = live.metadata.deletionTimestamp !== undefined
  // A second deletion can shorten the grace and nothing else.
  if (isDryRun || (isMarked && grace >= (before ?? 0))) return live
  return store.put({
    ...live,
    metadata: {
      ...live.metadata, ...(finalizers.length > 0 ? { finalizers } : {}), deletionTimestamp: apiTime(now() + grace * 1000), deletionGracePeriodSeconds: grace,
      ...(live.metadata.generation === undefined ? {} : { generation: Number(live.metadata.generation) + 1 }),
    },
    ...(kind.kind === 'Namespace' ? { status: { phase: 'Terminating' } } : {}),
  })
}

/** Whether nothing holds an object back any more that is being deleted. */
export function isFinished(object: KubeObject): boolean {
  const { deletionTimestamp, deletionGracePeriodSeconds = 0 } = object.metadata
  return deletionTimestamp !== undefined && deletionGracePeriodSeconds === 0 && finalizersOf(object).length === 0 && object.kind !== 'Namespace'
}

export function finalizersOf(object: KubeObject): string[] {
  const found = valueAt(object, 'metadata', 'finalizers')
  return Array.isArray(found) ? found.map(String) : []
}

/** How the dependents of an object that is being deleted fare before it goes. */
export function waitsFor(object: KubeObject): 'dependents' | 'orphaning' | undefined {
  if (object.metadata.deletionTimestamp === undefined) return undefined
  if (finalizersOf(object).includes(ORPHAN)) return 'orphaning'
  return finalizersOf(object).includes(FOREGROUND) ? 'dependents' : undefined
}

/** The object without one of its finalizers; it is removed when that was the last. */
export function dropFinalizer(store: Store, object: KubeObject, ...dropped: string[]): void {
  const { finalizers: _, ...metadata } = object.metadata
  const left = finalizersOf(object).filter((finalizer) => !dropped.includes(finalizer))
  const next: KubeObject = { ...object, metadata: { ...metadata, ...(left.length > 0 ? { finalizers: left } : {}) } }
  if (isFinished(next)) store.remove(object)
  else store.put(next)
}

export const DEPENDENTS_FINALIZERS = [FOREGROUND, ORPHAN] as const

function finalizersAfter(live: KubeObject, { propagationPolicy, orphanDependents }: DeleteOptions): string[] {
  if (propagationPolicy !== undefined && orphanDependents !== undefined) throw badRequest('DeleteOptions: orphanDependents and propagationPolicy cannot be both set')
  const kept = finalizersOf(live).filter((finalizer) => propagationPolicy === undefined || (finalizer !== FOREGROUND && finalizer !== ORPHAN))
  const isOrphaning = propagationPolicy === 'Orphan' || orphanDependents === true
  const added: Json[] = propagationPolicy === 'Foreground' ? [FOREGROUND] : []
  return [...kept, ...(isOrphaning ? [ORPHAN] : added)].map(String)
}

/** Pods on a node are given time; whatever else there is is not. */
function graceOf(kind: KindInfo, live: KubeObject, { gracePeriodSeconds }: DeleteOptions): number {
  if (kind.kind !== 'Pod' || textAt(live, 'spec', 'nodeName') === '') return 0
  return gracePeriodSeconds ?? numberAt(live, 'spec', 'terminationGracePeriodSeconds') ?? 30
}

function requirePreconditions(kind: KindInfo, live: KubeObject, { preconditions = {} }: DeleteOptions): void {
  const { uid, resourceVersion } = live.metadata
  const conflict = (why: string): StatusError => new StatusError({
    code: 409, reason: 'Conflict', message: `Operation cannot be fulfilled on ${resourceName(kind)} ${JSON.stringify(live.metadata.name)}: ${why}`,
    details: { name: live.metadata.name, ...(kind.group === '' ? {} : { group: kind.group }), kind: kind.plural },
  })
  if (preconditions.uid !== undefined && preconditions.uid !== uid) {
    throw conflict(`the UID in the precondition (${preconditions.uid}) does not match the UID in record (${String(uid)}). The object might have been deleted and then recreated`)
  }
  if (preconditions.resourceVersion !== undefined && preconditions.resourceVersion !== resourceVersion) {
    throw conflict(`the ResourceVersion in the precondition (${preconditions.resourceVersion}) does not match the ResourceVersion in record (${String(resourceVersion)}). The object might have been modified`)
  }
}

/** Where an object lies. */
export function targetOf(store: Store, object: KubeObject): Target {
  return { kind: kindOf(store, object), namespace: object.metadata.namespace, name: object.metadata.name }
}
