import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isEqual } from './equal.ts'
import { normaliseLive, showOnly } from './normalise.ts'
import type { Json, JsonObject, KubeObject } from './types.ts'

const word = fc.constantFrom('a', 'b', 'c')
const map: fc.Arbitrary<JsonObject> = fc.letrec<{ map: JsonObject; value: Json }>((tie) => ({
  map: fc.dictionary(word, tie('value'), { maxKeys: 3 }),
  value: fc.oneof({ depthSize: 'small' }, word, fc.constant(1), fc.array(word, { maxLength: 2 }), fc.uniqueArray(fc.record({ name: word, v: tie('value') }), { maxLength: 3, selector: (item) => item.name }), tie('map')),
})).map

const live: KubeObject = {
  apiVersion: 'apps/v1', kind: 'StatefulSet',
  metadata: {
    name: 's', namespace: 'm', uid: 'u', resourceVersion: '1', generation: 2, creationTimestamp: '2024-01-01T00:00:00Z', selfLink: '/x', managedFields: [{}], labels: { a: 'b' },
    annotations: { 'kubectl.kubernetes.io/last-applied-configuration': '{}', 'deployment.kubernetes.io/revision': '3', mine: 'x' },
  },
  spec: { template: { metadata: { creationTimestamp: null, labels: {} }, spec: {} }, volumeClaimTemplates: [{ metadata: { name: 'd' }, spec: {}, status: { phase: 'Pending' } }] },
  status: { replicas: 1 },
}

describe('normaliseLive', () => {
  test('takes out what the server wrote and nothing else', () => {
    const before = structuredClone(live)
    expect(normaliseLive(live)).toEqual({
      apiVersion: 'apps/v1', kind: 'StatefulSet', metadata: { name: 's', namespace: 'm', labels: { a: 'b' }, annotations: { mine: 'x' } },
      spec: { template: { metadata: { labels: {} }, spec: {} }, volumeClaimTemplates: [{ metadata: { name: 'd' }, spec: {} }] },
    })
    expect(live).toEqual(before)
    expect(normaliseLive({ apiVersion: 'v1', kind: 'X', metadata: { name: 'x', annotations: {} } })).toEqual({ apiVersion: 'v1', kind: 'X', metadata: { name: 'x' } })
  })

  test('once is enough', () => {
    expect(normaliseLive(normaliseLive(live))).toEqual(normaliseLive(live))
  })
})

describe('showOnly', () => {
  const container = (fields: JsonObject): JsonObject => ({ spec: { containers: [{ name: 'thanos', ...fields }], dnsPolicy: 'ClusterFirst' } })
  const wanted = (fields: JsonObject): JsonObject => ({ spec: { containers: [{ name: 'thanos', ...fields }] } })
  const defaults = { imagePullPolicy: 'IfNotPresent', terminationMessagePath: '/dev/termination-log' }

  test('hides defaults that both sides have and nobody asked for, and counts them', () => {
    expect(showOnly(wanted({ image: 'a' }), container({ image: 'b', ...defaults }), container({ image: 'a', ...defaults }))).toEqual({
      live: { spec: { containers: [{ name: 'thanos', image: 'b' }] } }, predicted: { spec: { containers: [{ name: 'thanos', image: 'a' }] } }, hidden: 3,
    })
  })

  test('a default that is asked for, or that differs, is shown', () => {
    const shown = showOnly(wanted({ imagePullPolicy: 'IfNotPresent' }), container(defaults), container({ ...defaults, terminationMessagePath: '/x' }))
    expect(shown.predicted).toEqual({ spec: { containers: [{ name: 'thanos', imagePullPolicy: 'IfNotPresent', terminationMessagePath: '/x' }] } })
  })

  test('what is new shows as it was asked for, without the defaults it gets', () => {
    expect(showOnly(wanted({ image: 'a' }), undefined, container({ image: 'a', ...defaults }))).toEqual({ live: undefined, predicted: { spec: { containers: [{ name: 'thanos', image: 'a' }] } }, hidden: 3 })
  })

  test('a container that someone else put in is hidden while it stays the same', () => {
    const withSidecar = (image: string): JsonObject => ({ containers: [{ name: 'thanos', image }, { name: 'istio', image: 'x' }] })
    expect(showOnly({ containers: [{ name: 'thanos', image: 'b' }] }, withSidecar('a'), withSidecar('b')).predicted).toEqual({ containers: [{ name: 'thanos', image: 'b' }] })
  })

  test('whatever differs stays visible, and what is shown is what is there', () => {
    fc.assert(fc.property(map, map, map, (desired, before, after) => {
      const shown = showOnly(desired, before, after)
      expect(isEqual(shown.live ?? {}, shown.predicted)).toBe(isEqual(before, after))
      expect(showOnly(after, before, after)).toMatchObject({ predicted: after })
    }), { numRuns: 1000 })
  })
})
