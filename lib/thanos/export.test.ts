import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { specOf } from '../testing/specs.ts'
import { readYaml } from '../manifest/read-yaml.ts'
import { isKubeObject, objectId } from '../manifest/types.ts'
import { adopt, adoptObjects } from './adopt.ts'
import { applyEdits } from './apply-edits.ts'
import { orderedObjects } from './apply-order.ts'
import { exportKustomize, exportYaml } from './export.ts'
import { EMPTY_SPEC, specObjectId, type StackSpec } from './spec.ts'

const SOURCE = { stack: 'seoul', namespace: 'monitoring', revision: 12 }
const EXAMPLES = join(import.meta.dirname, '../../examples')
const examples = readdirSync(EXAMPLES).map((folder): [string, StackSpec] => [
  folder, adopt(readdirSync(join(EXAMPLES, folder)).filter((name) => name.endsWith('.yaml')).map((name) => ({ name, text: readFileSync(join(EXAMPLES, folder, name), 'utf8') }))).spec,
])
const exampleOf = (name: string): StackSpec => new Map(examples).get(name) ?? EMPTY_SPEC
const idsOf = (text: string): string[] => readYaml([{ name: '', text }]).documents.flatMap(({ value }) => (isKubeObject(value) ? [objectId(value)] : []))

vi.setConfig({ testTimeout: 60_000 })

/** A spec with a sidecar that is only read, a Secret, a foreign object and a part that was added by a form. */
const mixed = applyEdits(specOf(`
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: prometheus }
spec: { template: { spec: { containers: [{ name: thanos, image: "quay.io/thanos/thanos:v0.42.0", args: [sidecar, --tsdb.path=/p] }] } } }
---
apiVersion: networking.example/v1
kind: Tunnel
metadata: { name: out }
spec: { text: "two\\nlines", number: "017" }
---
apiVersion: v1
kind: Secret
metadata: { name: objstore }
stringData: { objstore.yml: "type: S3\\nconfig: { bucket: thanos, access_key: $(KEY), secret_key: hunter2hunter2 }" }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: query }
spec: { template: { spec: { containers: [{ name: thanos, image: "quay.io/thanos/thanos:v0.42.0", args: [query] }, { name: proxy, image: "proxy@sha256:0" }] } } }
`), [{ op: 'replicas.set', object: 'Deployment/query', replicas: 2 }])

describe.each([...examples, ['with everything that is not rendered', mixed] as [string, StackSpec], ['nothing', EMPTY_SPEC] as [string, StackSpec]])('an export of %s', (_name, spec) => {
  it('comes back as the same spec from the YAML stream', () => {
    const { name, text } = exportYaml(spec, SOURCE)
    expect(name).toBe('seoul-r12.yaml')
    const back = adopt([{ name, text }])
    expect(back.problems).toEqual([])
    expect(back.spec).toEqual(spec)
  })

  it('comes back as the same spec from the Kustomize folder, whatever the order of its files', () => {
    const files = exportKustomize(spec, SOURCE)
    for (const order of [files, files.toReversed(), files.toSorted((a, b) => a.name.localeCompare(b.name))]) {
      const back = adopt(order)
      expect(back.problems).toEqual([])
      expect(back.spec).toEqual(spec)
    }
  })

  it('holds what Gauntlet applies, in the order in which it does, for tools that know nothing of Gauntlet', () => {
    const applied = orderedObjects(spec).map(objectId)
    expect(idsOf(exportYaml(spec, SOURCE).text)).toEqual(applied)
    const files = new Map(exportKustomize(spec, SOURCE).map(({ name, text }) => [name, text]))
    const [kustomization] = readYaml([{ name: '', text: files.get('kustomization.yaml') ?? '' }]).documents
    const listed: unknown = kustomization?.value
    expect(listed).toMatchObject({ kind: 'Kustomization', resources: expect.any(Array) })
    const resources = Object(listed).resources as string[]
    expect(resources.flatMap((name) => idsOf(files.get(name) ?? ''))).toEqual(applied)
    expect(new Set(resources).size).toBe(resources.length)
    expect([...files.keys()].filter((name) => !resources.includes(name))).toEqual(['kustomization.yaml', 'gauntlet-kept.yaml'])
  })
})

describe('any spec', () => {
  const words = fc.oneof(fc.string(), fc.constantFrom('a: b', '#| x', '---', '  x', 'x\n', 'x\ny', '\ttab', '017', 'true', '{{ x }}', 'é', '\u2028', '<x>'))
  const container = fc.record({ name: fc.constantFrom('thanos', 'proxy'), image: fc.oneof(words, fc.constantFrom('t:v1', 't:v2', 'r/t@sha256:1')), args: fc.oneof(fc.tuple(fc.constantFrom('query', 'store', 'sidecar', 'rule'), fc.array(words, { maxLength: 4 })).map(([kind, more]) => [kind, ...more]), fc.array(words, { maxLength: 3 })) })
  const metadata = fc.record({ name: fc.oneof(fc.stringMatching(/^[a-z0-9][a-z0-9.-]{0,30}$/), fc.constantFrom('system:a', 'system_a', 'a/b', 'A', 'x'.repeat(200))), namespace: fc.constantFrom('monitoring', 'other') }, { requiredKeys: ['name'], noNullPrototype: true })
  const object = fc.oneof(
    fc.record({ apiVersion: fc.constant('apps/v1'), kind: fc.constantFrom('Deployment', 'StatefulSet'), metadata, spec: fc.record({ replicas: fc.nat({ max: 3 }), template: fc.record({ spec: fc.record({ containers: fc.array(container, { maxLength: 2 }) }, { noNullPrototype: true }) }, { noNullPrototype: true }) }, { requiredKeys: ['template'], noNullPrototype: true }) }, { noNullPrototype: true }),
    fc.record({ apiVersion: fc.constant('v1'), kind: fc.constantFrom('ConfigMap', 'Secret'), metadata, data: fc.dictionary(fc.constantFrom('a', 'rules.yaml', 'objstore.yml'), words, { noNullPrototype: true }) }, { noNullPrototype: true }),
    fc.record({ apiVersion: fc.constantFrom('v1', 'x/v1'), kind: fc.constantFrom('Service', 'ServiceAccount', 'Tunnel', 'Ingress'), metadata, spec: fc.dictionary(words.filter((word) => word !== '__proto__'), words, { noNullPrototype: true }) }, { noNullPrototype: true }),
  )
  const spec = fc.array(object, { maxLength: 6 }).map((objects) => adoptObjects(JSON.parse(JSON.stringify(objects))).spec)
    .chain((adopted) => fc.constantFrom(adopted, applyEdits(adopted, adopted.objects.flatMap((one) => [{ op: 'replicas.set' as const, object: specObjectId(one), replicas: 1 }, { op: 'image.set' as const, object: specObjectId(one), image: 'q/t:v3' }])), applyEdits(adopted, [{ op: 'edge.set', object: 'Edge/tokyo-3', edge: { name: 'tokyo-3', kind: 'agent', labels: { cluster: 'tokyo-3' }, samplesPerS: 26_000, tenant: 'a' } }])))

  it('comes back from both', () => {
    fc.assert(fc.property(spec, (given) => {
      expect(adopt([exportYaml(given, SOURCE)]).spec).toEqual(given)
      expect(adopt(exportKustomize(given, SOURCE)).spec).toEqual(given)
    }), { numRuns: 300 })
  })
})

describe('what an export says', () => {
  it('names the Secrets that must exist, and holds no value of them', () => {
    const all = [exportYaml(mixed, SOURCE), ...exportKustomize(mixed, SOURCE)].map(({ text }) => text).join('\n')
    expect(exportYaml(mixed, SOURCE).text).toContain('#   Secret objstore with objstore.yml\n')
    expect(exportKustomize(mixed, SOURCE)[0]?.text).toContain('#   Secret objstore with objstore.yml\n')
    expect(all).not.toContain('hunter2')
  })

  it('gives Kustomize the namespace and the images, and neither where it would change something', () => {
    const [kustomization] = exportKustomize(exampleOf('corrected'), SOURCE)
    expect(kustomization?.text).toContain('namespace: monitoring\n')
    expect(kustomization?.text).toMatch(/images:\n- name: \S+thanos\n {2}newTag: v0\.\d+\.\d+\n/)
    const [elsewhere] = exportKustomize(exampleOf('corrected'), { ...SOURCE, namespace: 'thanos' })
    expect(elsewhere?.text).not.toContain('namespace:')
    const twoTags = applyEdits(exampleOf('corrected'), [{ op: 'image.set', object: 'Deployment/monitoring/thanos-query', image: 'quay.io/thanos/thanos:v0.1.0' }])
    expect(exportKustomize(twoTags, SOURCE)[0]?.text).not.toContain('newTag')
    expect(exportKustomize(mixed, SOURCE)[0]?.text).not.toContain('sha256')
  })
})

describe('importing an export that somebody changed', () => {
  const spec = exampleOf('minimal')
  const { text } = exportYaml(spec, SOURCE)

  it('believes the documents, not what was kept of them', () => {
    const changed = adopt([{ name: 'x.yaml', text: text.replace(/ {2}replicas: \d+/, '  replicas: 9') }]).spec
    expect(changed.objects.some((object) => object.type === 'workload' && object.replicas === 9)).toBe(true)
    const [gone, ...others] = orderedObjects(spec)
    const without = adopt(exportKustomize(spec, SOURCE).filter((file) => !idsOf(file.text).includes(gone === undefined ? '' : objectId(gone)))).spec
    expect(without.objects.map(specObjectId).toSorted()).toEqual([...others.map(objectId), ...spec.objects.flatMap((object) => (object.type === 'reference' ? [specObjectId(object)] : []))].toSorted())
  })

  it('takes no credential from what was kept', () => {
    const kept = (objects: string): StackSpec => adopt([{ name: 'x', text: `#| gauntlet: 1\n#| order: []\n#| objects: ${objects}\n` }]).spec
    expect(kept('[{"type":"object","object":"Secret","name":"s","managed":false,"manifest":{"apiVersion":"v1","kind":"Secret","metadata":{"name":"s"},"stringData":{"k":"hunter2hunter2"}}}]').objects).toEqual([])
    const reference = kept('[{"type":"reference","object":"Secret","apiVersion":"v1","name":"s","keys":["k"],"objectStorage":{"k":{"type":"S3","settings":{},"credentials":{"secret_key":{"state":"placeholder","text":"hunter2hunter2"}}}}}]')
    expect(reference.objects).toHaveLength(1)
    expect(JSON.stringify(reference)).not.toContain('hunter2')
    expect(kept('not a list').objects).toEqual([])
  })

  it('takes kustomization.yaml for what it is, and says when it would change what it lists', () => {
    const files = exportKustomize(spec, SOURCE)
    const withKustomization = (more: string) => adopt(files.map((file) => (file.name === 'kustomization.yaml' ? { ...file, text: file.text + more } : file))).problems.map(({ message }) => message.en)
    expect(withKustomization('')).toEqual([])
    expect(withKustomization('namePrefix: x-\n')).toEqual([expect.stringContaining('(namePrefix)')])
    expect(withKustomization('').concat(adopt([...files, { name: 'b/kustomization.yaml', text: 'resources: [x.yaml]\nimages: [{ name: quay.io/thanos/thanos, newTag: v9 }]\n' }]).problems.map(({ message }) => message.en))).toEqual([expect.stringContaining('(images)')])
  })
})
