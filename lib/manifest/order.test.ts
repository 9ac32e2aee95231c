import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { applyOrder } from './order.ts'
import { objectId, type KubeObject } from './types.ts'

const object = (kind: string, name = 'x'): KubeObject => ({ apiVersion: 'v1', kind, metadata: { name } })

describe('applyOrder', () => {
  test('nothing comes before what it needs', () => {
    const shuffled = ['Widget', 'Ingress', 'StatefulSet', 'Service', 'PersistentVolumeClaim', 'ConfigMap', 'Secret', 'RoleBinding', 'ServiceAccount', 'Namespace', 'PodDisruptionBudget'].map((kind) => object(kind))
    expect(applyOrder(shuffled, () => undefined).map(({ kind }) => kind)).toEqual([
      'Namespace', 'RoleBinding', 'ServiceAccount', 'ConfigMap', 'Secret', 'PersistentVolumeClaim', 'Service', 'PodDisruptionBudget', 'StatefulSet', 'Ingress', 'Widget',
    ])
  })

  test('workloads go by their rank across kinds, those without one after them in their own order', () => {
    const ranks = new Map([['StatefulSet/store', 0], ['Deployment/query', 2], ['StatefulSet/receive', 1]])
    const objects = [object('Deployment', 'grafana'), object('Deployment', 'query'), object('DaemonSet', 'node'), object('StatefulSet', 'receive'), object('StatefulSet', 'store')]
    expect(applyOrder(objects, (id) => ranks.get(id)).map(objectId)).toEqual(['StatefulSet/store', 'StatefulSet/receive', 'Deployment/query', 'Deployment/grafana', 'DaemonSet/node'])
  })

  test('is stable, loses nothing and sorting twice changes nothing', () => {
    const kinds = fc.constantFrom('Service', 'Deployment', 'StatefulSet', 'Secret', 'ConfigMap', 'Other')
    fc.assert(fc.property(fc.array(kinds), (list) => {
      const objects = list.map((kind, index) => object(kind, String(index)))
      const sorted = applyOrder(objects, () => undefined)
      expect(new Set(sorted)).toEqual(new Set(objects))
      expect(applyOrder(sorted, () => undefined)).toEqual(sorted)
      for (const kind of new Set(list)) {
        expect(sorted.filter((one) => one.kind === kind)).toEqual(objects.filter((one) => one.kind === kind))
      }
    }))
  })
})
