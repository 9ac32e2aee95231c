// No input makes adopt or lint fail: whatever is pasted, and whatever shape a Kubernetes object has.
import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import type { Json } from '../manifest/types.ts'
import { adopt, adoptObjects } from './adopt.ts'
import { applyEdits } from './apply-edits.ts'
import { lint } from './lint.ts'
import { KINDS } from './kind.ts'
import { flagsOf } from './catalogue.ts'
import { renderObject } from './render.ts'

/** Lines of real pastes, which a random text would hardly ever hit. */
const LINE = fc.oneof(
  fc.constantFrom(
    'args:', '  - store', '- --min-time=-6h', '--min-time=-6h', '--label a="b', 'apiVersion: v1', 'kind: Secret', 'kind: List', 'metadata: {name: a}', 'items:', '---', '...', '```', '```yaml', '~~~',
    '$ kubectl get pods \\', 'thanos query \\', 'thanos tools bucket ls', 'EOF', 'groups:', '- hashring: x', '  endpoints: [1, null, {}]', '[{"endpoints": null}]', '{"Rules": [{}]}', 'type: S3', 'config:', '  bucket: ${X}',
    'replicas: 3', 'command: [thanos, store]', '&a [*a, *a]', 'a: &a {b: *a}', '"\\', "'", '\t- x', '{{ .Values.x }}', '? ', '- - - -', '!!binary x', '\uFEFF', '\r', '__proto__: 1', 'constructor: {}', 'toString:',
  ),
  fc.string(),
)
const TEXT = fc.array(LINE, { maxLength: 12 }).map((lines) => lines.join('\n'))

const anything: fc.Arbitrary<Json> = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom<Json>('', 'a', '$(POD_NAME)', null, 0, -1, 1.5, true, '10901', '__proto__', [], {}), fc.string(),
    fc.array(tie('value'), { maxLength: 3 }), fc.dictionary(fc.constantFrom('name', 'key', 'path', 'items', 'a', '__proto__', 'constructor'), tie('value'), { maxKeys: 3, noNullPrototype: true }),
  ),
})).value
/** Mostly what Kubernetes would take, at times anything else. */
const mostly = (usual: fc.Arbitrary<Json>): fc.Arbitrary<Json> => fc.oneof({ arbitrary: usual, weight: 6 }, { arbitrary: anything, weight: 1 })
const map = (fields: Record<string, fc.Arbitrary<Json>>): fc.Arbitrary<Json> => mostly(fc.record(fields, { requiredKeys: [], noNullPrototype: true }).map((value): Json => JSON.parse(JSON.stringify(value))))
const list = (item: fc.Arbitrary<Json>): fc.Arbitrary<Json> => mostly(fc.array(item, { maxLength: 3 }))
const word = mostly(fc.constantFrom<Json>('a', 'b', 'thanos', 'data'))
const port = mostly(fc.constantFrom<Json>(10901, 10902, 'grpc', 'http', 70000))
const labels = map({ app: word, component: word })

vi.setConfig({ testTimeout: 60_000 })

const ALL_FLAGS = KINDS.flatMap((kind) => Object.keys(flagsOf(kind)))
const VALUES = ['', '-6h', '2h', '6h', '0', '-1', 'NaN', '1e99', '$(POD_NAME)', '$(', 'a="$(X)"', 'a=', '[]', '{}', '[{"endpoints":["a:1"]}]', 'a:10901', 'dnssrv+_grpc._tcp.a.b.svc', 'dns+', '://', ':', '/data/x', '/', '/data/*.yaml', '/data/[', 'type: S3', '{', '\u0000', 'v'.repeat(500)]
const argument = fc.oneof(fc.tuple(fc.constantFrom(...ALL_FLAGS), fc.constantFrom(...VALUES)).map(([flag, value]) => `--${flag}=${value}`), fc.constantFrom(...ALL_FLAGS).map((flag) => `--${flag}`), fc.constantFrom(...VALUES), fc.string())
const args = mostly(fc.tuple(fc.constantFrom(...KINDS), fc.array(argument, { maxLength: 8 })).map(([kind, rest]) => [kind, ...rest]))

const pod = map({
  containers: list(map({ name: word, image: mostly(fc.constantFrom('thanos:v0.31.0', 'thanos:v0.42.0', 'thanos')), args, ports: list(map({ name: port, containerPort: port })), env: list(map({ name: word, value: word, valueFrom: anything })), volumeMounts: list(map({ name: word, mountPath: mostly(fc.constantFrom('/data', '/', '')), subPath: word })), resources: map({ limits: map({ memory: word }), requests: map({ memory: word }) }) })),
  volumes: list(map({ name: word, configMap: map({ name: word, items: list(map({ key: word, path: word })) }), secret: map({ secretName: word }), projected: map({ sources: list(map({ configMap: map({ name: word }) })) }) })),
})
const object = fc.record({
  apiVersion: fc.constantFrom('apps/v1', 'v1', ''),
  kind: fc.constantFrom('Deployment', 'StatefulSet', 'Service', 'ConfigMap', 'Secret', 'Ingress'),
  metadata: fc.record({ name: fc.constantFrom('a', 'b', 'thanos', ''), namespace: fc.constantFrom('m', 'n', ''), annotations: anything }, { requiredKeys: ['name'], noNullPrototype: true }),
  spec: map({ replicas: mostly(fc.constantFrom<Json>(0, 1, 2, -3, 1e9)), serviceName: word, selector: labels, clusterIP: word, ports: list(map({ name: port, port, targetPort: port })), template: map({ metadata: map({ labels }), spec: pod }), volumeClaimTemplates: list(map({ metadata: map({ name: word }), spec: anything })) }),
  data: map({ a: mostly(fc.constantFrom(...VALUES)), data: mostly(fc.constantFrom('[{"endpoints":[]}]', 'groups: []', 'groups: [{}]', 'type: S3\nconfig: []', 'endpoints: [{}]')) }),
}, { requiredKeys: ['apiVersion', 'kind', 'metadata'], noNullPrototype: true })

/** Enough to meet the usual accidents in every run of the tests. */
const RUNS = 300

describe('any text', () => {
  it('is adopted and judged without failing', () => {
    fc.assert(fc.property(fc.array(TEXT, { minLength: 1, maxLength: 3 }), (texts) => {
      const { spec } = adopt(texts.map((text, at) => ({ name: `f${at}`, text })))
      expect(Array.isArray(lint(spec))).toBe(true)
    }), { numRuns: RUNS })
  })
})

describe('objects of any shape', () => {
  it('are judged without failing, and so are the fixes that are offered for them', () => {
    fc.assert(fc.property(fc.array(object, { maxLength: 6 }), fc.constantFrom(undefined, 'v0.31', 'v0.42'), (objects, thanos) => {
      const unique = [...new Map(objects.map((each) => [`${each.kind}/${each.metadata.namespace}/${each.metadata.name}`, each])).values()]
      const { spec } = adoptObjects(unique.map((each) => JSON.parse(JSON.stringify(each))))
      const findings = lint(spec, thanos === undefined ? {} : { thanos })
      for (const { fix } of findings) if (fix) lint(applyEdits(spec, fix.edits))
      expect(spec.objects.map((each) => renderObject(each)).length).toBe(spec.objects.length)
    }), { numRuns: RUNS })
  })
})

/** Texts within a text that mean far more than they say: aliases that multiply, contain themselves, nest without end. */
const BOMBS: Readonly<Record<string, string>> = {
  'contains itself': 'type: S3\nconfig: &a {bucket: b, http_config: *a}\n',
  'contains itself by a merge': 'type: S3\nconfig: &a\n  bucket: b\n  x: {<<: *a}\n',
  'multiplies': `type: S3\nconfig:\n  l0: &l0 {x: 1}\n${Array.from({ length: 12 }, (_, level) => `  l${level + 1}: &l${level + 1} {${Array.from({ length: 9 }, (_each, key) => `k${key}: *l${level}`).join(', ')}}\n`).join('')}`,
  'nests in maps': `type: S3\nconfig: ${'{a: '.repeat(1_500)}1${'}'.repeat(1_500)}\n`,
  'nests in lists': `${'['.repeat(1_500)}${']'.repeat(1_500)}`,
  'chains aliases': `type: S3\nconfig:\n  l0: &l0 {x: 1}\n${Array.from({ length: 200 }, (_, level) => `  l${level + 1}: &l${level + 1} {k: *l${level}}\n`).join('')}`,
}
/** Every flag that takes a text, or a file with a text. */
const CONTENT_FLAGS = [...new Set(ALL_FLAGS.filter((flag) => /(?:config|hashrings|labels|relabel|alertmanagers|query|rule-file)/.test(flag)))]

describe.each(Object.entries(BOMBS))('a text within a text that %s', (_name, bomb) => {
  const metadata = { name: 'c', namespace: 'm' }
  const args = (kind: string): string[] => [kind, ...CONTENT_FLAGS.flatMap((flag) => [`--${flag}=${flag.endsWith('file') ? '/etc/c/data' : bomb}`])]
  const files = { 'data': bomb, 'objstore.yml': bomb, 'rules.yaml': bomb, 'hashrings.json': bomb }

  it('is adopted and judged, in a Secret, a ConfigMap and on the command line of each kind', () => {
    const { spec } = adoptObjects([
      { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: files },
      { apiVersion: 'v1', kind: 'Secret', metadata: { ...metadata, name: 's' }, stringData: files },
      ...KINDS.map((kind) => ({
        apiVersion: 'apps/v1', kind: 'StatefulSet', metadata: { ...metadata, name: `thanos-${kind}` },
        spec: { template: { spec: {
          containers: [{ name: 'thanos', image: 'thanos:v0.42.0', args: args(kind), volumeMounts: [{ name: 'c', mountPath: '/etc/c' }, { name: 's', mountPath: '/etc/s' }] }],
          volumes: [{ name: 'c', configMap: { name: 'c' } }, { name: 's', secret: { secretName: 's' } }],
        } } },
      })),
    ])
    expect(Array.isArray(lint(spec))).toBe(true)
    expect(spec.objects.map((each) => renderObject(each))).toHaveLength(2 + KINDS.length)
  })
})

describe('object storage configuration whose aliases go beyond measure', () => {
  it.each(['contains itself', 'multiplies', 'nests in maps', 'chains aliases'])('is unreadable, in words (%s)', (name) => {
    const secret = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 's', namespace: 'm', labels: { app: 'thanos' } }, stringData: { 'objstore.yml': BOMBS[name] ?? '' } }
    const found = lint(adoptObjects([secret]).spec).filter(({ code }) => code === 'objstore/unreadable')
    expect(found.map(({ message }) => message.en)).toEqual([expect.stringContaining('objstore.yml is no object storage configuration: ')])
  })
})
