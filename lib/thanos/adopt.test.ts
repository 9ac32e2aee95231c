import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import type { Json, KubeObject } from '../manifest/types.ts'
import { readYaml } from '../manifest/read-yaml.ts'
import { adopt, adoptObjects } from './adopt.ts'
import { render } from './render.ts'
import { StackSpec } from './spec-schema.ts'

const GUIDE = join(import.meta.dirname, '../../examples/guide')
const guideFiles = readdirSync(GUIDE).filter((name) => name.endsWith('.yaml')).map((name) => ({ name, text: readFileSync(join(GUIDE, name), 'utf8') }))
const guideObjects = readYaml(guideFiles).documents.map((document) => document.value)

vi.setConfig({ testTimeout: 60_000 })

/** Values as YAML can hold them, with the keys that make adopt take parts out, and some that look like its own slots. */
const json: fc.Arbitrary<Json> = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.string(), fc.integer(), fc.boolean(), fc.constant(null),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.oneof(fc.string(), fc.constantFrom('$slot', 'args', 'image', 'name')), tie('value'), { maxKeys: 3, noNullPrototype: true }),
  ),
})).value

const argument = fc.oneof(
  fc.constantFrom(
    '--log.level=info', '--log.level', 'debug', '--wait', '--no-query.partial-response', '--query.partial-response', '--store=dns+a:1', '--min-time=-6h', '--min-time', '-6h',
    '--label=a="$(POD_NAME)"', '--unknown', '--unknown=x', '--no-such-thing', '-x', '--', '', '  ', '--objstore.config=type: S3\nconfig: {}', '--query.replica-label', 'a,b',
  ),
  fc.string(),
)

const container = fc.record({
  name: fc.string({ minLength: 1 }),
  image: fc.oneof(fc.string(), json),
  command: fc.oneof(
    fc.constant(['/bin/thanos', 'query']), fc.constant(['thanos']), json, fc.array(argument, { maxLength: 4 }).map((args) => ['thanos', 'query', ...args]),
    fc.array(fc.oneof(argument, fc.constantFrom('"', "'", ' ', '; ', '$(X)', '\\\n', '>', '#')), { maxLength: 6 }).map((words) => ['sh', '-c', `exec thanos store ${words.join(' ')}`]),
  ),
  args: fc.oneof(fc.tuple(fc.constantFrom('query', 'store', 'receive', 'rule', 'compact', 'query-frontend', 'sidecar'), fc.array(argument)).map(([kind, args]) => [kind, ...args]), fc.array(argument), json),
  resources: fc.oneof(fc.record({ limits: fc.dictionary(fc.string(), fc.oneof(fc.string(), fc.integer()), { noNullPrototype: true }) }), json),
  extra: json,
}, { requiredKeys: ['name'] })

const object: fc.Arbitrary<KubeObject> = fc.record({
  apiVersion: fc.constantFrom('apps/v1', 'v1'),
  kind: fc.constantFrom(
    'Deployment', 'StatefulSet', 'ConfigMap', 'Service', 'Ingress', 'ServiceAccount', 'Role', 'RoleBinding', 'ClusterRoleBinding', 'PodDisruptionBudget', 'HorizontalPodAutoscaler', 'NetworkPolicy', 'ServiceMonitor',
    'PodMonitor', 'PrometheusRule', 'ThanosRuler', 'Prometheus', 'Grafana',
  ),
  metadata: fc.record({ name: fc.string({ minLength: 1 }), namespace: fc.string({ minLength: 1 }), labels: json }, { requiredKeys: ['name'] }),
  data: fc.oneof(fc.dictionary(fc.string(), fc.string(), { noNullPrototype: true }), json),
  spec: fc.record({
    replicas: fc.oneof(fc.integer(), json),
    template: fc.record({ spec: fc.record({ containers: fc.oneof(fc.array(container, { maxLength: 3 }), json), volumes: json, initContainers: fc.array(container, { maxLength: 1 }) }, { requiredKeys: [] }) }, { requiredKeys: [] }),
    volumeClaimTemplates: fc.oneof(fc.constant([{ metadata: { name: 'data' }, spec: { resources: { requests: { storage: '5Gi' } } } }]), json),
  }, { requiredKeys: [] }),
}, { requiredKeys: ['apiVersion', 'kind', 'metadata'] }).map((value): KubeObject => JSON.parse(JSON.stringify(value)))

describe('adopt', () => {
  it('gives the guide back as it was, key by key and in the same order', () => {
    const { spec, withheld, problems } = adopt(guideFiles)
    expect(problems).toEqual([])
    expect(JSON.stringify(render(spec, { withheld }))).toBe(JSON.stringify(guideObjects))
  })

  it('renders any object exactly as it was adopted', () => {
    fc.assert(fc.property(object, (value) => {
      const { spec, withheld } = adoptObjects([value])
      expect(JSON.stringify(render(spec, { withheld }))).toBe(JSON.stringify([value]))
    }), { numRuns: 1000 })
  })

  it('makes specs that survive storage as JSON', () => {
    fc.assert(fc.property(object, (value) => {
      const { spec } = adoptObjects([value])
      expect(StackSpec.parse(JSON.parse(JSON.stringify(spec)))).toEqual(spec)
    }), { numRuns: 300 })
  })

  it('reads the five workloads of the guide and what they run', () => {
    const found = adopt(guideFiles).spec.objects.flatMap((item) => (item.type === 'workload' ? [`${item.kind} ${item.name} ${item.replicas} ${item.storage?.size ?? '-'}`] : []))
    expect(found).toEqual([
      'compact thanos-compactor 1 100Gi', 'query thanos-query 2 -', 'receive thanos-receiver 3 50Gi', 'rule thanos-ruler 2 10Gi', 'store thanos-store 3 20Gi',
    ])
  })

  it('keeps no value of a Secret, nor an object with a key written into it', () => {
    const { spec, withheld } = adopt([{
      name: 'secret.yaml',
      text: `apiVersion: v1
kind: Secret
metadata: { name: s3 }
stringData:
  objstore.yml: |
    type: S3
    config: { bucket: thanos, endpoint: e, access_key: CANARYACCESS, secret_key: CANARYSECRET }
data:
  other: Q0FOQVJZ
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: q }
spec:
  template:
    spec:
      containers:
        - name: q
          args: [query]
          env: [{ name: AWS_SECRET_ACCESS_KEY, value: CANARYENV }]
`,
    }])
    expect(JSON.stringify(spec)).not.toContain('CANARY')
    expect(withheld.map((item) => item.kind)).toEqual(['Secret', 'Deployment'])
  })

  it('names file, line and column of a bad document and still reads its neighbours', () => {
    const { spec, problems } = adopt([{ name: 'mixed.yaml', text: 'apiVersion: v1\nkind: Service\nmetadata: {name: a}\n---\nfoo: [1,\nbar: }\n---\napiVersion: v1\nkind: Service\nmetadata: {name: b}\n' }])
    expect(spec.objects.map((item) => item.name)).toEqual(['a', 'b'])
    expect(problems).toHaveLength(1)
    expect(problems[0]).toMatchObject({ file: 'mixed.yaml', column: expect.any(Number) })
    expect(problems[0]?.line).toBeGreaterThanOrEqual(5)
  })

  it('refuses the second of two objects of one name and says where the first is', () => {
    const one = 'apiVersion: v1\nkind: Service\nmetadata: {name: a}\n'
    const { spec, problems } = adopt([{ name: 'a.yaml', text: one }, { name: 'b.yaml', text: one }])
    expect(spec.objects).toHaveLength(1)
    expect(problems[0]?.message.en).toContain('a.yaml:1')
  })

  it.each([
    ['args whose first word is a component', 'replicas: 3\nargs:\n  - receive\n  - --tsdb.retention=2h\n', 'receive', 3],
    ['bare flags with comments and a mapping beside them', '# more\n--compact.concurrency=3\n\n# memory\nresources:\n  limits:\n    memory: 4Gi\n', 'compact', undefined],
    ['bare flags of store', '--index-cache-size=2GB  # cache\n--chunk-pool-size=4GB\n', 'store', undefined],
  ])('understands %s', (_what, text, kind, replicas) => {
    const { spec, problems } = adopt([{ name: 'paste', text }])
    expect(problems).toEqual([])
    expect(spec.objects).toHaveLength(1)
    expect(spec.objects[0]).toMatchObject({ type: 'workload', object: 'Fragment', kind })
    expect(spec.objects[0]?.type === 'workload' ? spec.objects[0].replicas : 'none').toBe(replicas)
  })

  it.each([
    ['hashrings.json', '[{"hashring":"default","endpoints":["a:10901"]}]', { type: 'config', object: 'Fragment' }],
    ['rules.yaml', 'groups:\n  - name: a\n    rules: []\n', { type: 'config', object: 'Fragment' }],
    ['objstore.yml', 'type: S3\nconfig:\n  bucket: thanos\n', { type: 'reference', object: 'Fragment' }],
  ])('understands a %s pasted alone', (name, text, expected) => {
    expect(adopt([{ name, text }]).spec.objects).toMatchObject([expected])
  })

  it.each(['123', 'y', '1e3'])('says of the name %s that it must be quoted', (name) => {
    const { problems } = adopt([{ name: 'a', text: `apiVersion: v1\nkind: Service\nmetadata: {name: ${name}}\n` }])
    expect(problems.map(({ message }) => message.en)).toEqual([expect.stringMatching(/metadata\.name .*in quotes/)])
  })

  it.each([
    ['args:\n            - query\n            - --query.max-concurrent\n            - 20 # many', 14, '20'],
    ['args: [query, --web.disable-cors, true]', 11, 'true'],
    ['ports: [{ containerPort: 5 }]\n          command: [thanos]\n          args: [query,\n            --query.max-concurrent, 5]', 14, '5'],
  ])('says of what is no text among the args where it stands: %j', (words, line, word) => {
    const source = `# One query
apiVersion: apps/v1
kind: Deployment
metadata: { name: q, namespace: m }
spec:
  template:
    spec:
      containers:
        - name: thanos
          image: quay.io/thanos/thanos:v0.42.0
          ${words}
`
    const { problems, spec } = adopt([{ name: 'q.yaml', text: source }])
    expect(problems.map((problem) => [problem.file, problem.line, problem.message.en.includes(`: "${word}".`)])).toEqual([['q.yaml', line, true]])
    expect(spec.objects).toHaveLength(1)
  })

  it('says what is missing of a Kubernetes object, and what may be brought instead of nonsense', () => {
    const { problems } = adopt([{ name: 'a', text: 'apiVersion: v1\nkind: Service\n' }, { name: 'b', text: 'hello: world\n' }])
    expect(problems.map((problem) => problem.message.en)).toEqual([expect.stringContaining('metadata.name'), expect.stringContaining('no Kubernetes object')])
  })
})
