import { describe, expect, it } from 'vitest'
import { applyEdits } from './apply-edits.ts'
import { adopt } from './adopt.ts'
import { EMPTY_SPEC, type StackSpec } from './spec.ts'
import { diffSpecs } from './spec-diff.ts'

const YAML = `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: store, namespace: monitoring }
spec:
  replicas: 1
  template:
    spec:
      containers:
        - name: thanos
          image: quay.io/thanos/thanos:v0.31.0
          args: [store, --log.level=info, --selector.relabel-config-file=/a]
---
apiVersion: v1
kind: ConfigMap
metadata: { name: rings, namespace: monitoring }
data: { hashrings.json: "[]" }
---
apiVersion: v1
kind: Service
metadata: { name: store, namespace: monitoring }
spec: { ports: [{ name: grpc, port: 10901 }] }
`
const base: StackSpec = adopt([{ name: 'store.yaml', text: YAML }]).spec
const STORE = 'StatefulSet/monitoring/store'

describe('diffSpecs', () => {
  it('is empty for a spec and itself', () => {
    expect(base.objects).toHaveLength(3)
    expect(diffSpecs(base, structuredClone(base))).toEqual([])
  })

  it('names the flag that changed, came or went with its values', () => {
    const after = applyEdits(base, [
      { op: 'flag.set', object: STORE, flag: 'log.level', values: ['debug'] },
      { op: 'flag.set', object: STORE, flag: 'min-time', values: ['-2w'] },
      { op: 'flag.set', object: STORE, flag: 'selector.relabel-config-file', values: [] },
    ])
    expect(diffSpecs(base, after)).toEqual([
      { object: STORE, path: 'flags.log.level', before: 'info', after: 'debug' },
      { object: STORE, path: 'flags.selector.relabel-config-file', before: '/a' },
      { object: STORE, path: 'flags.min-time', after: '-2w' },
    ])
  })

  it('names a declared edge that came, and the field of one that changed', () => {
    const edge = { name: 'tokyo-3', kind: 'agent' as const, labels: { cluster: 'tokyo-3' }, samplesPerS: 100 }
    const [one, other] = [applyEdits(base, [{ op: 'edge.set', object: 'Edge/tokyo-3', edge }]), applyEdits(base, [{ op: 'edge.set', object: 'Edge/tokyo-3', edge: { ...edge, samplesPerS: 200 } }])]
    expect(diffSpecs(base, one)).toEqual([{ object: 'Edge/tokyo-3', path: '', after: 'agent' }])
    expect(diffSpecs(one, other)).toEqual([{ object: 'Edge/tokyo-3', path: 'samplesPerS', before: '100', after: '200' }])
    expect(applyEdits(one, [{ op: 'edge.remove', object: 'Edge/tokyo-3' }])).toEqual(base)
  })

  it('names image, replicas, resources, files and fields by their paths', () => {
    const after = applyEdits(base, [
      { op: 'image.set', object: STORE, image: 'quay.io/thanos/thanos:v0.42.0' },
      { op: 'replicas.set', object: STORE, replicas: 2 },
      { op: 'resource.set', object: STORE, side: 'limits', resource: 'memory', quantity: '4Gi' },
      { op: 'file.set', object: 'ConfigMap/monitoring/rings', key: 'hashrings.json', text: '[{}]' },
      { op: 'field.set', object: 'Service/monitoring/store', pointer: '/spec/ports/0/port', value: 10902 },
    ])
    expect(diffSpecs(base, after)).toEqual([
      { object: STORE, path: 'image', before: 'quay.io/thanos/thanos:v0.31.0', after: 'quay.io/thanos/thanos:v0.42.0' },
      { object: STORE, path: 'replicas', before: '1', after: '2' },
      { object: STORE, path: 'resources', after: '{"limits":{"memory":"4Gi"}}' },
      { object: 'ConfigMap/monitoring/rings', path: 'files.hashrings.json', before: '[]', after: '[{}]' },
      { object: 'Service/monitoring/store', path: 'spec.ports[0].port', before: '10901', after: '10902' },
    ])
  })

  it('tells objects that came from objects that went', () => {
    expect(diffSpecs(EMPTY_SPEC, base)).toContainEqual({ object: STORE, path: '', after: 'store' })
    expect(diffSpecs(base, EMPTY_SPEC)).toContainEqual({ object: 'ConfigMap/monitoring/rings', path: '', before: 'ConfigMap' })
  })

  it('shows arguments that only moved, since pods restart for that', () => {
    const [store, ...others] = base.objects
    if (store?.type !== 'workload') throw new Error('the first object is the store')
    const [kind, ...flags] = store.args
    if (!kind) throw new Error('the store has arguments')
    const moved: StackSpec = { ...base, objects: [{ ...store, args: [kind, ...flags.toReversed()] }, ...others] }
    const [difference, ...rest] = diffSpecs(base, moved)
    expect(rest).toEqual([])
    expect(difference).toMatchObject({ object: STORE, path: 'args' })
    expect(difference?.before).not.toBe(difference?.after)
  })
})
