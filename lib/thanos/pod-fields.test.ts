import type { Json } from '../manifest/types.ts'
import { describe, expect, test } from 'vitest'
import { querySpec } from '../testing/specs.ts'
import { applyEdits } from './apply-edits.ts'
import { POD_SHAPE_FIELDS, POD_TEXT_FIELDS, podShape, podShapeEdits, type PodShapeField, podText, podTextEdits, podTextProblem, selectorOf } from './pod-fields.ts'
import { podPresets, type ShapeName } from './pod-presets.ts'
import { podShapeProblem } from './pod-shapes.ts'
import { specObjectId, workloads, type StackSpec, type Workload } from './spec.ts'

const SPEC = querySpec()
const query = (spec: StackSpec = SPEC): Workload => {
  const [workload] = workloads(spec)
  if (workload === undefined) throw new Error('no workload')
  return workload
}

const TEXTS = { image: 'registry.local:5000/thanos', version: 'v0.41.0', replicas: '4', 'requests.cpu': '500m', 'limits.cpu': '2', 'requests.memory': '1Gi', 'limits.memory': '2Gi' }
const SHAPES: Record<PodShapeField, Json> = {
  env: [{ name: 'GOMEMLIMIT', value: '900MiB' }, { name: 'POD', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } }],
  nodeSelector: { 'kubernetes.io/arch': 'amd64' },
  tolerations: [{ key: 'dedicated', operator: 'Exists' }],
  affinity: { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: 'kubernetes.io/hostname', labelSelector: { matchLabels: { app: 'x' } } }] } },
  topologySpreadConstraints: [{ maxSkew: 1, topologyKey: 'topology.kubernetes.io/zone', whenUnsatisfiable: 'DoNotSchedule', labelSelector: {} }],
  livenessProbe: { httpGet: { path: '/-/healthy', port: 'http' } },
  readinessProbe: { httpGet: { path: '/-/ready', port: 10902 }, periodSeconds: 5 },
  startupProbe: { tcpSocket: { port: 10902 } },
  budget: { minAvailable: '50%' },
}

describe('a field of a pod', () => {
  test.each(Object.entries(TEXTS))('%s reads back what was set, and nothing else changes', (name, typed) => {
    const field = POD_TEXT_FIELDS.find((known) => known === name) ?? 'image'
    const next = applyEdits(SPEC, podTextEdits(query(), field, typed))
    expect(podText(query(next), field)).toBe(typed)
    expect(podTextProblem(field, typed)).toBeUndefined()
    for (const other of POD_TEXT_FIELDS.filter((known) => known !== field)) expect(podText(query(next), other)).toBe(podText(query(), other))
  })

  test.each(POD_SHAPE_FIELDS)('%s takes a shape, reads it back, and is gone when it is taken away', (field) => {
    expect(podShapeProblem(field, SHAPES[field])).toBeUndefined()
    const next = applyEdits(SPEC, podShapeEdits(SPEC, query(), field, SHAPES[field]))
    expect(podShape(next, query(next), field)).toEqual(SHAPES[field])
    const gone = applyEdits(next, podShapeEdits(next, query(next), field, undefined))
    expect(podShape(gone, query(gone), field)).toBeUndefined()
    expect(gone).toEqual(SPEC)
  })

  test('says why Kubernetes would refuse a value, and where in it', () => {
    expect(podShapeProblem('tolerations', [{ key: 'a', effect: 'NoShedule' }])?.en).toContain('[0].effect')
    expect(podShapeProblem('env', [{ name: 'A', value: '1' }, { name: 'A', value: '2' }])?.en).toContain('twice')
    expect(podShapeProblem('readinessProbe', { periodSeconds: 5 })?.en).toContain('exactly one of')
    expect(podShapeProblem('budget', { minAvailable: 1, maxUnavailable: 1 })?.en).toContain('exactly one of')
    expect(podShapeProblem('nodeSelector', { 'not a label': 'x' })).toBeDefined()
    expect(podShapeProblem('affinity', { podAntiAfinity: {} })).toBeDefined()
    expect(podShapeProblem('nodeSelector', { 'a b': 'x' })).toEqual({ en: 'Kubernetes would refuse this. a b: it is no label.', ko: 'Kubernetes가 거부합니다. a b: 라벨이 아닙니다.' })
    expect(podTextProblem('limits.memory', '8 Gi')).toBeDefined()
    expect(podTextProblem('replicas', '-1')).toBeDefined()
  })

  test.each<[ShapeName, Json, string]>([
    ['tolerations', [{ effect: 'NoShedule' }], '[0].effect: NoSchedule, PreferNoSchedule, NoExecute 중 하나가 아닙니다.'],
    ['tolerations', [{ tolerationSeconds: -1 }], '[0].tolerationSeconds: 0보다 작습니다.'],
    ['affinity', { podAntiAfinity: {} }, 'podAntiAfinity 필드는 없습니다.'],
    ['env', [{ value: 'x' }], '[0].name: 값이 없습니다.'],
    ['env', {}, '목록이 아닙니다.'],
    ['env', [{ name: 'A', value: 1 }], '[0].value: 텍스트가 아닙니다.'],
    ['livenessProbe', { httpGet: { port: 70_000 } }, 'httpGet.port: 65535보다 큽니다.'],
    ['budget', { minAvailable: 'many' }, 'minAvailable: 숫자도 백분율도 아닙니다.'],
  ])('says what is wrong with %s %j in Korean', (field, value, words) => {
    expect(podShapeProblem(field, value)?.ko).toBe(`Kubernetes가 거부합니다. ${words}`)
  })

  test.each([
    ['version', 'v0.42.0', 'reg:5000/thanos:v0.42.0'], ['version', 'v0.35.0', 'reg:5000/thanos:v0.35.0@sha256:abc'], ['version', '', 'reg:5000/thanos'],
    ['image', 'thanos', 'thanos:v0.35.0'], ['image', 'thanos@sha256:def', 'thanos:v0.35.0@sha256:def'], ['image', 'thanos:v0.42.0', 'thanos:v0.42.0'],
  ] as const)('of an image with a digest, %s "%s" makes %s: the digest goes with what it is of', (field, typed, expected) => {
    const pinned = applyEdits(SPEC, [{ op: 'image.set', object: specObjectId(query()), image: 'reg:5000/thanos:v0.35.0@sha256:abc' }])
    expect([podText(query(pinned), 'image'), podText(query(pinned), 'version')]).toEqual(['reg:5000/thanos@sha256:abc', 'v0.35.0'])
    expect(query(applyEdits(pinned, podTextEdits(query(pinned), field, typed))).image).toBe(expected)
  })

  test('an image is one that a container runtime takes', () => {
    const good = ['thanos', 'reg:5000/thanos', 'quay.io/thanos/thanos@sha256:0aF', 'reg:5000/thanos:v0.42.0_RC@sha256:abc']
    const bad = ['', ' thanos', 'Thanos', 'reg/thanos:', 'thanos@', 'thanos@sha256', 'thanos@sha256:abc:v0.42.0', 'thanos:v0.35.0@sha256:abc:v0.42.0', 'thanos:v0.35.0:v0.42.0', 'reg:5000/']
    expect(good.filter((image) => podTextProblem('image', image) !== undefined)).toEqual([])
    expect(bad.filter((image) => podTextProblem('image', image) === undefined)).toEqual([])
  })

  test('a budget that exists is changed where it is and keeps its selector, whatever its name', () => {
    const manifest = { apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', metadata: { name: 'guard', namespace: 'monitoring' }, spec: { minAvailable: 1, selector: { matchLabels: { app: 'thanos-query' } } } }
    const with1 = applyEdits(SPEC, [{ op: 'object.add', manifest }])
    expect(podShape(with1, query(with1), 'budget')).toEqual({ minAvailable: 1 })
    const edits = podShapeEdits(with1, query(with1), 'budget', { maxUnavailable: 1 })
    expect(edits).toMatchObject([{ object: 'PodDisruptionBudget/monitoring/guard', value: { maxUnavailable: 1, selector: { matchLabels: { app: 'thanos-query' } } } }])
    expect(podShape(applyEdits(with1, edits), query(with1), 'budget')).toEqual({ maxUnavailable: 1 })
  })

  test('every ready-made value is one that Kubernetes takes', () => {
    const presets = POD_SHAPE_FIELDS.flatMap((field) => podPresets(field, { kind: 'receive', selector: selectorOf(query()) }).map((preset) => ({ field, preset })))
    expect(presets.length).toBeGreaterThan(8)
    for (const { field, preset } of presets) expect(podShapeProblem(field, preset.value), `${field} ${preset.id}`).toBeUndefined()
  })
})
