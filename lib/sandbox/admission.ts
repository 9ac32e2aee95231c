// From what a writer sent to what is stored: types, defaults, what the server itself sets, and the rules. No storage, no ownership.
import { randomUUID } from 'node:crypto'
import type { Json, JsonObject, KubeObject } from '../manifest/types.ts'
import { isJsonObject, isKubeObject } from '../manifest/types.ts'
import { equals } from './apply/values.ts'
import { canonical } from './canonical.ts'
import { applyDefaults } from './defaults.ts'
import { mapAt, textAt, valueAt } from './fields.ts'
import type { KindInfo } from './kinds.ts'
import { selectOwnPods } from './job-controller.ts'
import { kindNamed } from './kinds.ts'
import { invalid } from './status-error.ts'
import { requireRoomToGrow } from './claim-growth.ts'
import type { Store } from './store.ts'
import { objectProblems } from './validate.ts'
import { updateProblems } from './validate-update.ts'

const WITH_GENERATION = ['Deployment', 'StatefulSet', 'ReplicaSet', 'DaemonSet', 'PodDisruptionBudget', 'NetworkPolicy', 'Ingress', 'Pod', 'Job']

export type Admission = {
  kind: KindInfo
  live: KubeObject | undefined
  /** What the writer wants; for the status subresource only its status counts, else everything but its status. */
  wanted: KubeObject
  subresource: 'status' | 'scale' | undefined
  /** A timestamp in the API's form, to the second. */
  now: string
  /** Gives a cluster address that no Service has. */
  freeAddress: () => string
  /** The admission webhooks: they may change the object, or throw. */
  mutate: (object: KubeObject) => KubeObject
  store: Store
}

/** What is stored, and what was asked for before the webhooks: their changes belong to nobody. */
type Admitted = { stored: KubeObject; asked: KubeObject }

/** The object as it would be stored, without managedFields. Throws the 422 that Kubernetes would answer with. */
export function admit({ kind, live, wanted, subresource, now, freeAddress, mutate, store }: Admission): Admitted {
  const next = typed(wanted, kind)
  if (live && subresource === 'status') {
    const told = withStatus(typed(live, kind), next)
    return { stored: told, asked: told }
  }
  if (kind.hasStatus) {
    delete next.status
    if (live?.status !== undefined) next.status = structuredClone(live.status)
  }
  if (kind.kind === 'Secret') moveStringData(next)
  applyDefaults(next)
  if (kind.kind === 'Service') allocateAddress(next, live, freeAddress)
  if (kind.kind === 'PersistentVolumeClaim' && !live) chooseClass(next, store)
  dropDisabled(next, live)
  const asked = typed(next, kind)
  asked.metadata = serverMetadata(asked, live, now)
  const mutated = mutate(structuredClone(asked))
  if (kind.kind === 'Job' && !live) selectOwnPods(mutated)
  applyDefaults(mutated)
  const stored = typed(mutated, kind)
  setGeneration(stored, live, kind)
  setGeneration(asked, live, kind)
  const problems = [...objectProblems(stored, kind), ...(live ? updateProblems(live, stored) : [])]
  if (problems.length > 0) throw invalid(kind, stored.metadata.name, problems)
  if (live) requireRoomToGrow(kind, live, stored, store)
  return { stored, asked }
}

/** A claim that names no class gets the cluster's default one, where there is one. */
function chooseClass(claim: KubeObject, store: Store): void {
  const isDefault = (storageClass: KubeObject): boolean => textAt(storageClass, 'metadata', 'annotations', 'storageclass.kubernetes.io/is-default-class') === 'true'
  const found = store.list(kindNamed('StorageClass')).find(isDefault)
  if (found && isJsonObject(claim.spec)) claim.spec.storageClassName ??= found.metadata.name
}

/** Fields of features that a cluster of this release does not have switched on: MaxUnavailableStatefulSet is one. */
function dropDisabled(object: KubeObject, live: KubeObject | undefined): void {
  const rolling = object.kind === 'StatefulSet' ? mapAt(object, 'spec', 'updateStrategy', 'rollingUpdate') : {}
  if (valueAt(live, 'spec', 'updateStrategy', 'rollingUpdate', 'maxUnavailable') === undefined) delete rolling.maxUnavailable
}

/** An object as its Go type would hold it. */
function typed(object: KubeObject, kind: KindInfo): KubeObject {
  const value = canonical(structuredClone(object), kind.type)
  if (!isKubeObject(value)) throw new Error('an object lost its name while it was read')
  return value
}

/** A write to status leaves everything else alone, but for the annotations: the Deployment controller keeps its revision there. */
function withStatus(live: KubeObject, next: KubeObject): KubeObject {
  const { annotations } = next.metadata
  return {
    ...live,
    ...(next.status === undefined ? {} : { status: next.status }),
    ...(annotations === undefined ? {} : { metadata: { ...live.metadata, annotations } }),
  }
}

function moveStringData(secret: KubeObject): void {
  const data = mapAt(secret, 'data')
  for (const [key, text] of Object.entries(mapAt(secret, 'stringData'))) data[key] = Buffer.from(String(text)).toString('base64')
  delete secret.stringData
  if (Object.keys(data).length > 0) secret.data = data
}

function allocateAddress(service: KubeObject, live: KubeObject | undefined, freeAddress: () => string): void {
  const spec = isJsonObject(service.spec) ? service.spec : {}
  if (spec.type === 'ExternalName') return
  const before = textAt(live, 'spec', 'clusterIP')
  if (textAt(spec, 'clusterIP') === '') spec.clusterIP = before === '' ? freeAddress() : before
  // Who changes the one address alone means the list of addresses as well.
  if (!Array.isArray(spec.clusterIPs) || equals(spec.clusterIPs, valueAt(live, 'spec', 'clusterIPs'))) spec.clusterIPs = [spec.clusterIP ?? '']
  spec.ipFamilies ??= ['IPv4']
  spec.ipFamilyPolicy ??= 'SingleStack'
}

/** Identity is the server's: no writer changes it. */
function serverMetadata(object: KubeObject, live: KubeObject | undefined, now: string): KubeObject['metadata'] {
  const { managedFields: _, ...metadata } = object.metadata
  const kept = live?.metadata
  return {
    ...metadata,
    uid: kept?.uid ?? randomUUID(),
    creationTimestamp: kept?.creationTimestamp ?? now,
    ...pick(kept, ['resourceVersion', 'generation', 'deletionTimestamp', 'deletionGracePeriodSeconds']),
  }
}

function setGeneration(object: KubeObject, live: KubeObject | undefined, kind: KindInfo): void {
  if (!live) {
    delete object.metadata.resourceVersion
    delete object.metadata.generation
  }
  if (kind.type !== 'Custom' && !WITH_GENERATION.includes(kind.kind)) return
  const before = Number(live?.metadata.generation ?? 0)
  object.metadata.generation = live && equals(desired(object), desired(live)) ? before : before + 1
}

function desired({ metadata: _, status: __, ...rest }: KubeObject): JsonObject {
  return rest
}

function pick(object: JsonObject | undefined, keys: readonly string[]): Record<string, Json> {
  return Object.fromEntries(keys.flatMap((key) => {
    const value = object?.[key]
    return value === undefined ? [] : [[key, value]]
  }))
}
