// The part of the contract that is about pods that fail: what their status says, and, where containers run, what they logged.
import { expect } from 'vitest'
import type { JsonObject, KubeObject } from '../manifest/types.ts'
import { isJsonObject } from '../manifest/types.ts'
import type { HostFate, Topic } from './contract-given.ts'
import { REAL } from './contract-given.ts'
import { isReady, statefulSet } from './contract-objects.ts'

export const PODS: Topic = {
  topic: 'pods that fail',
  declare: (it, { cluster, eventually, host, newNamespace, send }) => {
    /** A StatefulSet of one pod with a fate, once its pod says so. */
    const failing = async (fate: HostFate, says: (container: JsonObject) => boolean): Promise<{ namespace: string; pod: KubeObject }> => {
      const namespace = await newNamespace()
      await host().setFate(namespace, 'StatefulSet/store', fate)
      const object = statefulSet(namespace, 'store', {}, { replicas: 1 })
      await cluster().apply(object, REAL)
      let pod: KubeObject | undefined
      await eventually(namespace, async () => {
        [pod] = await cluster().podsOf(object)
        return pod !== undefined && says(containerOf(pod))
      })
      if (!pod) throw new Error('no pod was made')
      return { namespace, pod }
    }

    it('says that an image cannot be pulled, and stays pending', async () => {
      const { pod } = await failing('ImagePullBackOff', ({ state }) => JSON.stringify(state ?? '').includes('"ImagePullBackOff"'))
      expect([pod.status, isReady(pod)]).toMatchObject([{ phase: 'Pending' }, false])
      expect(containerOf(pod).state).toMatchObject({ waiting: { message: expect.stringContaining('Back-off pulling image "quay.io/thanos/thanos:v0.31.0"') } })
    })

    it('counts the restarts of a container that ends, and tells its last end', async () => {
      const { pod } = await failing('CrashLoopBackOff', ({ state, restartCount }) => JSON.stringify(state ?? '').includes('"CrashLoopBackOff"') && Number(restartCount) > 0)
      expect(containerOf(pod)).toMatchObject({ ready: false, lastState: { terminated: { exitCode: 1, reason: 'Error' } }, state: { waiting: { message: expect.stringMatching(/^back-off \d+\w+ restarting failed container=thanos/) } } })
    })

    it('runs and is not ready while its readiness probe fails', async () => {
      const { pod } = await failing('never-ready', ({ state }) => JSON.stringify(state ?? '').includes('"running"'))
      expect([pod.status, isReady(pod)]).toMatchObject([{ phase: 'Running' }, false])
    })

    it('logs why it ended, now and before', async () => {
      const { namespace } = await failing('CrashLoopBackOff', ({ restartCount }) => Number(restartCount) > 1)
      for (const query of [{}, { previous: 'true' }, { container: 'thanos', tailLines: '1' }]) {
        const { status, body } = await send({ method: 'GET', path: `/api/v1/namespaces/${namespace}/pods/store-0/log`, query })
        expect([status, body.text]).toEqual([200, expect.stringContaining('level=error')])
      }
    }, 'kubelet')

    it('has events that say that it is started again and again', async () => {
      const { namespace } = await failing('CrashLoopBackOff', ({ restartCount }) => Number(restartCount) > 1)
      const { body } = await send({ method: 'GET', path: `/api/v1/namespaces/${namespace}/events`, query: { fieldSelector: 'involvedObject.kind=Pod,involvedObject.name=store-0' } })
      const reasons = (Array.isArray(body.items) ? body.items : []).map((event) => isJsonObject(event) && event.reason)
      expect(reasons).toEqual(expect.arrayContaining(['Scheduled', 'Pulled', 'Created', 'Started', 'BackOff']))
    }, 'kubelet')
  },
}

function containerOf({ status }: KubeObject): JsonObject {
  const containers = isJsonObject(status) && Array.isArray(status.containerStatuses) ? status.containerStatuses : []
  return isJsonObject(containers[0]) ? containers[0] : {}
}
