import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { ObjectChange } from '../../manifest/change.ts'
import { objectId } from '../../manifest/types.ts'
import { example } from '../../testing/examples.ts'
import { specOf } from '../../testing/specs.ts'
import { adopt } from '../adopt.ts'
import { applyEdits } from '../apply-edits.ts'
import { flagValues } from '../read-args.ts'
import { podLabels } from '../pod.ts'
import { render } from '../render.ts'
import type { Edit } from '../edit.ts'
import { IMPACT_AREAS, impactOf, type Impact } from './impact.ts'
import { objectRisk, riskOf } from './risk.ts'
import type { SpecObject, StackSpec, Workload } from '../spec.ts'

const GUIDE = join(import.meta.dirname, '../../../examples/guide')
const guide = adopt(readdirSync(GUIDE).filter((name) => name.endsWith('.yaml')).map((name) => ({ name, text: readFileSync(join(GUIDE, name), 'utf8') }))).spec
const RECEIVER = 'StatefulSet/monitoring/thanos-receiver'
const QUERIER = 'Deployment/monitoring/thanos-query'
const COMPACTOR = 'StatefulSet/monitoring/thanos-compactor'

const isReceiver = (object: SpecObject): object is Workload => object.type === 'workload' && object.kind === 'receive'
const fail = (): never => { throw new Error('the guide has a receiver') }
const isQuerier = (object: SpecObject): object is Workload => object.type === 'workload' && object.kind === 'query'

function restart(object: string, restarts: number): ObjectChange {
  return { object, verdict: 'change', fields: [], conflicts: [], liveYaml: '', predictedYaml: '', restarts }
}

function impacts(edits: Edit[], changes: ObjectChange[] = []): Impact[] {
  return between(guide, applyEdits(guide, edits), changes)
}

function between(before: StackSpec, after: StackSpec, changes: ObjectChange[] = []): Impact[] {
  return impactOf({ before, after, changes, steps: changes })
}

describe('impactOf', () => {
  it('names all four areas also when nothing happens', () => {
    expect(impacts([]).map(({ area, weight }) => `${area} ${weight}`)).toEqual(IMPACT_AREAS.map((area) => `${area} none`))
    expect(riskOf(impacts([]))).toEqual({ level: 'low', reasons: [] })
  })

  it('calls shorter retention high risk and says until when it can be undone', () => {
    const found = impacts([{ op: 'flag.set', object: COMPACTOR, flag: 'retention.resolution-raw', values: ['3d'] }])
    expect(riskOf(found)).toMatchObject({ level: 'high', reasons: [{ en: 'Raw data older than 3d is deleted' }] })
    expect(found[0]).toMatchObject({ area: 'data', weight: 'danger', message: { en: 'Raw data older than 3d is deleted' } })
    expect(found[0]?.detail?.en).toContain('48h later')
    expect(found[0]?.undoableMs).toBe(48 * 3_600_000)
  })

  it('takes a limit where there was none for a cut, and a longer one for none', () => {
    const unlimited = applyEdits(guide, [{ op: 'flag.set', object: COMPACTOR, flag: 'retention.resolution-1h', values: [] }])
    expect(riskOf(between(unlimited, guide)).level).toBe('high')
    expect(riskOf(between(guide, unlimited)).level).toBe('low')
  })

  it('says that writes fail while the only copy restarts, and that they do not with three', () => {
    const one = impacts([], [restart(RECEIVER, 3)])
    expect(one.find(({ area }) => area === 'ingest')).toMatchObject({ weight: 'notice', message: { en: 'Writes fail while pods of thanos-receiver restart' } })
    const copies: Edit = { op: 'flag.set', object: RECEIVER, flag: 'receive.replication-factor', values: ['3'] }
    const budget: Edit = { op: 'object.add', manifest: { apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', metadata: { name: 'receivers', namespace: 'monitoring' }, spec: { maxUnavailable: 1, selector: { matchLabels: podLabels(guide.objects.find(isReceiver) ?? fail()) } } } }
    const three = (edits: Edit[]) => impacts([copies, ...edits], [restart(RECEIVER, 3)]).filter(({ area, message }) => area === 'ingest' && !message.en.includes('copies')).map(({ weight, message }) => [weight, message.en])
    expect(three([budget])).toEqual([['none', 'No write is refused']])
    expect(three([])).toEqual([['notice', 'Quorum is kept, with nothing to spare while thanos-receiver restarts']])
    const twoAtOnce: Edit = { op: 'field.set', object: RECEIVER, pointer: '/spec/updateStrategy', value: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 2 } } }
    expect(three([budget, twoAtOnce])).toEqual([['danger', 'Quorum is lost while thanos-receiver restarts: 2 pods are down at a time']])
  })

  it('takes a compactor that was not there for one that deletes what the bucket holds', () => {
    const without = { ...guide, objects: guide.objects.filter(({ name }) => name !== 'thanos-compactor') }
    expect(between(without, guide)[0]).toMatchObject({ area: 'data', weight: 'danger', message: { en: 'thanos-compactor begins to delete old blocks' } })
    const keeping = applyEdits(guide, ['raw', '5m', '1h'].map((resolution) => ({ op: 'flag.set', object: COMPACTOR, flag: `retention.resolution-${resolution}`, values: [] })))
    expect(riskOf(between(without, keeping)).level).toBe('low')
  })

  it('says when queries deduplicate by other labels or ask other stores, and not when a flag is only renamed', () => {
    const queries = (edits: Edit[]) => impacts(edits).filter(({ area }) => area === 'queries').map(({ message, detail }) => [message.en, detail?.en])
    const labels = flagValues(guide.objects.find(isQuerier)?.args ?? [], 'query.replica-label')
    expect(queries([{ op: 'flag.set', object: QUERIER, flag: 'query.replica-label', values: [...labels, 'x'] }]))
      .toEqual([['thanos-query takes other series for copies of one', `Replica labels: ${[...labels, 'x'].join(', ')}. Until now: ${labels.join(', ')}.`]])
    const stores = flagValues(guide.objects.find(isQuerier)?.args ?? [], 'store')
    expect(queries([{ op: 'flag.set', object: QUERIER, flag: 'store', values: [] }, { op: 'flag.set', object: QUERIER, flag: 'endpoint', values: stores }]))
      .toEqual([['Queries answer as before', undefined]])
    expect(queries([{ op: 'flag.set', object: QUERIER, flag: 'store', values: [...stores.slice(1), 'other:10901'] }]))
      .toEqual([['thanos-query asks other stores', `New: other:10901. Gone: ${stores[0]}.`]])
  })

  it('counts the pods that restart', () => {
    const found = impacts([], [restart(RECEIVER, 3), restart(COMPACTOR, 1)]).find(({ area }) => area === 'restarts')
    expect(found?.message.en).toBe('4 pods restart')
    expect(found?.detail?.en).toContain('3 × thanos-receiver, 1 × thanos-compactor')
  })

  it('says that series move when the ring changes', () => {
    const ring = JSON.stringify([{ endpoints: ['a:10901'] }])
    const found = impacts([{ op: 'file.set', object: 'ConfigMap/monitoring/thanos-receiver-hashrings', key: 'hashrings.json', text: ring }])
    expect(found.filter(({ area }) => area === 'ingest').map(({ message }) => message.en)).toEqual(['Series move to other receivers'])
  })
})

describe('impactOf a change of the installation', () => {
  const messages = (found: Impact[], area: Impact['area']) => found.filter((impact) => impact.area === area).map(({ weight, message }) => `${weight}: ${message.en}`)

  it('says that writes are refused when no receiver is left, and that queries miss what stopped', () => {
    const found = impacts([{ op: 'replicas.set', object: RECEIVER, replicas: 0 }, { op: 'replicas.set', object: QUERIER, replicas: 0 }])
    expect(messages(found, 'ingest')).toContain('danger: No receiver is left: every write is refused')
    expect(messages(found, 'queries')).toContain('notice: thanos-query stops: it has 0 replicas')
    expect(riskOf(found).level).toBe('high')
  })

  it('says that a ring change without the ketama flag makes every receiver flush its head', () => {
    const ring = (count: number) => JSON.stringify([{ endpoints: Array.from({ length: count }, (_, pod) => `thanos-receiver-${pod}.thanos-receiver.monitoring.svc.cluster.local:10901`) }])
    const edits = (count: number): Edit[] => [{ op: 'file.set', object: 'ConfigMap/monitoring/thanos-receiver-hashrings', key: 'hashrings.json', text: ring(count) }]
    const routing: Edit = { op: 'flag.set', object: RECEIVER, flag: 'receive.local-endpoint', values: ['$(POD_NAME).thanos-receiver.monitoring.svc.cluster.local:10901'] }
    const ketama: Edit = { op: 'flag.set', object: RECEIVER, flag: 'receive.hashrings-algorithm', values: ['ketama'] }
    const between4 = (more: Edit[]) => messages(between(applyEdits(guide, [...edits(3), ...more]), applyEdits(guide, [...edits(4), ...more])), 'ingest')
    expect(between4([routing])).toEqual(['danger: Writes are refused for minutes: thanos-receiver flushes its head at a new ring'])
    expect(between4([routing, ketama])).toEqual(['notice: Series move to other receivers'])
  })

  it('says which claims must grow, that series are merged for good, and what one bucket has that another has not', () => {
    const claims = impacts([{ op: 'storage.set', object: COMPACTOR, size: '900Gi' }])
    expect(messages(claims, 'data')[0]).toMatch(/^notice: 1 claim of thanos-compactor must grow from .* to 900Gi$/)
    const merged = impacts([{ op: 'flag.set', object: COMPACTOR, flag: 'deduplication.replica-label', values: ['replica'] }])
    expect(merged[0]).toMatchObject({ weight: 'danger', undoableMs: 0, confirm: 'thanos-compactor' })
  })

  it('tells what is left over, and that its claims stay', () => {
    const orphan: ObjectChange = { ...restart('StatefulSet/monitoring/old', 0), verdict: 'orphan' }
    expect(between(guide, guide, [orphan])[0]).toMatchObject({ message: { en: 'StatefulSet/monitoring/old is deleted if you tick it' }, detail: { en: expect.stringContaining('claims stay') } })
  })

  it('counts a field that is taken from another manager as a risk of its own', () => {
    expect(riskOf(impacts([]), [{ object: QUERIER, conflicts: [{ field: 'spec.replicas', owner: 'flux' }] }])).toEqual({
      level: 'medium', reasons: [{ en: `Fields of ${QUERIER} are taken from flux`, ko: expect.stringContaining('flux') }],
    })
  })
})

describe('impactOf a ring that shrinks', () => {
  const ring = (count: number): Edit => ({ op: 'file.set', object: 'ConfigMap/monitoring/thanos-receiver-hashrings', key: 'hashrings.json', text: JSON.stringify([{ endpoints: Array.from({ length: count }, (_, pod) => `receiver-${pod}:10901`) }]) })
  const release = (version: string): Edit => ({ op: 'image.set', object: RECEIVER, image: `quay.io/thanos/thanos:v${version}` })
  const stops = (from: Edit[], to: Edit[], changes: ObjectChange[] = []) => {
    const before = applyEdits(guide, from)
    return between(before, applyEdits(before, to), changes).filter(({ message }) => message.en.includes('to stop') || message.en.includes('stopped')).map(({ weight, message }) => `${weight}: ${message.en}`)
  }
  const later = ['notice: Pods of thanos-receiver may not end by themselves after this: when they are stopped, each may take its whole 30 s']

  it.each([['0.34.1', []], ['0.35.0', later], ['0.41.0', later], ['0.42.0', []]])('says with %s whether its receivers end by themselves afterwards', (version, said) => {
    expect(stops([release(version), ring(5)], [ring(3)])).toEqual(said)
  })

  it('says so of a later restart, until the pods that run are of a release that ends by itself', () => {
    const grace: Edit = { op: 'field.set', object: RECEIVER, pointer: '/spec/template/spec/terminationGracePeriodSeconds', value: 900 }
    expect(stops([release('0.40.1'), grace], [release('0.42.4')], [restart(RECEIVER, 3)])).toEqual(['none: Each pod of thanos-receiver may take its whole 900 s to stop, if an endpoint left its ring since it began'])
    expect(stops([release('0.42.4'), grace], [release('0.40.1')], [restart(RECEIVER, 3)])).toEqual([])
  })

  it('says nothing of a ring that grows, or of receivers that stay', () => {
    expect(stops([release('0.40.1'), ring(3)], [ring(5)])).toEqual([])
    expect(stops([release('0.40.1'), ring(3)], [{ op: 'flag.set', object: QUERIER, flag: 'log.level', values: ['debug'] }], [restart(QUERIER, 2)])).toEqual([])
  })
})

describe('impactOf routers that go', () => {
  const rings = adopt(example('router-ingestors')).spec
  const ROUTER = 'Deployment/thanos/thanos-router'
  const SERVICE = 'Service/thanos/thanos-router'
  const stop: Edit = { op: 'replicas.set', object: ROUTER, replicas: 0 }
  const writes = (before: StackSpec, edits: Edit[]) => between(before, applyEdits(before, edits)).filter(({ area }) => area === 'ingest').map(({ weight, message }) => `${weight}: ${message.en}`)

  it.each<[string, Edit[]]>([
    ['scaled to none', [stop]],
    ['no part of the revision any more', [{ op: 'object.remove', object: ROUTER }, { op: 'object.remove', object: SERVICE }]],
  ])('says that writes are refused when the only router is %s, though ingestors run', (_, edits) => {
    expect(writes(rings, edits)).toEqual(['danger: No router is left: every write to it is refused'])
    expect(riskOf(between(rings, applyEdits(rings, edits))).level).toBe('high')
  })

  it('says nothing where the Service leads the same writes to receivers that run', () => {
    const both = applyEdits(rings, [
      { op: 'field.set', object: SERVICE, pointer: '/spec/selector', value: { writes: 'here' } },
      ...[ROUTER, 'StatefulSet/thanos/thanos-ingest'].map((object): Edit => ({ op: 'field.set', object, pointer: '/spec/template/metadata/labels/writes', value: 'here' })),
    ])
    expect(writes(both, [stop])).toEqual(['none: No write is refused'])
    expect(writes(rings, [{ op: 'replicas.set', object: ROUTER, replicas: 1 }])).toEqual(['none: No write is refused'])
  })

  it('says so of one router of two with a Service each, and not of two behind one', () => {
    const second = (app: string): Edit[] => {
      const [router, service] = [ROUTER, SERVICE].map((id) => render(rings).find((object) => objectId(object) === id) ?? fail())
      const text = JSON.stringify({ ...router, metadata: { ...router?.metadata, name: 'second' } }).replaceAll('"app.kubernetes.io/name":"thanos-router"', `"app.kubernetes.io/name":"${app}"`)
      const door = { ...service, metadata: { ...service?.metadata, name: app }, spec: { selector: { 'app.kubernetes.io/name': app }, ports: [{ name: 'w', port: 19291 }] } }
      return [{ op: 'object.add', manifest: JSON.parse(text) }, ...(app === 'second' ? [{ op: 'object.add', manifest: door } satisfies Edit] : [])]
    }
    expect(writes(applyEdits(rings, second('second')), [stop])).toEqual(['danger: Every write to thanos-router is refused: no router is left behind its Service'])
    expect(writes(applyEdits(rings, second('thanos-router')), [stop])).toEqual(['none: No write is refused'])
  })
})

describe('impactOf a file whose text changes', () => {
  const reading = (kind: string, flag: string, text: string): StackSpec => specOf(`apiVersion: v1
kind: ConfigMap
metadata: { name: files, namespace: m }
data: { file.yaml: '${text}' }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: it, namespace: m }
spec:
  selector: { matchLabels: { app: it } }
  template:
    metadata: { labels: { app: it } }
    spec:
      containers: [{ name: t, image: thanos:v0.42.4, args: [${kind}, --${flag}=/etc/files/file.yaml], volumeMounts: [{ name: files, mountPath: /etc/files }] }]
      volumes: [{ name: files, configMap: { name: files } }]
`)

  it.each([
    ['query', 'endpoint.sd-config-file', 'queries', 'The file of endpoints that it asks changes'],
    ['query', 'store.sd-files', 'queries', 'The file of endpoints that it asks changes'],
    ['rule', 'query.sd-files', 'queries', 'The file of queriers that it asks changes'],
    ['rule', 'query.config-file', 'queries', 'The file of queriers that it asks changes'],
    ['store', 'selector.relabel-config-file', 'queries', 'it chooses by other labels what it answers for'],
    ['receive', 'receive.limits-config-file', 'ingest', 'The limits for writes of it change'],
    ['receive', 'receive.relabel-config-file', 'ingest', 'it relabels series otherwise before it stores them'],
  ])('says of %s that --%s changes its %s, and is not low risk', (kind, flag, area, message) => {
    const told = (before: string, after: string) => between(reading(kind, flag, before), reading(kind, flag, after)).filter((impact) => impact.area === area)
    expect(told('a: 1', 'a: 2')).toMatchObject([{ weight: 'notice', message: { en: message }, objects: ['Deployment/m/it', 'ConfigMap/m/files'] }])
    expect(riskOf(told('a: 1', 'a: 2')).level).toBe('medium')
    expect(told('a: 1', 'a: 1').map(({ weight }) => weight)).toEqual(['none'])
  })
})

describe('objectRisk', () => {
  it('is high for the object that deletes data and for no other of the same change', () => {
    const after = applyEdits(guide, [
      { op: 'flag.set', object: COMPACTOR, flag: 'retention.resolution-raw', values: ['3d'] },
      { op: 'flag.set', object: QUERIER, flag: 'log.level', values: ['debug'] },
    ])
    const found = impactOf({ before: guide, after, changes: [restart(COMPACTOR, 1), restart(QUERIER, 1)], steps: [{ object: QUERIER }, { object: COMPACTOR }] })
    expect([COMPACTOR, QUERIER, 'Service/monitoring/thanos-query'].map((object) => objectRisk(found, { object, conflicts: [] }))).toEqual(['high', 'medium', 'low'])
  })
})
