// Keys that lie where they should not, in a cluster that others filled: whatever Gauntlet does there, it keeps none, shows none and says none.
import { pino } from 'pino'
import { Writable } from 'node:stream'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { db } from '../db/client.ts'
import { AppError, sentenceOf } from '../errors.ts'
import { log, logOptions } from '../log.ts'
import type { KubeObject } from '../manifest/types.ts'
import { adopt as readFiles } from '../thanos/adopt.ts'
import { applyEdits } from '../thanos/apply-edits.ts'
import { findingKey } from '../thanos/finding.ts'
import { admin, operator, viewer } from '../testing/actors.ts'
import { freshDatabase } from '../testing/database.ts'
import { objectsIn } from '../testing/installations.ts'
import { testSandbox } from '../testing/sandbox.ts'
import { makeStack } from '../testing/stacks.ts'
import { until } from '../testing/wait.ts'
import { check as diagnose } from './diagnose/check.ts'
import { adopt } from './discover/adopt.ts'
import { search } from './discover/search.ts'
import { get as getDraft } from './drafts/get.ts'
import { keep } from './drafts/keep.ts'
import { check as checkDrift } from './drift/check.ts'
import { get as getDrift } from './drift/get.ts'
import { take as takeDrift } from './drift/take.ts'
import { list as listEvents } from './events/list.ts'
import { list as listFindings } from './findings/list.ts'
import { stopObservers } from './live/hub.ts'
import { observe } from './live/observe.ts'
import { review } from './ownership/review.ts'
import { compute } from './plans/compute.ts'
import { get as getPlan } from './plans/get.ts'
import { get as getRevision } from './revisions/get.ts'
import { save } from './revisions/save.ts'
import { apply } from './runs/apply.ts'
import { get as getRun } from './runs/get.ts'

vi.setConfig({ testTimeout: 60_000 })
freshDatabase()
const sandbox = testSandbox()

const NAMESPACE = 'canary'
const ACCESS = 'AKIACANARY7EXAMPLE00'
const SECRET = 'wJalrCANARYUtnFEMIK7MDENGbPxRfiCYz9qKEY0'
const PASSWORD = 'hunter2CANARYhunter2'
const bucket = (indent: string): string => ['type: S3', 'config:', '  bucket: thanos', '  endpoint: s3:9000', `  access_key: ${ACCESS}`, `  secret_key: ${SECRET}`, ''].join(`\n${indent}`)

/** A store and a ruler as somebody in a hurry wrote them. */
const FILES = `
apiVersion: v1
kind: ConfigMap
metadata: { name: objstore, namespace: ${NAMESPACE} }
data:
  objstore.yml: |
    ${bucket('    ')}
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: thanos-store, namespace: ${NAMESPACE}, labels: { app: thanos-store } }
spec:
  serviceName: thanos-store
  replicas: 1
  selector: { matchLabels: { app: thanos-store } }
  template:
    metadata: { labels: { app: thanos-store } }
    spec:
      containers:
        - name: thanos
          image: quay.io/thanos/thanos:v0.42.4
          args:
            - store
            - |
              --objstore.config=${bucket('              ')}
            - "--index-cache.config={type: REDIS, config: {addr: 'redis:6379', password: ${PASSWORD}}}"
          env: [{ name: AWS_SECRET_ACCESS_KEY, value: ${SECRET} }]
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: thanos-rule, namespace: ${NAMESPACE}, labels: { app: thanos-rule } }
spec:
  serviceName: thanos-rule
  replicas: 1
  selector: { matchLabels: { app: thanos-rule } }
  template:
    metadata: { labels: { app: thanos-rule } }
    spec:
      containers:
        - name: thanos
          image: quay.io/thanos/thanos:v0.42.4
          args: [rule, "--query=query:10902", "--alertmanagers.url=http://user:${PASSWORD}@am:9093", --objstore.config-file=/etc/thanos/objstore.yml, "--label=replica=\\"a\\""]
          volumeMounts: [{ name: objstore, mountPath: /etc/thanos }]
      volumes: [{ name: objstore, configMap: { name: objstore } }]
`
const STORE = `StatefulSet/${NAMESPACE}/thanos-store`
const RULER = `StatefulSet/${NAMESPACE}/thanos-rule`
const CONFIG = `ConfigMap/${NAMESPACE}/objstore`

/** The same without a key: what the operator means it to be. */
const CLEAN = FILES
  .replaceAll(/\n *(?:access|secret)_key: .*/g, '').replaceAll(`, password: ${PASSWORD}`, '').replaceAll(`user:${PASSWORD}@`, '')
  .replace(/env: \[\{.*\}\]/, 'env: []')

/** What was given back to a page, a program or a person: answers and refusals. */
const told: unknown[] = []
const logged: string[] = []

async function hear<Value>(asked: Promise<Value>): Promise<Value | undefined> {
  try {
    const value = await asked
    told.push(value)
    return value
  } catch (error) {
    // As a door does with what it can't answer.
    log.error({ err: error }, 'refused')
    told.push(String(error), error instanceof AppError ? [sentenceOf(error), error.details, error.stack] : error)
    return undefined
  }
}

const objectsOf = (yaml: string): KubeObject[] => objectsIn([{ name: 'canary.yaml', text: yaml }], NAMESPACE)

beforeAll(async () => {
  const sink = pino({ ...logOptions, level: 'trace' }, new Writable({ write: (chunk: Buffer, _, done) => { logged.push(chunk.toString()); done() } }))
  for (const level of ['trace', 'debug', 'info', 'warn', 'error', 'fatal'] as const) vi.spyOn(log, level).mockImplementation(sink[level].bind(sink))
  await sandbox.namespace(NAMESPACE)
  // kubectl apply keeps all of it once more, in an annotation.
  await sandbox.put(objectsOf(FILES).map((object) => ({ ...object, metadata: { ...object.metadata, annotations: { 'kubectl.kubernetes.io/last-applied-configuration': JSON.stringify(object) } } })), 'kubectl')
})
afterAll(() => { stopObservers(); vi.restoreAllMocks() })

describe('keys inline in a ConfigMap, in arguments, in a URL and in the environment', () => {
  it('are found and adopted as references, never as text', async () => {
    const found = await hear(search(admin, { connection: { kind: 'sandbox' }, namespaces: [NAMESPACE] }))
    const ids = found?.workloads.map(({ id }) => id) ?? []
    expect(found?.workloads.find(({ id }) => id === STORE)).toMatchObject({ kind: 'store', version: 'v0.42', left: expect.stringContaining('Move it into a Secret') })
    await hear(adopt(admin, { connection: { kind: 'sandbox' }, namespace: NAMESPACE, workloads: ids, into: { kind: 'new', name: 'Found', slug: 'found' } }))
    await hear(getDraft(admin, { slug: 'found' }))
  })

  it('are refused where somebody types them: in a draft and in a revision', async () => {
    const stack = await makeStack({ namespace: NAMESPACE })
    const step = { kind: 'edits' as const, label: { en: 'Edit', ko: '편집' }, edits: [{ op: 'flag.set' as const, object: STORE, flag: 'objstore.config', values: [bucket('')] }] }
    await expect(hearOrThrow(keep(operator, { slug: stack.slug, over: null, base: null, steps: { from: 0, items: [step] }, undone: { from: 0, items: [] }, edits: 1 }))).rejects.toMatchObject({ code: 'INVALID' })
    const clean = readFiles([{ name: 'clean.yaml', text: CLEAN }]).spec
    for (const spec of [
      applyEdits(clean, [{ op: 'flag.set', object: STORE, flag: 'objstore.config', values: [bucket('')] }]),
      applyEdits(clean, [{ op: 'file.set', object: CONFIG, key: 'objstore.yml', text: bucket('') }]),
      applyEdits(clean, [{ op: 'flag.set', object: STORE, flag: 'index-cache.config', values: [`{type: REDIS, config: {password: ${PASSWORD}}}`] }]),
    ]) {
      await expect(hearOrThrow(save(operator, { stackId: stack.id, base: 0, spec, message: 'Keys' }))).rejects.toMatchObject({ code: 'INVALID' })
    }
  })

  it('show neither in a plan against them, nor in its run, nor in drift to them, nor in what is seen of the installation', async () => {
    const { id: stackId, slug } = await makeStack({ namespace: NAMESPACE })
    const { spec } = readFiles([{ name: 'clean.yaml', text: CLEAN }])
    expect(spec.objects.map(({ type }) => type)).not.toContain('reference')
    await hear(save(admin, { stackId, base: 0, spec, message: 'Without keys' }))
    await hear(getRevision(viewer, { stackId, number: 1 }))
    await hear(listFindings(viewer, { slug }))
    const plan = await hear(compute(admin, { stackId }))
    const conflicting = plan?.objects.filter(({ verdict }) => verdict === 'conflict').map(({ object }) => object) ?? []
    expect(plan?.objects).toMatchObject([{ object: CONFIG, verdict: 'conflict' }, { object: STORE, verdict: 'conflict' }, { object: RULER, verdict: 'conflict' }])
    expect(plan).toMatchObject({ status: 'ready', blockers: [] })
    await hear(review(admin, { slug }))
    await hear(getPlan(viewer, { planId: plan?.id ?? '' }))
    await hear(observe(viewer, { slug }))
    const run = await hear(apply(admin, { planId: plan?.id ?? '', force: conflicting, acknowledge: plan?.acknowledge.map(findingKey) ?? [] }))
    await until(() => getRun(viewer, { runId: run?.id ?? '' }), ({ status }) => status !== 'running')
    await hear(getRun(viewer, { runId: run?.id ?? '' }))
    await sandbox.put(objectsOf(FILES), 'somebody')
    await hear(checkDrift(operator, { stackId }))
    const drift = await hear(getDrift(viewer, { stackId }))
    const stray = drift?.objects.find(({ object }) => object === CONFIG)
    expect(stray?.fields).toMatchObject([{ path: expect.stringContaining('objstore.yml'), secret: true }])
    await hear(takeDrift(operator, { stackId, base: 1, message: 'Theirs', objects: [{ object: CONFIG, fields: stray?.fields.map(({ path, theirs }) => ({ path, ...(theirs === undefined ? {} : { theirs }) })) ?? [] }] }))
    await hear(diagnose(viewer, { slug }))
    await hear(listEvents(admin, {}))
  })

  it('are nowhere in the end, in no spelling', async () => {
    // They are where they were put: nothing below would be proven otherwise.
    const live = JSON.stringify(await Promise.all(['StatefulSet', 'ConfigMap'].map(async (kind) => sandbox.cluster().list(kind === 'ConfigMap' ? 'v1' : 'apps/v1', kind, NAMESPACE))))
    for (const key of [ACCESS, SECRET, PASSWORD]) expect(live).toContain(key)
    expect(told.length).toBeGreaterThan(18)
    // What others say may quote what they were given, and is logged as it comes.
    log.error({ err: new Error(`cannot read ${bucket('')}`), url: `http://user:${PASSWORD}@am:9093` }, 'a vendor failed')
    expect(logged.length).toBeGreaterThan(4)
    const places = { answers: JSON.stringify(told, plain), logs: logged.join(''), ...await tables() }
    expect(Object.keys(places)).toEqual(expect.arrayContaining(['plan', 'revision', 'event', 'draft', 'run', 'drift'].map((name) => expect.stringMatching(new RegExp(name, 'i')))))
    const traces = Object.entries(places).flatMap(([place, text]) => [ACCESS, SECRET, PASSWORD].flatMap((key) => [key, btoa(key).slice(0, 20), encodeURIComponent(key)].flatMap((spelling) => {
      const at = text.indexOf(spelling)
      return at < 0 ? [] : [`${place}: ${text.slice(Math.max(0, at - 80), at + 10)}`]
    })))
    expect(traces).toEqual([])
  })
})

async function hearOrThrow<Value>(asked: Promise<Value>): Promise<Value> {
  await hear(asked)
  return asked
}

function plain(_: string, value: unknown): unknown {
  if (typeof value === 'bigint') return String(value)
  return value instanceof Map || value instanceof Set ? [...value] : value
}

/** Every row of every table, by table. */
async function tables(): Promise<Record<string, string>> {
  const names = await db().$queryRaw<{ name: string }[]>`SELECT table_schema || '.' || table_name AS name FROM information_schema.tables WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema')`
  const rows: Record<string, string> = {}
  for (const { name } of names) {
    const [schema = '', table = ''] = name.split('.')
    rows[name] = JSON.stringify(await db().$queryRawUnsafe(`SELECT to_jsonb(t)::text AS row FROM "${schema}"."${table}" t`))
  }
  return rows
}
