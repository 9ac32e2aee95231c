// The part of the contract that is about objects as they are kept: written, read, listed.
import { expect } from 'vitest'
import type { JsonObject, KubeObject } from '../manifest/types.ts'
import type { Topic } from './contract-given.ts'
import { REAL } from './contract-given.ts'
import { configMap, container, deployment, owners } from './contract-objects.ts'

export const KEEPING: Topic = {
  topic: 'reading and writing',
  declare: (it, { cluster, live, newNamespace, put, send }) => {
    it('tells its version', async () => {
      expect(await cluster().version()).toMatch(/^v1\.\d+\.\d+/)
    })

    it('stores what is applied and gives it back', async () => {
      const object = configMap(await newNamespace(), { 'hashrings.json': '[]' })
      await cluster().apply(object, REAL)
      const stored = await live(object)
      expect(stored.data).toEqual({ 'hashrings.json': '[]' })
      expect(stored.metadata.uid).toBeTypeOf('string')
    })

    it('has no object that nobody made', async () => {
      const namespace = await newNamespace()
      expect(await cluster().get({ apiVersion: 'v1', kind: 'ConfigMap', name: 'nothing', namespace })).toBeUndefined()
    })

    it('lists by label, with apiVersion and kind on each', async () => {
      const namespace = await newNamespace()
      await cluster().apply(configMap(namespace, {}, { name: 'one', labels: { ring: 'a' } }), REAL)
      await cluster().apply(configMap(namespace, {}, { name: 'two', labels: { ring: 'b' } }), REAL)
      const found = await cluster().list('v1', 'ConfigMap', namespace, { labelSelector: 'ring=b' })
      expect(found.map(({ apiVersion, kind, metadata }) => [apiVersion, kind, metadata.name])).toEqual([['v1', 'ConfigMap', 'two']])
      const either = await cluster().list('v1', 'ConfigMap', namespace, { labelSelector: 'ring in (a,b)' })
      expect(either.map(({ metadata }) => metadata.name)).toEqual(['one', 'two'])
    })

    it('keeps stringData of a Secret as base64 data only', async () => {
      const namespace = await newNamespace()
      const secret: KubeObject = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 's3', namespace }, stringData: { key: 'not-a-secret' } }
      const stored = await cluster().apply(secret, REAL)
      expect(stored.data).toEqual({ key: Buffer.from('not-a-secret').toString('base64') })
      expect(stored.stringData).toBeUndefined()
      expect(stored.type).toBe('Opaque')
    })

    it('refuses a namespace that does not exist, by its name', async () => {
      await expect(cluster().apply(configMap('no-such-namespace', {}), REAL)).rejects.toMatchObject({ code: 'NOT_FOUND', message: expect.stringContaining('"no-such-namespace"') })
    })

    it('refuses a kind that it does not have', async () => {
      const namespace = await newNamespace()
      await expect(cluster().get({ apiVersion: 'apps/v1', kind: 'Gadget', name: 'x', namespace })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    })

    it('takes a plain update of what was read, and refuses one of what has changed since', async () => {
      const namespace = await newNamespace()
      const path = `/api/v1/namespaces/${namespace}/configmaps/files`
      const read = await cluster().apply(configMap(namespace, { a: '1' }), REAL)
      expect((await put(path, { ...read, data: { a: '2' } })).status).toBe(200)
      const late = await put(path, { ...read, data: { a: '3' } })
      expect([late.status, late.body.reason]).toEqual([409, 'Conflict'])
      expect((await live(read)).data).toEqual({ a: '2' })
    })

    it('takes the patches of kubectl: one merges maps, the other also lists, thing by thing', async () => {
      const namespace = await newNamespace()
      const object = await cluster().apply(deployment(namespace, 'query', { env: [{ name: 'A', value: '1' }, { name: 'B', value: '1' }] }, { replicas: 0 }), REAL)
      const path = `/apis/apps/v1/namespaces/${namespace}/deployments/query`
      const patch = async (contentType: string, body: JsonObject): Promise<number> => (await send({ method: 'PATCH', path, contentType, query: { fieldManager: 'kubectl-edit' }, body: JSON.stringify(body) })).status
      expect(await patch('application/merge-patch+json', { metadata: { labels: { team: 'metrics' } } })).toBe(200)
      const env = [{ name: 'A', $patch: 'delete' }, { name: 'B', value: '2' }, { name: 'C', value: '3' }]
      expect(await patch('application/strategic-merge-patch+json', { spec: { template: { spec: { containers: [{ name: 'thanos', env }] } } } })).toBe(200)
      const patched = await live(object)
      expect([patched.metadata.labels, container(patched).env, container(patched).image]).toEqual([{ team: 'metrics' }, [{ name: 'B', value: '2' }, { name: 'C', value: '3' }], container(object).image])
      expect(owners(patched)).toContain('kubectl-edit')
    })
  },
}
