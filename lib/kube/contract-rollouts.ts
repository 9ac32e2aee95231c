// The part of the contract that is about rollouts: in which order, within which limits, and where they get stuck.
import { expect, vi } from 'vitest'
import type { JsonObject, KubeObject } from '../manifest/types.ts'
import { isJsonObject } from '../manifest/types.ts'
import type { Topic } from './contract-given.ts'
import { REAL } from './contract-given.ts'
import { deployment, imageOf, isReady, isRolledOut, statefulSet, withImage } from './contract-objects.ts'

export const ROLLOUTS: Topic = {
  topic: 'rollouts',
  declare: (it, { cluster, eventually, host, live, newNamespace, send }) => {
    it('brings a Deployment to ready, then its next revision', async () => {
      const namespace = await newNamespace()
      const object = deployment(namespace, 'query', {}, { replicas: 2 })
      await cluster().apply(object, REAL)
      await eventually(namespace, async () => isRolledOut(await live(object)))
      expect(await cluster().podsOf(object)).toHaveLength(2)
      const next = withImage(object, 'quay.io/thanos/thanos:v0.40.1')
      await cluster().apply(next, REAL)
      await eventually(namespace, async () => isRolledOut(await live(object)) && (await cluster().podsOf(object)).length === 2)
      expect((await cluster().podsOf(object)).map(imageOf)).toEqual(['quay.io/thanos/thanos:v0.40.1', 'quay.io/thanos/thanos:v0.40.1'])
    })

    it('brings a StatefulSet to ready one by one, and rolls it from the highest ordinal', async () => {
      const namespace = await newNamespace()
      const object = statefulSet(namespace, 'store', {}, { replicas: 2 })
      await cluster().apply(object, REAL)
      const most = new Map<string, number>()
      await eventually(namespace, async () => {
        const pods = await cluster().podsOf(object)
        if (pods.length > 1 && !isReady(pods[0])) most.set('unordered', pods.length)
        return isRolledOut(await live(object))
      })
      expect(most.size).toBe(0)
      expect((await cluster().podsOf(object)).map(({ metadata }) => metadata.name)).toEqual(['store-0', 'store-1'])
      await cluster().apply(withImage(object, 'quay.io/thanos/thanos:v0.40.1'), REAL)
      const seen: string[][] = []
      await eventually(namespace, async () => {
        seen.push((await cluster().podsOf(object)).map(imageOf))
        return isRolledOut(await live(object))
      })
      expect(seen.some(([first, second]) => first?.endsWith('v0.40.1') && second?.endsWith('v0.31.0'))).toBe(false)
      expect((await cluster().podsOf(object)).map(imageOf)).toEqual(['quay.io/thanos/thanos:v0.40.1', 'quay.io/thanos/thanos:v0.40.1'])
      const { status } = await live(object)
      expect(isJsonObject(status) && status.currentRevision === status.updateRevision).toBe(true)
    })

    it('makes a claim for each pod of a StatefulSet', async () => {
      const namespace = await newNamespace()
      const object = statefulSet(namespace, 'store', {}, { replicas: 1 })
      await cluster().apply(object, REAL)
      await eventually(namespace, async () => (await cluster().list('v1', 'PersistentVolumeClaim', namespace)).length === 1)
      expect((await cluster().list('v1', 'PersistentVolumeClaim', namespace)).map(({ metadata }) => metadata.name)).toEqual(['data-store-0'])
    })

    it('makes no pod more than maxSurge allows, and keeps as many ready as maxUnavailable wants', async () => {
      const namespace = await newNamespace()
      const object = deployment(namespace, 'query', {}, { replicas: 2, strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } } })
      await cluster().apply(object, REAL)
      await eventually(namespace, async () => isRolledOut(await live(object)))
      await cluster().apply(withImage(object, NEXT), REAL)
      const ready: number[] = []
      const all: number[] = []
      const look = async (): Promise<boolean> => {
        const pods = (await cluster().podsOf(object)).filter(({ metadata }) => metadata.deletionTimestamp === undefined)
        all.push(pods.length)
        ready.push(pods.filter(isReady).length)
        return isRolledOut(await live(object))
      }
      // Where pods get ready only when the host is asked, the surge stands still until then.
      await vi.waitUntil(async () => await look() || Math.max(...all) === 3, { timeout: 20_000, interval: 20 })
      await eventually(namespace, look)
      expect([Math.max(...all), Math.min(...ready)]).toEqual([3, 2])
    })

    it('says when a Deployment does not come on within its deadline, and keeps the old pods', async () => {
      const namespace = await newNamespace()
      const object = deployment(namespace, 'query', {}, { replicas: 1, progressDeadlineSeconds: 2 })
      await cluster().apply(object, REAL)
      await eventually(namespace, async () => isRolledOut(await live(object)))
      await host().setFate(namespace, 'Deployment/query', 'ImagePullBackOff')
      await cluster().apply(withImage(object, NEXT), REAL)
      await eventually(namespace, async () => conditionsOf(await live(object)).some(({ type, reason }) => type === 'Progressing' && reason === 'ProgressDeadlineExceeded'))
      expect(conditionsOf(await live(object))).toContainEqual(expect.objectContaining({ type: 'Available', status: 'True' }))
      expect((await cluster().podsOf(object)).filter(isReady).map(imageOf)).toEqual(['quay.io/thanos/thanos:v0.31.0'])
    })

    it('leaves the pods of a StatefulSet below its partition alone', async () => {
      const namespace = await newNamespace()
      const object = statefulSet(namespace, 'store', {}, { replicas: 2, updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 1 } } })
      await cluster().apply(object, REAL)
      await eventually(namespace, async () => (await cluster().podsOf(object)).filter(isReady).length === 2)
      await cluster().apply(withImage(object, NEXT), REAL)
      await eventually(namespace, async () => {
        const pods = await cluster().podsOf(object)
        return pods.length === 2 && pods.every(isReady) && pods.map(imageOf)[1] === NEXT
      })
      expect((await cluster().podsOf(object)).map(imageOf)).toEqual(['quay.io/thanos/thanos:v0.31.0', NEXT])
      const { status } = await live(object)
      expect(isJsonObject(status) && status.currentRevision !== status.updateRevision).toBe(true)
    })

    it('does not know maxUnavailable of a StatefulSet, which its release has not switched on', async () => {
      const namespace = await newNamespace()
      const object = statefulSet(namespace, 'store', {}, { replicas: 0, updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 2 } } })
      expect((await cluster().apply(object, REAL)).spec).toMatchObject({ updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 0 } } })
      expect(JSON.stringify((await live(object)).spec)).not.toContain('maxUnavailable')
    })

    it('stays stuck on a broken pod of a StatefulSet when the manifest is mended, until that pod is deleted', async () => {
      const namespace = await newNamespace()
      const object = statefulSet(namespace, 'store', {}, { replicas: 2 })
      await cluster().apply(object, REAL)
      await eventually(namespace, async () => isRolledOut(await live(object)))
      await host().setFate(namespace, 'StatefulSet/store', 'CrashLoopBackOff')
      await cluster().apply(withImage(object, NEXT), REAL)
      await eventually(namespace, async () => isCrashing((await cluster().podsOf(object))[1]))
      await cluster().apply(object, REAL)
      const waited = Date.now() + 2_000
      await eventually(namespace, async () => Date.now() > waited)
      const [first, second] = await cluster().podsOf(object)
      expect([isReady(first), isCrashing(second), second && imageOf(second)]).toEqual([true, true, NEXT])
      await host().setFate(namespace, 'StatefulSet/store', 'ready')
      await send({ method: 'DELETE', path: `/api/v1/namespaces/${namespace}/pods/store-1`, body: JSON.stringify({ preconditions: { uid: second?.metadata.uid } }) })
      await eventually(namespace, async () => isRolledOut(await live(object)) && (await cluster().podsOf(object)).every(isReady))
      expect((await cluster().podsOf(object)).map(imageOf)).toEqual(['quay.io/thanos/thanos:v0.31.0', 'quay.io/thanos/thanos:v0.31.0'])
    })

    it('scales a StatefulSet down from the highest ordinal and keeps the claim', async () => {
      const namespace = await newNamespace()
      await cluster().apply(statefulSet(namespace, 'store', {}, { replicas: 2 }), REAL)
      await eventually(namespace, async () => isRolledOut(await live(statefulSet(namespace, 'store'))))
      await cluster().apply(statefulSet(namespace, 'store', {}, { replicas: 1 }), REAL)
      await eventually(namespace, async () => (await cluster().podsOf(statefulSet(namespace, 'store'))).length === 1)
      expect((await cluster().podsOf(statefulSet(namespace, 'store'))).map(({ metadata }) => metadata.name)).toEqual(['store-0'])
      expect((await cluster().list('v1', 'PersistentVolumeClaim', namespace)).map(({ metadata }) => metadata.name)).toEqual(['data-store-0', 'data-store-1'])
    })
  },
}

const NEXT = 'quay.io/thanos/thanos:v0.40.1'

function conditionsOf({ status }: KubeObject): JsonObject[] {
  return (isJsonObject(status) && Array.isArray(status.conditions) ? status.conditions : []).filter(isJsonObject)
}

function isCrashing(pod: KubeObject | undefined): boolean {
  return JSON.stringify(pod?.status ?? {}).includes('"CrashLoopBackOff"')
}
