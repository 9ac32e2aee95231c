// The part of the contract that is about watching: nothing lost, nothing twice, and an honest answer when it cannot go on.
import { setTimeout as sleep } from 'node:timers/promises'
import { expect } from 'vitest'
import { AppError } from '../errors.ts'
import type { KubeObject } from '../manifest/types.ts'
import type { Topic } from './contract-given.ts'
import { REAL } from './contract-given.ts'
import { made } from './contract-custom.ts'
import { configMap } from './contract-objects.ts'
import type { WatchEvent, WatchOptions } from './watch.ts'

const WAIT_MS = 15_000

export const WATCHING: Topic = {
  topic: 'watching',
  declare: (it, given) => {
    const { cluster, eventually, newNamespace, send } = given
    /** The first `count` events of the ConfigMaps of a namespace, as "TYPE name"; kube-root-ca.crt, which a real cluster adds, is left out. */
    const seen = async (namespace: string, count: number, options: Omit<WatchOptions, 'signal'>): Promise<{ told: string[]; last: string }> => {
      const told: string[] = []
      let last = ''
      for await (const event of cluster().watch('v1', 'ConfigMap', namespace, { ...options, signal: AbortSignal.timeout(WAIT_MS) })) {
        if (event.type === 'EXPIRED') return { told: [...told, event.type], last }
        last = event.resourceVersion
        if (event.type !== 'BOOKMARK' && event.object.metadata.name !== 'kube-root-ca.crt') told.push(`${event.type} ${event.object.metadata.name}`)
        if (told.length === count) break
      }
      return { told, last }
    }
    const versionOf = (object: KubeObject): string => String(object.metadata.resourceVersion)

    it('tells what is made, changed and deleted after a version, in order', async () => {
      const namespace = await newNamespace()
      const first = await cluster().apply(configMap(namespace, { a: '1' }, { name: 'before' }), REAL)
      const watching = seen(namespace, 3, { resourceVersion: versionOf(first) })
      await cluster().apply(configMap(namespace, { a: '1' }, { name: 'rules' }), REAL)
      await cluster().apply(configMap(namespace, { a: '2' }, { name: 'rules' }), REAL)
      await send({ method: 'DELETE', path: `/api/v1/namespaces/${namespace}/configmaps/rules` })
      expect((await watching).told).toEqual(['ADDED rules', 'MODIFIED rules', 'DELETED rules'])
    })

    it('goes on from the last event without losing or repeating one', async () => {
      const namespace = await newNamespace()
      const first = await cluster().apply(configMap(namespace, {}, { name: 'before' }), REAL)
      await cluster().apply(configMap(namespace, {}, { name: 'one' }), REAL)
      const { told, last } = await seen(namespace, 1, { resourceVersion: versionOf(first) })
      expect(told).toEqual(['ADDED one'])
      await cluster().apply(configMap(namespace, {}, { name: 'two' }), REAL)
      await cluster().apply(configMap(namespace, {}, { name: 'three' }), REAL)
      expect((await seen(namespace, 2, { resourceVersion: last })).told).toEqual(['ADDED two', 'ADDED three'])
    })

    it('tells what is there first when no version is given', async () => {
      const namespace = await newNamespace()
      await cluster().apply(configMap(namespace, {}, { name: 'one' }), REAL)
      expect((await seen(namespace, 1, {})).told).toEqual(['ADDED one'])
    })

    it('tells of an object that stops to match a selector as deleted, of one that starts as added', async () => {
      const namespace = await newNamespace()
      const labelled = (ring: string): KubeObject => configMap(namespace, {}, { name: 'ring', labels: { ring } })
      const first = await cluster().apply(labelled('a'), REAL)
      await cluster().apply(labelled('b'), REAL)
      await cluster().apply(labelled('a'), REAL)
      expect((await seen(namespace, 2, { resourceVersion: versionOf(first), labelSelector: 'ring=a' })).told).toEqual(['DELETED ring', 'ADDED ring'])
    })

    it('says of a version from before its memory that it cannot go on from there, and goes on from a list', async () => {
      // What is remembered of a kind begins when it is served, so nothing of this one is remembered from the first version of all.
      const { namespace, object } = await made(given, newNamespace)
      const { apiVersion, kind } = object
      const first = async (options: Omit<WatchOptions, 'signal'>): Promise<WatchEvent | undefined> => {
        for await (const event of cluster().watch(apiVersion, kind, namespace, { ...options, signal: AbortSignal.timeout(WAIT_MS) })) return event
        return undefined
      }
      // Until the cache of the new kind is filled, the API server may ask to come again for longer than a watch is patient.
      const firstOnceServed = (): ReturnType<typeof first> => first({ resourceVersion: '1', seconds: 2 }).catch((error: unknown) => {
        if (error instanceof AppError && error.code === 'UPSTREAM') return undefined
        throw error
      })
      await eventually(namespace, async () => (await firstOnceServed())?.type === 'EXPIRED')
      const { items, resourceVersion } = await cluster().listAt(apiVersion, kind, namespace)
      expect(items.map(({ metadata: { name } }) => name)).toEqual(['one'])
      const next = first({ resourceVersion })
      const changed = await cluster().apply({ ...object, spec: { size: 2 } }, REAL)
      expect(await next).toMatchObject({ type: 'MODIFIED', resourceVersion: versionOf(changed) })
    })

    it('says before its time is over how far it has come, past changes that it does not tell of, and ends', async () => {
      const namespace = await newNamespace()
      const first = await cluster().apply(configMap(namespace, {}, { name: 'one' }), REAL)
      const applying = sleep(1_000).then(async () => cluster().apply(configMap(namespace, {}, { name: 'two' }), REAL))
      const events: WatchEvent[] = []
      for await (const event of cluster().watch('v1', 'ConfigMap', namespace, {
        resourceVersion: versionOf(first), fieldSelector: 'metadata.name=one', seconds: 5, signal: AbortSignal.timeout(WAIT_MS),
      })) events.push(event)
      expect(new Set(events.map(({ type }) => type))).toEqual(new Set(['BOOKMARK']))
      const bookmark = events.at(-1)
      expect(bookmark?.type === 'BOOKMARK' && Number(bookmark.resourceVersion)).toBeGreaterThanOrEqual(Number(versionOf(await applying)))
    })
  },
}
