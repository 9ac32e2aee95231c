// The part of the contract that is about who else has a say in a write: webhooks that refuse or change it, and quotas.
import { expect } from 'vitest'
import type { JsonObject, KubeObject } from '../manifest/types.ts'
import { isJsonObject } from '../manifest/types.ts'
import type { Topic } from './contract-given.ts'
import { REAL } from './contract-given.ts'
import { configMap, deployment } from './contract-objects.ts'

export const ADMISSION: Topic = {
  topic: 'admission',
  declare: (it, { cluster, eventually, host, live, newNamespace, refusal }) => {
    it('passes on what a webhook refuses with, in a dry run as well', async () => {
      const namespace = await newNamespace()
      const removeWebhook = await host().addWebhook({ namespace, deny: 'files need an owner' })
      try {
        await eventually(namespace, async () => cluster().apply(configMap(namespace, {}), { ...REAL, dryRun: true }).then(() => false, () => true))
        for (const dryRun of [true, false]) {
          expect((await refusal(configMap(namespace, {}), { dryRun, force: false })).message).toMatch(/admission webhook "[^"]+" denied the request: files need an owner/)
        }
      } finally {
        await removeWebhook()
      }
    })

    it('stores what a webhook adds, foretells it, and gives it to no manager', async () => {
      const namespace = await newNamespace()
      const removeWebhook = await host().addWebhook({ namespace, label: ['team', 'metrics'] })
      try {
        const predicted = async (): Promise<KubeObject> => cluster().apply(configMap(namespace, { a: '1' }), { ...REAL, dryRun: true })
        await eventually(namespace, async () => (await predicted()).metadata.labels !== undefined)
        const made = await cluster().apply(configMap(namespace, { a: '1' }), REAL)
        expect([made.metadata.labels, (await predicted()).metadata.labels]).toEqual([{ team: 'metrics' }, { team: 'metrics' }])
        expect(JSON.stringify(made.metadata.managedFields)).not.toContain('team')
        expect((await cluster().apply(configMap(namespace, { a: '1' }), REAL)).metadata.resourceVersion).toBe(made.metadata.resourceVersion)
      } finally {
        await removeWebhook()
      }
      expect((await cluster().apply(configMap(namespace, { a: '2' }), REAL)).metadata.labels).toEqual({ team: 'metrics' })
    })

    const limited = async (namespace: string, hard: JsonObject): Promise<void> => {
      const quota: KubeObject = { apiVersion: 'v1', kind: 'ResourceQuota', metadata: { name: 'small', namespace }, spec: { hard } }
      await cluster().apply(quota, REAL)
      await eventually(namespace, async () => {
        const { status } = await live(quota)
        return isJsonObject(status) && status.used !== undefined
      })
    }

    it('refuses what is above a quota, with what is used and what is allowed', async () => {
      const namespace = await newNamespace()
      await limited(namespace, { services: '1' })
      const service = (name: string): KubeObject => ({ apiVersion: 'v1', kind: 'Service', metadata: { name, namespace }, spec: { ports: [{ port: 80 }] } })
      await cluster().apply(service('first'), REAL)
      expect(await refusal(service('second'))).toMatchObject({ code: 'FORBIDDEN', message: expect.stringContaining('exceeded quota: small, requested: services=1, used: services=1, limited: services=1') })
    })

    it('makes no pod above a quota: the Deployment says why, the apply had gone through', async () => {
      const namespace = await newNamespace()
      await limited(namespace, { 'requests.memory': '1Gi' })
      const object = deployment(namespace, 'query', { resources: { requests: { memory: '2Gi' } } }, { replicas: 1 })
      await cluster().apply(object, REAL)
      const words = 'exceeded quota: small, requested: requests.memory=2Gi, used: requests.memory=0, limited: requests.memory=1Gi'
      await eventually(namespace, async () => JSON.stringify((await live(object)).status ?? {}).includes(words))
      const { status } = await live(object)
      expect(isJsonObject(status) && status.conditions).toContainEqual(expect.objectContaining({ type: 'ReplicaFailure', status: 'True', reason: 'FailedCreate' }))
      const events = await cluster().list('v1', 'Event', namespace)
      expect(events.map(({ reason, message }) => [reason, message])).toContainEqual(['FailedCreate', expect.stringContaining(words)])
    })
  },
}
