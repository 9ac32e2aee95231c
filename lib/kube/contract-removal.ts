// The part of the contract that is about deletion: who goes along, who stays, what holds an object, and a namespace that is going.
import { expect } from 'vitest'
import { isJsonObject, type JsonObject, type KubeObject } from '../manifest/types.ts'
import type { Topic } from './contract-given.ts'
import { REAL } from './contract-given.ts'
import { configMap, deployment, isReady, isRolledOut, statefulSet } from './contract-objects.ts'

const FINALIZER = 'example.com/hold'

const statusOf = ({ status }: KubeObject): JsonObject => (isJsonObject(status) ? status : {})

export const REMOVAL: Topic = {
  topic: 'deleting',
  declare: (it, { cluster, eventually, live, newNamespace, put, send }) => {
    const remove = async (path: string, options?: JsonObject): ReturnType<typeof send> => send({ method: 'DELETE', path, ...(options ? { body: JSON.stringify(options) } : {}) })
    const isGone = async ({ apiVersion, kind, metadata: { name, namespace = '' } }: KubeObject): Promise<boolean> => await cluster().get({ apiVersion, kind, name, namespace }) === undefined

    it('takes the pods of a Deployment along, in the background', async () => {
      const namespace = await newNamespace()
      const object = deployment(namespace, 'query', {}, { replicas: 1 })
      await cluster().apply(object, REAL)
      await eventually(namespace, async () => isRolledOut(await live(object)))
      const { status } = await remove(`/apis/apps/v1/namespaces/${namespace}/deployments/query`, { propagationPolicy: 'Background' })
      expect([status, await isGone(object)]).toEqual([200, true])
      await eventually(namespace, async () => (await cluster().podsOf(object)).length === 0)
    })

    it('keeps an owner that is deleted in the foreground until its pods are gone', async () => {
      const namespace = await newNamespace()
      const object = statefulSet(namespace, 'store', {}, { replicas: 1 })
      await cluster().apply(object, REAL)
      await eventually(namespace, async () => isRolledOut(await live(object)))
      const { body } = await remove(`/apis/apps/v1/namespaces/${namespace}/statefulsets/store`, { propagationPolicy: 'Foreground' })
      expect(body.metadata).toMatchObject({ finalizers: ['foregroundDeletion'], deletionTimestamp: expect.any(String) })
      const leftWithPods: boolean[] = []
      await eventually(namespace, async () => {
        if (await isGone(object)) leftWithPods.push((await cluster().podsOf(object)).length > 0)
        return leftWithPods.length > 0
      })
      expect(leftWithPods).toEqual([false])
    })

    it('leaves pods behind that a StatefulSet of the same name then takes over, unharmed', async () => {
      const namespace = await newNamespace()
      const object = statefulSet(namespace, 'store', {}, { replicas: 1 })
      await cluster().apply(object, REAL)
      await eventually(namespace, async () => isRolledOut(await live(object)))
      const [before] = await cluster().podsOf(object)
      await remove(`/apis/apps/v1/namespaces/${namespace}/statefulsets/store`, { propagationPolicy: 'Orphan' })
      await eventually(namespace, async () => isGone(object))
      expect((await cluster().podsOf(object)).map(({ metadata }) => [metadata.uid, metadata.ownerReferences])).toEqual([[before?.metadata.uid, undefined]])
      const made = await cluster().apply(statefulSet(namespace, 'store', {}, { replicas: 1, serviceName: 'other' }), REAL)
      await eventually(namespace, async () => JSON.stringify((await cluster().podsOf(object))[0]?.metadata.ownerReferences ?? '').includes(String(made.metadata.uid)))
      expect((await cluster().podsOf(object)).map(({ metadata }) => metadata.uid)).toEqual([before?.metadata.uid])
    })

    it('gives a pod time, and its StatefulSet makes it anew', async () => {
      const namespace = await newNamespace()
      const object = statefulSet(namespace, 'store', {}, { replicas: 1 })
      await cluster().apply(object, REAL)
      await eventually(namespace, async () => isRolledOut(await live(object)))
      const [before] = await cluster().podsOf(object)
      const { body } = await remove(`/api/v1/namespaces/${namespace}/pods/store-0`)
      expect(body.metadata).toMatchObject({ deletionGracePeriodSeconds: 30, deletionTimestamp: expect.any(String) })
      await eventually(namespace, async () => {
        const [pod] = await cluster().podsOf(object)
        return isReady(pod) && pod?.metadata.uid !== before?.metadata.uid
      })
    })

    it('refuses when uid or version are not those that are meant', async () => {
      const namespace = await newNamespace()
      const object = await cluster().apply(configMap(namespace, {}), REAL)
      const path = `/api/v1/namespaces/${namespace}/configmaps/files`
      for (const [preconditions, words] of [[{ uid: 'another' }, 'the UID in the precondition (another) does not match the UID in record'], [{ resourceVersion: '1' }, 'the ResourceVersion in the precondition (1) does not match the ResourceVersion in record']] as const) {
        const { status, body } = await remove(path, { preconditions })
        expect([status, body.reason, body.message]).toEqual([409, 'Conflict', expect.stringContaining(words)])
      }
      const { uid = '', resourceVersion = '' } = object.metadata
      expect((await remove(path, { preconditions: { uid, resourceVersion } })).status).toBe(200)
    })

    it('does nothing in a dry run, and knows what is not there', async () => {
      const namespace = await newNamespace()
      const object = await cluster().apply(configMap(namespace, {}), REAL)
      const path = `/api/v1/namespaces/${namespace}/configmaps/files`
      expect((await send({ method: 'DELETE', path, query: { dryRun: 'All' } })).status).toBe(200)
      expect(await isGone(object)).toBe(false)
      expect([(await remove(path)).status, (await remove(path)).status]).toEqual([200, 404])
    })

    it('holds an object as long as it has a finalizer, and takes no new one', async () => {
      const namespace = await newNamespace()
      const object = await cluster().apply(configMap(namespace, {}, { finalizers: [FINALIZER] }), REAL)
      const path = `/api/v1/namespaces/${namespace}/configmaps/files`
      expect((await remove(path)).body.metadata).toMatchObject({ deletionTimestamp: expect.any(String), finalizers: [FINALIZER] })
      const held = await live(object)
      expect((await put(path, { ...held, metadata: { ...held.metadata, finalizers: [FINALIZER, 'example.com/second'] } })).body).toMatchObject({
        code: 422, message: expect.stringContaining('metadata.finalizers: Forbidden: no new finalizers can be added if the object is being deleted, found new finalizers []string{"example.com/second"}'),
      })
      await put(path, { ...held, metadata: { ...held.metadata, finalizers: [] } })
      expect(await isGone(object)).toBe(true)
    })

    it('tells of a Deployment scaled to zero that it has no pods while one of them still ends', async () => {
      const namespace = await newNamespace()
      const object = deployment(namespace, 'query', {}, { replicas: 1 })
      await cluster().apply(object, REAL)
      await eventually(namespace, async () => isRolledOut(await live(object)))
      const [pod] = await cluster().podsOf(object)
      const path = `/api/v1/namespaces/${namespace}/pods/${pod?.metadata.name}`
      const hold = async (finalizers: string[]): Promise<number> => (await send({ method: 'PATCH', path, contentType: 'application/merge-patch+json', body: JSON.stringify({ metadata: { finalizers } }) })).status
      expect(await hold([FINALIZER])).toBe(200)
      await cluster().apply(deployment(namespace, 'query', {}, { replicas: 0 }), REAL)
      const { metadata: { generation } } = await live(object)
      await eventually(namespace, async () => {
        const { observedGeneration, replicas } = statusOf(await live(object))
        return observedGeneration === generation && replicas === undefined
      })
      expect(await cluster().podsOf(object)).toHaveLength(1)
      expect(await hold([])).toBe(200)
      await eventually(namespace, async () => (await cluster().podsOf(object)).length === 0)
    })

    it('keeps a claim while a pod uses it', async () => {
      const namespace = await newNamespace()
      const object = statefulSet(namespace, 'store', {}, { replicas: 1 })
      await cluster().apply(object, REAL)
      await eventually(namespace, async () => isRolledOut(await live(object)))
      const claim: KubeObject = { apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata: { name: 'data-store-0', namespace } }
      expect((await remove(`/api/v1/namespaces/${namespace}/persistentvolumeclaims/data-store-0`)).body.metadata).toMatchObject({ finalizers: ['kubernetes.io/pvc-protection'] })
      const waited = Date.now() + 1_000
      await eventually(namespace, async () => Date.now() > waited)
      expect(await isGone(claim)).toBe(false)
      await cluster().apply(statefulSet(namespace, 'store', {}, { replicas: 0 }), REAL)
      await eventually(namespace, async () => isGone(claim))
    })

    it('takes nothing new into a namespace that is going, but changes to what is there', async () => {
      const namespace = await newNamespace()
      const held = await cluster().apply(configMap(namespace, { a: '1' }, { name: 'held', finalizers: [FINALIZER] }), REAL)
      expect((await remove(`/api/v1/namespaces/${namespace}`)).body).toMatchObject({ status: { phase: 'Terminating' } })
      const { status, body } = await send({ method: 'POST', path: `/api/v1/namespaces/${namespace}/configmaps`, body: JSON.stringify(configMap(namespace, {})) })
      expect([status, body.reason, body.message]).toEqual([403, 'Forbidden', `configmaps "files" is forbidden: unable to create new content in namespace ${namespace} because it is being terminated`])
      expect(body.details).toMatchObject({ causes: [{ reason: 'NamespaceTerminating', message: `namespace ${namespace} is being terminated`, field: 'metadata.namespace' }] })
      await expect(cluster().apply(configMap(namespace, {}), REAL)).rejects.toMatchObject({ code: 'FORBIDDEN' })
      expect((await cluster().apply(configMap(namespace, { a: '2' }, { name: 'held', finalizers: [FINALIZER] }), REAL)).data).toEqual({ a: '2' })
      await eventually(namespace, async () => (await live(held)).metadata.deletionTimestamp !== undefined)
      const latest = await live(held)
      await put(`/api/v1/namespaces/${namespace}/configmaps/held`, { ...latest, metadata: { ...latest.metadata, finalizers: [] } })
      await eventually(namespace, async () => await cluster().get({ apiVersion: 'v1', kind: 'Namespace', name: namespace }) === undefined)
    })
  },
}
