// The part of the contract that is about several writers at once: nobody's write is lost without being told.
import { expect } from 'vitest'
import type { KubeObject } from '../manifest/types.ts'
import type { Topic } from './contract-given.ts'
import { REAL } from './contract-given.ts'
import { configMap } from './contract-objects.ts'

export const WRITERS: Topic = {
  topic: 'two writers at once',
  declare: (it, { cluster, live, newNamespace, put, send }) => {
    it('keeps what two managers apply at the same time, each its own fields', async () => {
      const namespace = await newNamespace()
      await Promise.all([
        cluster().apply(configMap(namespace, { ours: '1' }), REAL),
        cluster().apply(configMap(namespace, { theirs: '1' }), { ...REAL, manager: 'helm' }),
      ])
      expect((await live(configMap(namespace, {}))).data).toEqual({ ours: '1', theirs: '1' })
    })

    it('lets one of two plain updates of the same version win, and tells the other', async () => {
      const namespace = await newNamespace()
      const read = await cluster().apply(configMap(namespace, { a: '0' }), REAL)
      const path = `/api/v1/namespaces/${namespace}/configmaps/files`
      const answers = await Promise.all(['1', '2'].map(async (a) => put(path, { ...read, data: { a } })))
      expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409])
      expect(answers.find(({ status }) => status === 409)?.body).toMatchObject({ reason: 'Conflict', message: expect.stringContaining('the object has been modified; please apply your changes to the latest version and try again') })
    })

    it('makes an object for one of two who create it, and tells the other that it is there', async () => {
      const namespace = await newNamespace()
      const create = { method: 'POST', path: `/api/v1/namespaces/${namespace}/configmaps`, body: JSON.stringify(configMap(namespace, {})) } as const
      const answers = await Promise.all([send(create), send(create)])
      expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409])
      expect(answers.find(({ status }) => status === 409)?.body.reason).toBe('AlreadyExists')
    })

    it('refuses an apply that names a version which is not the newest', async () => {
      const namespace = await newNamespace()
      const { metadata: { resourceVersion = '' } } = await cluster().apply(configMap(namespace, { a: '1' }), REAL)
      await cluster().apply(configMap(namespace, { a: '2' }), REAL)
      const late: KubeObject = configMap(namespace, { a: '3' }, { resourceVersion })
      await expect(cluster().apply(late, REAL)).rejects.toMatchObject({ code: 'CONFLICT' })
      await expect(cluster().apply(late, { ...REAL, dryRun: true })).rejects.toMatchObject({ code: 'CONFLICT' })
      expect((await live(late)).data).toEqual({ a: '2' })
    })

    it('sees in a dry run what another manager did between plan and apply', async () => {
      const namespace = await newNamespace()
      const planned = await cluster().apply(configMap(namespace, { a: '1' }), REAL)
      await put(`/api/v1/namespaces/${namespace}/configmaps/files`, { ...planned, data: { a: 'by hand' } })
      const now = await live(planned)
      expect(now.metadata.resourceVersion).not.toBe(planned.metadata.resourceVersion)
      await expect(cluster().apply(configMap(namespace, { a: '2' }), { ...REAL, dryRun: true })).rejects.toMatchObject({ details: { conflicts: [{ field: 'data.a', owner: 'kubectl-edit' }] } })
    })
  },
}
