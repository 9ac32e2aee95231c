import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { specOf } from '../testing/specs.ts'
import { adopt } from './adopt.ts'
import { applyEdits } from './apply-edits.ts'
import { flagValues } from './read-args.ts'
import type { Edit } from './edit.ts'
import { type Choice, merge, type MergeField } from './merge.ts'
import { render, renderObject } from './render.ts'
import { specObjectId, workloads, type StackSpec } from './spec.ts'
import { diffSpecs } from './spec-diff.ts'

const base = specOf(`
apiVersion: apps/v1
kind: Deployment
metadata: { name: thanos-query, namespace: monitoring, labels: { app: thanos-query } }
spec:
  replicas: 2
  selector: { matchLabels: { app: thanos-query } }
  template:
    metadata: { labels: { app: thanos-query } }
    spec:
      containers:
        - name: thanos
          image: quay.io/thanos/thanos:v0.41.0
          args: [query, --query.timeout=5m, --endpoint=a:10901, --endpoint=b:10901, --query.max-concurrent=20]
          ports: [{ name: http, containerPort: 10902 }, { name: grpc, containerPort: 10901 }]
          resources: { requests: { memory: 8Gi }, limits: { memory: 16Gi } }
          env: [{ name: A, value: "1" }, { name: B, value: "2" }]
---
apiVersion: v1
kind: ConfigMap
metadata: { name: rules, namespace: monitoring }
data:
  rules.yaml: |
    groups:
    - name: one
      rules: []
    - name: two
      interval: 1m
      rules: []
---
apiVersion: v1
kind: Service
metadata: { name: thanos-query, namespace: monitoring }
spec: { selector: { app: thanos-query }, ports: [{ name: http, port: 10902 }] }
---
apiVersion: v1
kind: Secret
metadata: { name: objstore, namespace: monitoring }
stringData: { objstore.yml: "type: S3\\nconfig: { bucket: thanos }" }
`)
const QUERY = 'Deployment/monitoring/thanos-query'
const RULES = 'ConfigMap/monitoring/rules'
const SERVICE = 'Service/monitoring/thanos-query'

const flag = (name: string, ...values: string[]): Edit => ({ op: 'flag.set', object: QUERY, flag: name, values })
const memory = (quantity: string): Edit => ({ op: 'resource.set', object: QUERY, side: 'limits', resource: 'memory', quantity })
const edited = (...edits: Edit[]): StackSpec => applyEdits(base, edits)
const conflicts = ({ fields }: { fields: readonly MergeField[] }): string[] => fields.filter(({ by }) => by === 'conflict').map(({ key }) => key)
const told = ({ fields }: { fields: readonly MergeField[] }): string[] => fields.map(({ path, by, before, theirs, mine }) => `${path} ${by}: ${before} ${theirs} ${mine}`)
const rules = (spec: StackSpec): string => spec.objects.flatMap((object) => (object.type === 'config' ? object.files['rules.yaml'] ?? '' : [])).join('')
const query = (spec: StackSpec) => workloads(spec)[0]

describe('merge', () => {
  it('joins what only one side changed and says who, field by field', () => {
    const merged = merge(base, edited(memory('24Gi'), flag('query.timeout', '3m')), edited({ op: 'replicas.set', object: QUERY, replicas: 3 }, flag('log.level', 'debug')))
    expect(merged.open).toEqual([])
    expect(told(merged).toSorted()).toEqual([
      'flags.log.level mine: undefined undefined debug', 'flags.query.timeout theirs: 5m 3m 5m', 'replicas mine: 2 2 3', 'resources.limits.memory theirs: 16Gi 24Gi 16Gi',
    ])
    expect(query(merged.spec)).toMatchObject({ replicas: 3, resources: { limits: { memory: '24Gi' } } })
    expect(flagValues(query(merged.spec)?.args ?? [], 'query.timeout')).toEqual(['3m'])
    expect(flagValues(query(merged.spec)?.args ?? [], 'log.level')).toEqual(['debug'])
  })

  it('asks where both changed one field, leaves it as before until chosen, and takes what is chosen', () => {
    const [theirs, mine] = [edited(memory('24Gi'), flag('query.timeout', '3m')), edited(memory('20Gi'), flag('query.timeout', '2m'))]
    const undecided = merge(base, theirs, mine)
    expect(conflicts(undecided)).toEqual([`${QUERY} flags.query.timeout`, `${QUERY} resources.limits.memory`])
    expect(undecided.open).toHaveLength(2)
    expect(diffSpecs(base, undecided.spec)).toEqual([])
    const decided = merge(base, theirs, mine, new Map<string, Choice>([[`${QUERY} flags.query.timeout`, 'theirs'], [`${QUERY} resources.limits.memory`, 'mine']]))
    expect(decided.open).toEqual([])
    expect(diffSpecs(base, decided.spec)).toEqual([
      { object: QUERY, path: 'flags.query.timeout', before: '5m', after: '3m' }, { object: QUERY, path: 'resources.limits.memory', before: '16Gi', after: '20Gi' },
    ])
  })

  it('joins the values that both added to a repeatable flag, and asks when both replaced one value', () => {
    const joined = merge(base, edited(flag('endpoint', 'a:10901', 'b:10901', 'c:10901')), edited(flag('endpoint', 'b:10901', 'd:10901')))
    expect(joined.open).toEqual([])
    expect(flagValues(query(joined.spec)?.args ?? [], 'endpoint').toSorted()).toEqual(['b:10901', 'c:10901', 'd:10901'])
    expect(joined.fields).toMatchObject([{ path: 'flags.endpoint', by: 'joined' }])
    expect(conflicts(merge(base, edited(flag('endpoint', 'a:10901', 'x:1')), edited(flag('endpoint', 'a:10901', 'y:1'))))).toEqual([`${QUERY} flags.endpoint`])
  })

  it('leaves the flags in their places, and a new one behind its neighbour', () => {
    const merged = merge(base, edited(flag('query.timeout', '3m')), edited({ op: 'flag.set', object: QUERY, flag: 'query.max-concurrent', values: ['30'] }, flag('log.level', 'info')))
    expect(JSON.stringify(render(merged.spec)[0])).toContain('["query","--query.timeout=3m","--endpoint=a:10901","--endpoint=b:10901","--query.max-concurrent=30","--log.level=info"]')
  })

  it('merges files line by line, and asks for the lines that both changed', () => {
    const text = rules(base)
    const file = (next: string): StackSpec => edited({ op: 'file.set', object: RULES, key: 'rules.yaml', text: next })
    const apart = merge(base, file(text.replace('name: one', 'name: first')), file(`${text}- name: three\n`))
    expect(apart.open).toEqual([])
    expect(rules(apart.spec)).toBe(`${text.replace('name: one', 'name: first')}- name: three\n`)

    const [theirs, mine] = [file(text.replace('1m', '2m')), file(text.replace('1m', '3m'))]
    const asked = merge(base, theirs, mine)
    expect(asked.open).toEqual([expect.objectContaining({ path: 'files.rules.yaml', line: 5, before: '  interval: 1m', theirs: '  interval: 2m', mine: '  interval: 3m' })])
    expect(rules(merge(base, theirs, mine, new Map([[asked.open[0]?.key ?? '', 'mine']])).spec)).toContain('interval: 3m')
  })

  it('can keep both where both inserted lines at one place, and only there', () => {
    const text = rules(base)
    const file = (next: string): StackSpec => edited({ op: 'file.set', object: RULES, key: 'rules.yaml', text: next })
    const [theirs, mine] = [file(`${text}- name: three\n`), file(`${text}- name: four\n`)]
    const [open] = merge(base, theirs, mine).open
    expect(open).toMatchObject({ canKeepBoth: true, theirs: '- name: three', mine: '- name: four' })
    expect(rules(merge(base, theirs, mine, new Map([[open?.key ?? '', 'both']])).spec)).toBe(`${text}- name: three\n- name: four\n`)
    const key = `${QUERY} resources.limits.memory`
    expect(merge(base, edited(memory('1Gi')), edited(memory('2Gi')), new Map([[key, 'both']])).open).toMatchObject([{ key }])
  })

  it('merges lists whose items have names item by item', () => {
    const env = (index: number, value: string): Edit => ({ op: 'field.set', object: QUERY, pointer: `/spec/template/spec/containers/0/env/${index}/value`, value })
    const merged = merge(base, edited(env(0, 'theirs')), edited(env(1, 'mine'), { op: 'field.set', object: QUERY, pointer: '/spec/template/spec/containers/0/env/-', value: { name: 'C', value: '3' } }))
    expect(merged.open).toEqual([])
    expect(JSON.stringify(merged.spec)).toContain('"env":[{"name":"A","value":"theirs"},{"name":"B","value":"mine"},{"name":"C","value":"3"}]')
    expect(conflicts(merge(base, edited(env(0, 'x')), edited(env(0, 'y'))))).toEqual([`${QUERY} spec.template.spec.containers[thanos].env[A].value`])
  })

  it('takes objects that came or went on one side, and asks when the other side changed what went', () => {
    const added: Edit = { op: 'object.add', manifest: { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'thanos', namespace: 'monitoring' } } }
    const gone: Edit = { op: 'object.remove', object: QUERY }
    const apart = merge(base, edited(added), edited({ op: 'object.remove', object: SERVICE }))
    expect(apart.open).toEqual([])
    expect(apart.spec.objects.map(specObjectId)).toEqual([QUERY, RULES, 'Secret/monitoring/objstore', 'ServiceAccount/monitoring/thanos'])

    const changed = edited(memory('1Gi'))
    const asked = merge(base, edited(gone), changed)
    expect(asked.open).toEqual([{ key: `${QUERY} `, object: QUERY, path: '', by: 'conflict', before: 'query', mine: 'query' }])
    const choose = (choice: Choice): StackSpec => merge(base, edited(gone), changed, new Map([[`${QUERY} `, choice]])).spec
    expect(choose('theirs')).toEqual(edited(gone))
    expect(choose('mine')).toEqual(changed)
    expect(choose('before')).toEqual(base)
  })

  it('merges what two people imported at once into an empty stack', () => {
    const nothing: StackSpec = { version: 1, objects: [] }
    const merged = merge(nothing, base, edited(memory('1Gi')))
    expect(conflicts(merged)).toEqual([`${QUERY} resources.limits.memory`])
    expect(merged.spec.objects).toHaveLength(base.objects.length)
  })

  it('makes no difference between a part set in the form and the same set in YAML', () => {
    const noReplicas = edited({ op: 'field.set', object: QUERY, pointer: '/spec/replicas', value: null })
    const inForm = applyEdits(noReplicas, [{ op: 'replicas.set', object: QUERY, replicas: 3 }])
    const inYaml = applyEdits(noReplicas, [{ op: 'field.set', object: QUERY, pointer: '/spec/replicas', value: 3 }])
    expect(merge(noReplicas, inForm, inYaml).open).toEqual([])
    expect(diffSpecs(inForm, inYaml)).toEqual([])
  })
})

vi.setConfig({ testTimeout: 60_000 })

it('leaves alone what is not applied, on either side', () => {
  const foreign: StackSpec = { ...base, objects: base.objects.map((object) => (object.type === 'config' ? { ...object, managed: false } : object)) }
  const config = 'ConfigMap/monitoring/rules'
  const theirs = applyEdits(foreign, [{ op: 'file.set', object: config, key: 'a.yaml', text: 'groups: []\n' }])
  const mine = applyEdits(foreign, [{ op: 'file.set', object: config, key: 'b.yaml', text: 'groups: []\n' }])
  const { spec } = merge(foreign, theirs, mine)
  expect(spec.objects.find((object) => object.type === 'config')).toMatchObject({ managed: false, files: { 'a.yaml': 'groups: []\n', 'b.yaml': 'groups: []\n' } })
  expect(merge(base, foreign, applyEdits(base, [{ op: 'file.set', object: config, key: 'b.yaml', text: 'groups: []\n' }])).spec.objects.find((object) => object.type === 'config')).toMatchObject({ managed: false })
})

const EXAMPLES = join(import.meta.dirname, '../../examples')
const examples = readdirSync(EXAMPLES).map((folder) => adopt(readdirSync(join(EXAMPLES, folder)).filter((name) => name.endsWith('.yaml')).map((name) => ({ name, text: readFileSync(join(EXAMPLES, folder, name), 'utf8') }))).spec)

/** Specs that began as one installation and went apart by a few edits of any sort. */
const family = fc.constantFrom(base, ...examples).chain((start) => {
  const object = fc.constantFrom(...start.objects.map(specObjectId))
  const file = start.objects.flatMap((one) => (one.type === 'config' ? Object.entries(one.files).map(([key, text]) => ({ object: specObjectId(one), key, text })) : []))
  const edit: fc.Arbitrary<Edit> = fc.oneof(
    fc.record({ op: fc.constant('flag.set' as const), object, flag: fc.constantFrom('log.level', 'query.timeout', 'endpoint', 'label', 'web.external-prefix', 'unheard-of'), values: fc.array(fc.constantFrom('a', 'b', 'c', 'd="e"'), { maxLength: 3 }) }),
    fc.record({ op: fc.constant('flag.add' as const), object, flag: fc.constantFrom('endpoint', 'query.replica-label'), value: fc.constantFrom('a', 'b', 'c') }),
    fc.record({ op: fc.constant('replicas.set' as const), object, replicas: fc.integer({ min: 0, max: 3 }) }),
    fc.record({ op: fc.constant('image.set' as const), object, image: fc.constantFrom('thanos:v0.41.0', 'thanos:v0.42.0') }),
    fc.record({ op: fc.constant('resource.set' as const), object, side: fc.constantFrom('requests' as const, 'limits' as const), resource: fc.constantFrom('cpu', 'memory'), quantity: fc.constantFrom('', '1', '2') }),
    fc.record({ op: fc.constant('storage.set' as const), object, size: fc.constantFrom('1Gi', '2Gi') }),
    fc.record({ op: fc.constant('field.set' as const), object, pointer: fc.constantFrom('/metadata/labels/team', '/spec/template/spec/containers/0/env/-', '/spec/template/spec/tolerations/-', '/spec/ports/0/port', '/spec/replicas'), value: fc.constantFrom({ name: 'X', value: '1' }, { name: 'Y' }, 'text', 7, null) }),
    fc.record({ op: fc.constant('object.remove' as const), object }),
    fc.tuple(fc.constantFrom('a', 'b'), fc.constantFrom('x', 'y'), fc.constantFrom(10, 20)).map(([name, cluster, samplesPerS]): Edit => ({ op: 'edge.set', object: `Edge/${name}`, edge: { name, kind: 'agent', labels: { cluster }, samplesPerS } })),
    fc.constantFrom('a', 'b').map((name): Edit => ({ op: 'edge.remove', object: `Edge/${name}` })),
    fc.record({ op: fc.constant('object.add' as const), manifest: fc.constantFrom('one', 'two').chain((name) => fc.constantFrom('x', 'y').map((data) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, data: { key: data } }))) }),
    ...(file.length === 0 ? [] : [fc.tuple(fc.constantFrom(...file), fc.nat({ max: 12 }), fc.constantFrom('', 'x\n', '# new\n')).map(([one, at, line]): Edit => {
      const lines = one.text.split(/(?<=\n)/)
      return { op: 'file.set', object: one.object, key: one.key, text: lines.toSpliced(at % (lines.length + 1), 1, line).join('') }
    })]),
  )
  const version = fc.array(edit, { maxLength: 6 }).map((edits) => applyEdits(start, edits))
  return fc.tuple(fc.constant(start), version, version)
})

/** Every fact of a spec as one line: what a merge may neither lose nor invent. */
function facts(spec: StackSpec): Set<string> {
  const found = new Set<string>()
  const walk = (path: string, value: unknown): void => {
    if (Array.isArray(value) && value.every((item) => typeof item === 'string')) value.forEach((item) => found.add(`${path}: ${item}`))
    else if (typeof value === 'object' && value !== null) Object.entries(value).forEach(([key, child]) => walk(`${path}.${Array.isArray(value) ? '*' : key}`, child))
    else if (typeof value === 'string') value.split('\n').forEach((line) => found.add(`${path}: ${line}`))
    else found.add(`${path}: ${String(value)}`)
  }
  for (const object of spec.objects) walk(specObjectId(object), object.type === 'reference' ? object : renderObject(object))
  for (const edge of spec.edges ?? []) found.add(JSON.stringify(edge))
  return found
}

describe('any three specs', () => {
  it('merge to the one that changed, when only one did or both did the same', () => {
    fc.assert(fc.property(family, ([start, theirs, mine]) => {
      expect(merge(start, start, mine)).toMatchObject({ spec: mine, open: [] })
      expect(merge(start, theirs, start)).toMatchObject({ spec: theirs, open: [] })
      expect(merge(start, mine, structuredClone(mine))).toMatchObject({ spec: mine, open: [] })
      expect(merge(start, start, mine).spec).toEqual(mine)
    }), { numRuns: 200 })
  })

  it('have the same conflicts seen from either side, and the same result when each takes the same', () => {
    fc.assert(fc.property(family, ([start, theirs, mine]) => {
      const [one, other] = [merge(start, theirs, mine), merge(start, mine, theirs)]
      expect(conflicts(other).toSorted()).toEqual(conflicts(one).toSorted())
      const all = (choice: Choice) => new Map(conflicts(one).map((key) => [key, choice] as const))
      const [taken, kept] = [merge(start, theirs, mine, all('theirs')), merge(start, mine, theirs, all('mine'))]
      expect(taken.open).toEqual([])
      expect([...facts(kept.spec)].toSorted()).toEqual([...facts(taken.spec)].toSorted())
    }), { numRuns: 200 })
  })

  it('lose no change of either side outside of the conflicts, and invent none', () => {
    fc.assert(fc.property(family, ([start, theirs, mine]) => {
      const open = conflicts(merge(start, theirs, mine))
      const [b, t, m] = [facts(start), facts(theirs), facts(mine)]
      for (const choice of ['theirs', 'mine'] as const) {
        const r = facts(merge(start, theirs, mine, new Map(open.map((key) => [key, choice]))).spec)
        const invented = [...r].filter((fact) => !t.has(fact) && !m.has(fact))
        const lost = open.length > 0 ? [] : [...t, ...m].filter((fact) => !b.has(fact) && !r.has(fact))
        expect({ invented, lost }).toEqual({ invented: [], lost: [] })
      }
    }), { numRuns: 200 })
  })
})
