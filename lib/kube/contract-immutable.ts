// The part of the contract that is about what cannot be changed once it is there, and what must be done instead.
import { expect } from 'vitest'
import type { JsonObject, KubeObject } from '../manifest/types.ts'
import type { Topic } from './contract-given.ts'
import { REAL } from './contract-given.ts'
import { configMap, deployment, statefulSet } from './contract-objects.ts'

export const IMMUTABLE: Topic = {
  topic: 'what cannot be changed',
  declare: (it, { cluster, eventually, live, newNamespace, refusal }) => {
    it('refuses to change what a StatefulSet cannot change, and says that it is immutable', async () => {
      const namespace = await newNamespace()
      await cluster().apply(statefulSet(namespace, 'store', {}, { replicas: 0 }), REAL)
      const { code, causes, immutable } = await refusal(statefulSet(namespace, 'store', {}, { replicas: 0, serviceName: 'other' }), { dryRun: true, force: false })
      expect([code, immutable]).toEqual(['INVALID', true])
      expect(causes).toEqual([{ field: 'spec', message: expect.stringContaining('updates to statefulset spec for fields other than') }])
    })

    it('refuses to change the selector of a Deployment and the address of a Service', async () => {
      const namespace = await newNamespace()
      const labels = { app: 'query', ring: 'a' }
      await cluster().apply(deployment(namespace, 'query', {}, { replicas: 0 }), REAL)
      const moved = deployment(namespace, 'query', {}, { replicas: 0, selector: { matchLabels: labels } }, labels)
      expect(await refusal(moved)).toMatchObject({ immutable: true, causes: [{ field: 'spec.selector', message: expect.stringContaining('field is immutable') }] })
      const service = (spec: JsonObject): KubeObject => ({ apiVersion: 'v1', kind: 'Service', metadata: { name: 'query', namespace }, spec: { ports: [{ port: 80 }], ...spec } })
      await cluster().apply(service({}), REAL)
      expect(await refusal(service({ clusterIP: 'None' }))).toMatchObject({ immutable: true, causes: [{ field: 'spec.clusterIPs[0]' }] })
    })

    it('refuses to change the claim templates of a StatefulSet, also to grow them', async () => {
      const namespace = await newNamespace()
      const claims = (storage: string): JsonObject => ({
        replicas: 0, volumeClaimTemplates: [{ metadata: { name: 'data' }, spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage } } } }],
      })
      await cluster().apply(statefulSet(namespace, 'store', {}, claims('1Gi')), REAL)
      expect(await refusal(statefulSet(namespace, 'store', {}, claims('2Gi')))).toMatchObject({ code: 'INVALID', immutable: true, causes: [{ field: 'spec' }] })
    })

    it('refuses another role for a binding, and other content for what is marked immutable', async () => {
      const namespace = await newNamespace()
      const binding = (name: string): KubeObject => ({
        apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'RoleBinding', metadata: { name: 'readers', namespace },
        roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name }, subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: 'somebody' }],
      })
      await cluster().apply(binding('reader'), REAL)
      expect(await refusal(binding('writer'))).toMatchObject({ code: 'INVALID', causes: [{ field: 'roleRef', message: expect.stringContaining('cannot change roleRef') }] })
      const sealed = (data: Record<string, string>): KubeObject => ({ ...configMap(namespace, data), immutable: true })
      await cluster().apply(sealed({ a: '1' }), REAL)
      expect(await refusal(sealed({ a: '2' }))).toMatchObject({ code: 'INVALID', causes: [{ field: 'data', message: expect.stringContaining('field is immutable when `immutable` is set') }] })
    })

    it('lets a claim grow only where its storage class allows it, and never shrink', async () => {
      const namespace = await newNamespace()
      const claim = (name: string, storage: string): KubeObject => ({
        apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata: { name: `data-${name}`, namespace },
        spec: { accessModes: ['ReadWriteOnce'], storageClassName: `${namespace}-${name}`, resources: { requests: { storage } } },
      })
      for (const [name, allowVolumeExpansion] of [['elastic', true], ['rigid', false]] as const) {
        await cluster().apply({ apiVersion: 'storage.k8s.io/v1', kind: 'StorageClass', metadata: { name: `${namespace}-${name}` }, provisioner: 'example.com/none', allowVolumeExpansion }, REAL)
        await cluster().apply(claim(name, '1Gi'), REAL)
        await eventually(namespace, async () => JSON.stringify((await live(claim(name, '1Gi'))).status).includes('"Bound"'))
      }
      expect(await refusal(claim('rigid', '2Gi'))).toMatchObject({ code: 'FORBIDDEN', message: expect.stringContaining('only dynamically provisioned pvc can be resized') })
      expect((await cluster().apply(claim('elastic', '2Gi'), REAL)).spec).toMatchObject({ resources: { requests: { storage: '2Gi' } } })
      expect(await refusal(claim('elastic', '1Gi'))).toMatchObject({ code: 'INVALID', causes: [{ field: 'spec.resources.requests.storage' }] })
    })
  },
}
