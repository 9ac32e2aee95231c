// The part of the contract that is about the scale subresource: how `kubectl scale` and autoscalers change replicas, and how that shows.
import { expect } from 'vitest'
import type { JsonObject } from '../manifest/types.ts'
import type { Answer, Topic } from './contract-given.ts'
import { REAL } from './contract-given.ts'
import { deployment, statefulSet } from './contract-objects.ts'

export const SCALING: Topic = {
  topic: 'scaling',
  declare: (it, { cluster, live, newNamespace, refusal, send }) => {
    const path = (namespace: string, resource: string, name: string): string => `/apis/apps/v1/namespaces/${namespace}/${resource}/${name}/scale`
    /** As an autoscaler writes it. */
    const write = async (at: string, scale: JsonObject, query: Record<string, string> = { fieldManager: 'autoscaler' }): Promise<Answer> => send({ method: 'PUT', path: at, query, body: JSON.stringify(scale) })
    /** As `kubectl scale` does. */
    const patch = async (at: string, replicas: number): Promise<Answer> => send({ method: 'PATCH', path: at, query: { fieldManager: 'kubectl' }, body: JSON.stringify({ spec: { replicas } }), contentType: 'application/merge-patch+json' })

    it('tells the replicas of a workload as a Scale, with the selector of its pods', async () => {
      const namespace = await newNamespace()
      const made = await cluster().apply(deployment(namespace, 'query', {}, { replicas: 0 }), REAL)
      const none = await send({ method: 'GET', path: path(namespace, 'deployments', 'query') })
      expect(none.body).toMatchObject({ apiVersion: 'autoscaling/v1', kind: 'Scale', metadata: { name: 'query', namespace, uid: made.metadata.uid }, spec: {}, status: { replicas: 0, selector: 'app=query' } })
      await cluster().apply(statefulSet(namespace, 'store', {}, { replicas: 2 }), REAL)
      expect((await send({ method: 'GET', path: path(namespace, 'statefulsets', 'store') })).body.spec).toEqual({ replicas: 2 })
      const missing = await send({ method: 'GET', path: path(namespace, 'deployments', 'other') })
      expect([missing.status, missing.body.message]).toEqual([404, 'deployments.apps "other" not found'])
      expect((await send({ method: 'GET', path: `/api/v1/namespaces/${namespace}/services/query/scale` })).status).toBe(404)
    })

    it('takes other replicas by it, as a new generation, and nothing else', async () => {
      const namespace = await newNamespace()
      const object = deployment(namespace, 'query', {}, { replicas: 0 })
      const before = await cluster().apply(object, REAL)
      const at = path(namespace, 'deployments', 'query')
      // Without a version: the controllers write the status meanwhile.
      const scale = { apiVersion: 'autoscaling/v1', kind: 'Scale', metadata: { name: 'query', namespace } }
      const written = await write(at, { ...scale, spec: { replicas: 2 } })
      expect([written.status, written.body.kind, written.body.spec]).toEqual([200, 'Scale', { replicas: 2 }])
      const after = await live(object)
      expect([after.metadata.generation, after.spec]).toEqual([Number(before.metadata.generation) + 1, { ...before.spec as JsonObject, replicas: 2 }])
      expect((await patch(at, 3)).body.spec).toEqual({ replicas: 3 })
      expect((await write(at, { ...scale, spec: { replicas: 1 } }, { fieldManager: 'autoscaler', dryRun: 'All' })).body.spec).toEqual({ replicas: 1 })
      expect((await live(object)).spec).toMatchObject({ replicas: 3 })
    })

    it('names who scaled as the owner of the replicas, beside who applied the rest', async () => {
      const namespace = await newNamespace()
      const object = statefulSet(namespace, 'store', {}, { replicas: 0 })
      await cluster().apply(object, REAL)
      await patch(path(namespace, 'statefulsets', 'store'), 1)
      const entries = (await live(object)).metadata.managedFields as JsonObject[]
      expect(entries.find(({ subresource }) => subresource === 'scale')).toMatchObject({ manager: 'kubectl', operation: 'Update', apiVersion: 'apps/v1', fieldsV1: { 'f:spec': { 'f:replicas': {} } } })
      expect(await refusal(object)).toMatchObject({ code: 'CONFLICT' })
      const { status, body } = await send({ method: 'PATCH', path: `/apis/apps/v1/namespaces/${namespace}/statefulsets/store`, query: { fieldManager: 'gauntlet' }, body: JSON.stringify(object), contentType: 'application/apply-patch+yaml' })
      expect([status, body.message]).toEqual([409, 'Apply failed with 1 conflict: conflict with "kubectl" with subresource "scale" using apps/v1: .spec.replicas'])
    })

    it('refuses a Scale below nothing, and one of what has changed since', async () => {
      const namespace = await newNamespace()
      await cluster().apply(deployment(namespace, 'query', {}, { replicas: 0 }), REAL)
      const at = path(namespace, 'deployments', 'query')
      const { body } = await send({ method: 'GET', path: at })
      const below = await write(at, { ...body, spec: { replicas: -1 } })
      expect([below.status, below.body.message]).toEqual([422, 'Scale.autoscaling "query" is invalid: spec.replicas: Invalid value: -1: must be greater than or equal to 0'])
      await patch(at, 1)
      const late = await write(at, { ...body, spec: { replicas: 2 } })
      expect([late.status, late.body.reason, late.body.message]).toEqual([409, 'Conflict', expect.stringContaining('"query": the object has been modified; please apply your changes to the latest version and try again')])
    })
  },
}
