// Events as the components of a cluster write them: what happened to an object, counted when it happens again, forgotten after an hour.
// https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/event-v1/
import type { JsonObject, KubeObject } from '../manifest/types.ts'
import { apiTime } from './api-time.ts'
import type { Cluster } from './cluster.ts'
import { numberAt, textAt } from './fields.ts'
import { kindNamed } from './kinds.ts'
import { hashOf } from './owned.ts'

/** How long a kube-apiserver keeps one (--event-ttl). */
const KEPT_MS = 3_600_000

/** `component` is who says it; `fieldPath` the container that it is about. */
export type Told = { type: 'Normal' | 'Warning'; reason: string; message: string; component: string; fieldPath?: string }

/** Writes an event about an object; the same one again raises its count. Nothing is told in a namespace that is going. */
export function tellEvent({ store, now }: Pick<Cluster, 'store' | 'now'>, about: KubeObject, { type, reason, message, component, fieldPath }: Told): void {
  const namespace = about.metadata.namespace ?? 'default'
  const home = store.get(kindNamed('Namespace'), undefined, namespace)
  if (!home || home.metadata.deletionTimestamp !== undefined) return
  const name = `${about.metadata.name}.${hashOf([about.metadata.uid ?? '', component, reason, message])}`
  const known = store.get(kindNamed('Event'), namespace, name)
  const at = apiTime(now())
  if (known) {
    store.put({ ...known, count: (numberAt(known, 'count') ?? 1) + 1, lastTimestamp: at })
    return
  }
  const involvedObject: JsonObject = {
    kind: about.kind, namespace, name: about.metadata.name, uid: about.metadata.uid ?? '', apiVersion: about.apiVersion,
    resourceVersion: about.metadata.resourceVersion ?? '', ...(fieldPath === undefined ? {} : { fieldPath }),
  }
  store.put({
    apiVersion: 'v1', kind: 'Event', metadata: { name, namespace, uid: crypto.randomUUID(), creationTimestamp: at },
    involvedObject, reason, message, type, count: 1, firstTimestamp: at, lastTimestamp: at, eventTime: null,
    source: { component }, reportingComponent: component, reportingInstance: '',
  })
}

export function forgetOldEvents({ store, now }: Pick<Cluster, 'store' | 'now'>): void {
  for (const event of store.list(kindNamed('Event'))) {
    const last = Date.parse(textAt(event, 'lastTimestamp'))
    if (now() - last > KEPT_MS) store.remove(event)
  }
}
