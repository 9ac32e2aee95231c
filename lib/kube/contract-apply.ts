// The part of the contract that is about server-side apply: who owns what, what a dry run foretells, what conflicts.
import { expect } from 'vitest'
import type { JsonObject } from '../manifest/types.ts'
import { isJsonObject } from '../manifest/types.ts'
import type { Topic } from './contract-given.ts'
import { REAL } from './contract-given.ts'
import { configMap, container, deployment, owners, statefulSet, withImage } from './contract-objects.ts'

export const APPLY: Topic = {
  topic: 'server-side apply',
  declare: (it, { cluster, live, newNamespace, put, send }) => {
    it('changes nothing when the same is applied again', async () => {
      const object = configMap(await newNamespace(), { a: '1' })
      const first = await cluster().apply(object, REAL)
      const second = await cluster().apply(object, REAL)
      expect(second.metadata.resourceVersion).toBe(first.metadata.resourceVersion)
    })

    it('predicts with a dry run what would be stored, and stores nothing', async () => {
      const object = deployment(await newNamespace(), 'query', {}, { replicas: 0 })
      const before = await cluster().apply(object, REAL)
      const predicted = await cluster().apply(withImage(object, 'quay.io/thanos/thanos:v0.40.1'), { dryRun: true, force: false })
      expect(container(predicted).image).toBe('quay.io/thanos/thanos:v0.40.1')
      expect(predicted.metadata.generation).toBe(Number(before.metadata.generation) + 1)
      expect(container(await live(object)).image).toBe(container(before).image)
      const real = await cluster().apply(withImage(object, 'quay.io/thanos/thanos:v0.40.1'), REAL)
      expect(real.spec).toEqual(predicted.spec)
    })

    it('predicts an object that does not exist yet, and does not make it', async () => {
      const object = configMap(await newNamespace(), { a: '1' })
      const predicted = await cluster().apply(object, { dryRun: true, force: false })
      expect(predicted.data).toEqual({ a: '1' })
      const { apiVersion, kind, metadata: { name: objectName, namespace = '' } } = object
      expect(await cluster().get({ apiVersion, kind, name: objectName, namespace })).toBeUndefined()
    })

    it('raises the generation for a change of spec, not for one of labels', async () => {
      const object = deployment(await newNamespace(), 'query', {}, { replicas: 0 })
      const first = await cluster().apply(object, REAL)
      const labelled = await cluster().apply({ ...object, metadata: { ...object.metadata, labels: { team: 'metrics' } } }, REAL)
      expect(labelled.metadata.generation).toBe(first.metadata.generation)
      const changed = await cluster().apply(withImage(object, 'quay.io/thanos/thanos:v0.40.1'), REAL)
      expect(changed.metadata.generation).toBe(Number(first.metadata.generation) + 1)
    })

    it('names field and owner when another manager applied another value', async () => {
      const object = deployment(await newNamespace(), 'query', {}, { replicas: 0 })
      await cluster().apply(object, { ...REAL, manager: 'helm' })
      const refused = cluster().apply(withImage(object, 'quay.io/thanos/thanos:v0.40.1'), REAL)
      await expect(refused).rejects.toMatchObject({
        code: 'CONFLICT', details: { conflicts: [{ field: 'spec.template.spec.containers[name="thanos"].image', owner: 'helm' }] },
      })
    })

    it('names the owner of a field that was edited by hand, in a dry run as well', async () => {
      const namespace = await newNamespace()
      const read = await cluster().apply(configMap(namespace, { a: '1' }), REAL)
      await put(`/api/v1/namespaces/${namespace}/configmaps/files`, { ...read, data: { a: '2' } })
      for (const dryRun of [true, false]) {
        await expect(cluster().apply(configMap(namespace, { a: '3' }), { dryRun, force: false })).rejects.toMatchObject({
          code: 'CONFLICT', details: { conflicts: [{ field: 'data.a', owner: 'kubectl-edit' }] },
        })
      }
    })

    it('shares a field that two managers apply alike, and then conflicts with both', async () => {
      const namespace = await newNamespace()
      await cluster().apply(configMap(namespace, { a: '1' }), { ...REAL, manager: 'helm' })
      await cluster().apply(configMap(namespace, { a: '1' }), REAL)
      await expect(cluster().apply(configMap(namespace, { a: '2' }), REAL)).rejects.toMatchObject({ details: { conflicts: [{ field: 'data.a', owner: 'helm' }] } })
      await expect(cluster().apply(configMap(namespace, { a: '2' }), { ...REAL, manager: 'helm' })).rejects.toMatchObject({ details: { conflicts: [{ owner: 'gauntlet' }] } })
    })

    it('takes the field with force, and keeps it', async () => {
      const namespace = await newNamespace()
      await cluster().apply(configMap(namespace, { a: '1' }), { ...REAL, manager: 'helm' })
      const taken = await cluster().apply(configMap(namespace, { a: '2' }), { dryRun: false, force: true })
      expect(taken.data).toEqual({ a: '2' })
      expect(owners(taken)).toEqual(['gauntlet'])
      await expect(cluster().apply(configMap(namespace, { a: '1' }), { ...REAL, manager: 'helm' })).rejects.toMatchObject({ details: { conflicts: [{ field: 'data.a', owner: 'gauntlet' }] } })
    })

    it('calls its own defaults a conflict in a value that is compared whole, which Gauntlet settles without force', async () => {
      const namespace = await newNamespace()
      const env = [{ name: 'POD', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } }]
      const object = statefulSet(namespace, 'store', { env, resources: { limits: { memory: '1024Mi' } } }, { replicas: 0 })
      const before = await cluster().apply(object, { ...REAL, manager: 'helm' })
      const path = `/apis/apps/v1/namespaces/${namespace}/statefulsets/store`
      const answer = await send({ method: 'PATCH', path, query: { fieldManager: 'gauntlet' }, body: JSON.stringify(object), contentType: 'application/apply-patch+yaml' })
      expect(answer.status).toBe(409)
      expect(conflictingFields(answer.body)).toEqual([
        '.spec.volumeClaimTemplates',
        '.spec.template.spec.containers[name="thanos"].env[name="POD"].valueFrom.fieldRef',
        '.spec.template.spec.containers[name="thanos"].resources.limits.memory',
      ])
      const after = await cluster().apply(object, REAL)
      expect(after.spec).toEqual(before.spec)
      expect(owners(after)).toEqual(expect.arrayContaining(['gauntlet', 'helm']))
    })

    it('removes a field that is no longer applied, unless another manager applies it too', async () => {
      const namespace = await newNamespace()
      await cluster().apply(configMap(namespace, { alone: '1', shared: '1', kept: '1' }), REAL)
      await cluster().apply(configMap(namespace, { shared: '1' }), { ...REAL, manager: 'helm' })
      const stored = await cluster().apply(configMap(namespace, { kept: '1' }), REAL)
      expect(stored.data).toEqual({ shared: '1', kept: '1' })
    })

    it('merges containers, variables and ports item by item, and arguments as one', async () => {
      const namespace = await newNamespace()
      const object = deployment(namespace, 'query', { args: ['query', '--log.level=info'], env: [{ name: 'A', value: '1' }] }, { replicas: 0 })
      await cluster().apply(object, REAL)
      const beside = deployment(namespace, 'query', { env: [{ name: 'B', value: '2' }], ports: [{ containerPort: 10901 }] }, { replicas: 0 })
      const merged = await cluster().apply(beside, { ...REAL, manager: 'sidecar-injector' })
      expect(container(merged)).toMatchObject({
        args: ['query', '--log.level=info'], env: [{ name: 'A', value: '1' }, { name: 'B', value: '2' }], ports: [{ containerPort: 10902 }, { containerPort: 10901 }],
      })
      const changed = deployment(namespace, 'query', { args: ['query'], env: [{ name: 'A', value: '1' }] }, { replicas: 0 })
      expect(container(await cluster().apply(changed, REAL)).args).toEqual(['query'])
    })

    it('returns a dropped field to its default', async () => {
      const namespace = await newNamespace()
      await cluster().apply(statefulSet(namespace, 'store', {}, { replicas: 0, podManagementPolicy: 'OrderedReady', revisionHistoryLimit: 3 }), REAL)
      const stored = await cluster().apply(statefulSet(namespace, 'store', {}, { replicas: 0 }), REAL)
      expect(stored.spec).toMatchObject({ revisionHistoryLimit: 10 })
    })
  },
}

function conflictingFields({ details }: JsonObject): unknown[] {
  return isJsonObject(details) && Array.isArray(details.causes) ? details.causes.map((cause) => isJsonObject(cause) && cause.field) : []
}
