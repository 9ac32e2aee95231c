import { describe, expect, it } from 'vitest'
import type { JsonObject, KubeObject } from '../manifest/types.ts'
import type { Api } from './api.ts'
import { createApi } from './api.ts'
import { settle } from './controllers.ts'
import { itemsAt, mapAt, numberAt, textAt, valueAt } from './fields.ts'
import { kindNamed } from './kinds.ts'
import type { PodStart, PodStarts } from './pod-start.ts'
import type { Store } from './store.ts'
import { createStore } from './store.ts'

/** Longer than a Deployment's progress deadline. */
const LONG_MS = 15 * 60_000

type World = { store: Store; api: Api; apply: (object: KubeObject) => void; run: (forMs?: number) => void; podNames: () => string[]; images: () => string[] }

/** A cluster whose clock stands still until `run`, and leaps from event to event then. */
function world(podStarts: PodStarts = () => ({ state: 'ready' })): World {
  const store = createStore()
  const clock = { ms: Date.parse('2026-01-01T00:00:00Z') }
  const api = createApi({ store, now: () => clock.ms })
  api.create({ kind: kindNamed('Namespace'), object: { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'ns' } }, manager: 'test' })
  const pods = (): KubeObject[] => store.list(kindNamed('Pod'), 'ns')
  return {
    store, api,
    apply: (object) => { api.apply({ kind: kindNamed(object.kind), object, manager: 'gauntlet', force: false }) },
    run: (forMs = LONG_MS) => { settle({ store, api, clock, untilMs: clock.ms + forMs, rollMs: 1000, podStarts }) },
    podNames: () => pods().map(({ metadata }) => metadata.name),
    images: () => pods().map((pod) => textAt(itemsAt(pod, 'spec', 'containers')[0], 'image')),
  }
}

function workload(kind: 'Deployment' | 'StatefulSet', image: string, spec: JsonObject = {}): KubeObject {
  return {
    apiVersion: 'apps/v1', kind, metadata: { name: 'web', namespace: 'ns' },
    spec: { replicas: 3, selector: { matchLabels: { app: 'web' } }, template: { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'c', image }] } }, ...spec },
  }
}

function status({ store }: World, kind: string): JsonObject {
  return mapAt(store.get(kindNamed(kind), 'ns', 'web'), 'status')
}

const brokenAt = (image: string, outcome: PodStart): PodStarts => (pod) => textAt(itemsAt(pod, 'spec', 'containers')[0], 'image') === image ? outcome : { state: 'ready' }

describe('Deployment', () => {
  it('never has more pods than surge nor fewer ready ones than unavailable allow while it rolls', () => {
    const cluster = world()
    cluster.apply(workload('Deployment', 'web:1', { replicas: 4 }))
    cluster.run()
    const seen: [number, number][] = []
    cluster.store.onChange(() => {
      const pods = cluster.store.list(kindNamed('Pod'), 'ns').filter(({ metadata }) => metadata.deletionTimestamp === undefined)
      seen.push([pods.length, pods.filter((pod) => itemsAt(pod, 'status', 'conditions').some(({ type, status: value }) => type === 'Ready' && value === 'True')).length])
    })
    cluster.apply(workload('Deployment', 'web:2', { replicas: 4 }))
    cluster.run()
    expect(Math.max(...seen.map(([all]) => all))).toBe(5)
    expect(Math.min(...seen.map(([, ready]) => ready))).toBe(3)
    expect(cluster.images()).toEqual(['web:2', 'web:2', 'web:2', 'web:2'])
  })

  it('keeps the old pods serving when the new image is not there, and says that it is late', () => {
    const cluster = world(brokenAt('web:does-not-exist', { state: 'no-image', message: 'Back-off pulling image "web:does-not-exist"' }))
    cluster.apply(workload('Deployment', 'web:1'))
    cluster.run()
    cluster.apply(workload('Deployment', 'web:does-not-exist'))
    cluster.run()
    expect(status(cluster, 'Deployment')).toMatchObject({ updatedReplicas: 1, readyReplicas: 3, unavailableReplicas: 1 })
    expect(cluster.images().toSorted()).toEqual(['web:1', 'web:1', 'web:1', 'web:does-not-exist'])
    const late = itemsAt(status(cluster, 'Deployment'), 'conditions').find(({ type }) => type === 'Progressing')
    expect(late).toMatchObject({ status: 'False', reason: 'ProgressDeadlineExceeded' })
  })

  it('recovers when the image is mended', () => {
    const cluster = world(brokenAt('web:broken', { state: 'crash', log: 'no', exitCode: 1 }))
    cluster.apply(workload('Deployment', 'web:1'))
    cluster.run()
    cluster.apply(workload('Deployment', 'web:broken'))
    cluster.run()
    cluster.apply(workload('Deployment', 'web:1'))
    cluster.run()
    expect(cluster.images()).toEqual(['web:1', 'web:1', 'web:1'])
    expect(status(cluster, 'Deployment')).toMatchObject({ updatedReplicas: 3, availableReplicas: 3 })
    expect(mapAt(cluster.store.get(kindNamed('Deployment'), 'ns', 'web'), 'metadata', 'annotations')).toEqual({ 'deployment.kubernetes.io/revision': '3' })
  })

  it('stops everything before it starts anew with the Recreate strategy', () => {
    const cluster = world()
    cluster.apply(workload('Deployment', 'web:1', { strategy: { type: 'Recreate' } }))
    cluster.run()
    const mixed: string[] = []
    cluster.store.onChange(() => { if (new Set(cluster.images()).size > 1) mixed.push(cluster.images().join()) })
    cluster.apply(workload('Deployment', 'web:2', { strategy: { type: 'Recreate' } }))
    cluster.run()
    expect(mixed).toEqual([])
    expect(cluster.images()).toEqual(['web:2', 'web:2', 'web:2'])
  })

  it('takes its pods along when it is deleted', () => {
    const cluster = world()
    cluster.apply(workload('Deployment', 'web:1'))
    cluster.run()
    cluster.api.remove({ kind: kindNamed('Deployment'), namespace: 'ns', name: 'web' })
    cluster.run()
    expect([cluster.podNames(), cluster.store.list(kindNamed('ReplicaSet'), 'ns')]).toEqual([[], []])
  })
})

describe('StatefulSet', () => {
  it('replaces one pod at a time, from the highest ordinal', () => {
    const cluster = world()
    cluster.apply(workload('StatefulSet', 'web:1'))
    cluster.run()
    const steps: string[] = []
    cluster.store.onChange(() => {
      const now = cluster.images().join()
      if (cluster.images().length === 3 && steps.at(-1) !== now) steps.push(now)
    })
    cluster.apply(workload('StatefulSet', 'web:2'))
    cluster.run()
    expect(steps).toEqual(['web:1,web:1,web:1', 'web:1,web:1,web:2', 'web:1,web:2,web:2', 'web:2,web:2,web:2'])
    expect(cluster.podNames()).toEqual(['web-0', 'web-1', 'web-2'])
  })

  it('leaves pods below the partition alone', () => {
    const cluster = world()
    cluster.apply(workload('StatefulSet', 'web:1'))
    cluster.run()
    cluster.apply(workload('StatefulSet', 'web:2', { updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 2 } } }))
    cluster.run()
    expect(cluster.images()).toEqual(['web:1', 'web:1', 'web:2'])
    expect(status(cluster, 'StatefulSet').currentRevision).not.toBe(status(cluster, 'StatefulSet').updateRevision)
  })

  it('scales down from the highest ordinal and keeps the claims', () => {
    const cluster = world()
    const claims = { volumeClaimTemplates: [{ metadata: { name: 'data' }, spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } } }] }
    cluster.apply(workload('StatefulSet', 'web:1', claims))
    cluster.run()
    cluster.apply(workload('StatefulSet', 'web:1', { ...claims, replicas: 1 }))
    cluster.run()
    expect(cluster.podNames()).toEqual(['web-0'])
    expect(cluster.store.list(kindNamed('PersistentVolumeClaim'), 'ns').map(({ metadata }) => metadata.name)).toEqual(['data-web-0', 'data-web-1', 'data-web-2'])
  })

  it('stays stuck on a pod that crash-loops, also when its template is mended, until the pod is deleted', () => {
    const cluster = world(brokenAt('web:broken', { state: 'crash', log: 'no', exitCode: 1 }))
    cluster.apply(workload('StatefulSet', 'web:1'))
    cluster.run()
    cluster.apply(workload('StatefulSet', 'web:broken'))
    cluster.run()
    cluster.apply(workload('StatefulSet', 'web:1'))
    cluster.run()
    expect(cluster.images()).toEqual(['web:1', 'web:1', 'web:broken'])
    const stuck = cluster.store.get(kindNamed('Pod'), 'ns', 'web-2')
    const [container] = itemsAt(stuck, 'status', 'containerStatuses')
    expect(valueAt(container, 'state', 'waiting', 'reason')).toBe('CrashLoopBackOff')
    expect(numberAt(container, 'restartCount')).toBeGreaterThan(2)
    cluster.api.remove({ kind: kindNamed('Pod'), namespace: 'ns', name: 'web-2' })
    cluster.run()
    expect(cluster.images()).toEqual(['web:1', 'web:1', 'web:1'])
  })

  it('makes all pods at once when they are managed in parallel', () => {
    const cluster = world((pod) => pod.metadata.name === 'web-0' ? { state: 'unready', message: '' } : { state: 'ready' })
    cluster.apply(workload('StatefulSet', 'web:1', { podManagementPolicy: 'Parallel' }))
    cluster.run()
    expect(cluster.podNames()).toEqual(['web-0', 'web-1', 'web-2'])
    expect(status(cluster, 'StatefulSet')).toMatchObject({ readyReplicas: 2 })
  })
})

describe('pods', () => {
  it('start once what they wait for is there', () => {
    const cluster = world((pod, read) => read('Secret', 'late') ? { state: 'ready' } : { state: 'waiting', reason: 'ContainerCreating', message: 'no secret' })
    cluster.apply(workload('StatefulSet', 'web:1', { replicas: 1 }))
    cluster.run(10_000)
    expect(textAt(cluster.store.get(kindNamed('Pod'), 'ns', 'web-0'), 'status', 'phase')).toBe('Pending')
    cluster.apply({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'late', namespace: 'ns' } })
    cluster.run(10_000)
    expect(status(cluster, 'StatefulSet')).toMatchObject({ readyReplicas: 1 })
  })

  it('go with their namespace', () => {
    const cluster = world()
    cluster.apply(workload('Deployment', 'web:1'))
    cluster.run()
    cluster.api.remove({ kind: kindNamed('Namespace'), namespace: undefined, name: 'ns' })
    cluster.run()
    expect([cluster.podNames(), cluster.store.get(kindNamed('Namespace'), undefined, 'ns')]).toEqual([[], undefined])
  })
})
