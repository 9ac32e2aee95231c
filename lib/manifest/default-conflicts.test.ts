import { expect, it } from 'vitest'
import { withoutDefaultConflicts } from './default-conflicts.ts'
import { pointerOfField } from './field-path.ts'
import type { JsonObject, KubeObject } from './types.ts'

it.each<[string, JsonObject, string | undefined]>([
  ['spec.replicas', { spec: { replicas: 1 } }, '/spec/replicas'],
  ['spec.replicas', { spec: {} }, undefined],
  ['spec.containers[name="b"].image', { spec: { containers: [{ name: 'a' }, { name: 'b', image: 'x' }] } }, '/spec/containers/1/image'],
  ['spec.containers[name="c"].image', { spec: { containers: [{ name: 'a', image: 'x' }] } }, undefined],
  ['ports[containerPort=53,protocol="UDP"].name', { ports: [{ containerPort: 53, protocol: 'TCP', name: 't' }, { containerPort: 53, protocol: 'UDP', name: 'u' }] }, '/ports/1/name'],
  ['ports[port=80,protocol="TCP"].name', { ports: [{ port: 80, name: 'http' }] }, '/ports/0/name'],
  ['metadata.annotations.example.com/a.b', { metadata: { annotations: { 'example': {}, 'example.com/a.b': 'x' } } }, '/metadata/annotations/example.com~1a.b'],
  ['metadata.finalizers[="a/b"]', { metadata: { finalizers: ['z', 'a/b'] } }, '/metadata/finalizers/1'],
  ['data["odd]name"]', { data: {} }, undefined],
  ['items[1].x', { items: [{ x: 1 }, { x: 2 }] }, '/items/1/x'],
])('finds the field %s', (path, object, pointer) => {
  expect(pointerOfField(object, path)).toBe(pointer)
})

function statefulSet(spec: JsonObject): KubeObject {
  return { apiVersion: 'apps/v1', kind: 'StatefulSet', metadata: { name: 'store' }, spec }
}
const CLAIMS = [{ metadata: { name: 'data' }, spec: { accessModes: ['ReadWriteOnce'] } }]
const STORED = [{ metadata: { name: 'data' }, spec: { accessModes: ['ReadWriteOnce'], volumeMode: 'Filesystem' }, status: { phase: 'Pending' } }]

it('takes the live value of a field that differs from it by defaults alone', () => {
  expect(withoutDefaultConflicts({
    desired: statefulSet({ replicas: 3, volumeClaimTemplates: CLAIMS }),
    live: statefulSet({ replicas: 3, volumeClaimTemplates: STORED }),
    forced: statefulSet({ replicas: 3, volumeClaimTemplates: STORED }),
    fields: ['spec.volumeClaimTemplates'],
  })).toEqual(statefulSet({ replicas: 3, volumeClaimTemplates: STORED }))
})

it('leaves a field as it is wanted that another manager really has otherwise', () => {
  expect(withoutDefaultConflicts({
    desired: statefulSet({ replicas: 3, volumeClaimTemplates: CLAIMS }),
    live: statefulSet({ replicas: 4, volumeClaimTemplates: STORED }),
    forced: statefulSet({ replicas: 3, volumeClaimTemplates: STORED }),
    fields: ['spec.replicas', 'spec.volumeClaimTemplates'],
  })).toEqual(statefulSet({ replicas: 3, volumeClaimTemplates: STORED }))
})

it('finds nothing to settle where every conflict is a real one', () => {
  expect(withoutDefaultConflicts({
    desired: statefulSet({ replicas: 3 }), live: statefulSet({ replicas: 4 }), forced: statefulSet({ replicas: 3 }), fields: ['spec.replicas'],
  })).toBeUndefined()
})
