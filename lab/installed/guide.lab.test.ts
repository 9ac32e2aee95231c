// The guide's Thanos, installed by Gauntlet's own verbs and run for real, with three edges that write to it.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { write } from '#lib/services/credentials/write.ts'
import { compute } from '#lib/services/plans/compute.ts'
import { operator, admin } from '#lib/testing/actors.ts'
import { freshDatabase } from '#lib/testing/database.ts'
import type { Edit } from '#lib/thanos/edit.ts'
import { NEWEST_THANOS, ROLLED_THANOS } from '../build.ts'
import { COUNTED_SERIES, SERIES } from '../edges.ts'
import { eventually } from '../eventually.ts'
import { applyPlan, edit, importGuide, labHaste, S3_ENDPOINT, SECRET } from '../guide-install.ts'
import { thanosImage } from '../images.ts'
import { listPods } from '../pod.ts'
import { givenInstalled, type Installed } from './given.ts'
import { allReady } from './hands.ts'
import { ask, askRange } from './queries.ts'
import { watchStops } from './stops.ts'
import { samplesOf, underLoad, type UnderLoad } from './under-load.ts'

const NAMESPACE = 'monitoring'
const MINUTES = 60_000
const BUILD_TIMEOUT_MS = 30 * MINUTES
const RECEIVER = `StatefulSet/${NAMESPACE}/thanos-receiver`
const COMPACTOR = `StatefulSet/${NAMESPACE}/thanos-compactor`
/** What reads the key of the bucket, once, at its start. */
const BUCKET_READERS = ['store', 'receiver', 'ruler', 'compactor'].map((name) => `StatefulSet/${NAMESPACE}/thanos-${name}`)
const WORKLOADS = [...BUCKET_READERS, `Deployment/${NAMESPACE}/thanos-query`, `Deployment/${NAMESPACE}/thanos-query-frontend`]
/** How long one that does not stop by itself is waited for, instead of the quarter of an hour that is offered. */
const GRACE_S = 60
/** A plan says how long each pod may take to stop; what comes on top is until the API server tells that it is gone. */
const KILLED_WITHIN_S = GRACE_S + 30
const NEW_RULE = 'groups:\n  - name: lab\n    interval: 10s\n    rules:\n      - record: lab:scrapes:max\n        expr: max by (cluster) (lab_scrape)\n'

/** The ring of so many receivers. */
function ring(receivers: number): Edit {
  const endpoints = Array.from({ length: receivers }, (_, index) => `thanos-receiver-${index}.thanos-receiver-headless.${NAMESPACE}.svc.cluster.local:10901`)
  return { op: 'file.set', object: `ConfigMap/${NAMESPACE}/thanos-receiver-hashrings`, key: 'hashrings.json', text: `${JSON.stringify([{ hashring: 'default', endpoints }], null, 2)}\n` }
}

freshDatabase()
let lab: Installed
let stackId: string
let query: string
let frontend: string
const since = Date.now()
beforeAll(async () => {
  lab = await givenInstalled(NAMESPACE)
  await lab.switches.pushImage({ name: `thanos:v${ROLLED_THANOS}`, image: await thanosImage(ROLLED_THANOS, { log: console.error }) })
}, BUILD_TIMEOUT_MS)
afterAll(async () => {
  await lab.switches.setBucketKeys([lab])
  await lab.remove()
})

describe('the guide with what is offered against its mistakes', () => {
  it('is applied by one run with its gates on, and all of it is ready', async () => {
    const { accessKey, secretKey } = lab
    const grace: Edit = { op: 'field.set', object: RECEIVER, pointer: '/spec/template/spec/terminationGracePeriodSeconds', value: GRACE_S }
    const imported = await importGuide(admin, { namespace: NAMESPACE, release: ROLLED_THANOS, bucket: lab.bucket, accessKey, secretKey, edits: [...labHaste(NAMESPACE), grace] })
    stackId = imported.stackId
    expect(imported.plan.blockers).toEqual([])
    const run = await applyPlan(operator, imported.plan)
    expect(run.status, `${run.message}\n${run.objects.map(({ object, status, message }) => `${object} ${status} ${message ?? ''}`).join('\n')}`).toBe('succeeded')
    const pods = await listPods(lab.api, NAMESPACE)
    expect(pods.filter(({ isReady }) => !isReady)).toEqual([])
    expect((await compute(operator, { stackId })).status).toBe('empty')
    query = await lab.open('thanos-query', 9090)
    frontend = await lab.open('thanos-query-frontend', 10902)
  })

  it.each(['Query', 'the query frontend'])('answers the series of all edges through %s, each once', async (which) => {
    const url = which === 'Query' ? query : frontend
    const found = await eventually('all series of all edges are answered', async () => {
      const answer = await ask(url, 'count by (cluster) ({job="load",__name__!~"up|scrape_.+"})')
      const counts = Object.fromEntries(answer.map(({ metric, ...rest }) => [metric.cluster ?? 'none', 'value' in rest ? Number(rest.value[1]) : NaN]))
      return lab.edges.every(({ cluster }) => counts[cluster] === SERIES) ? counts : undefined
    }, 3 * MINUTES)
    expect(found).toEqual(Object.fromEntries(lab.edges.map(({ cluster }) => [cluster, SERIES])))
    // Two of three copies are enough for a write; a receiver that was late has its own with the next scrape.
    const copies = await eventually('every receiver has every series', async () => {
      const answer = await ask(url, 'count by (cluster) (lab_scrape)', { dedup: 'false' })
      const counts = Object.fromEntries(answer.map(({ metric, ...rest }) => [metric.cluster, 'value' in rest ? Number(rest.value[1]) : NaN]))
      return lab.edges.every(({ cluster }) => (counts[cluster] ?? 0) >= 3 * COUNTED_SERIES) ? counts : undefined
    }, MINUTES)
    expect(copies).toEqual(Object.fromEntries(lab.edges.map(({ cluster }) => [cluster, 3 * COUNTED_SERIES])))
    const tenants = await ask(url, 'count by (cluster, tenant_id) (lab_scrape)')
    expect(tenants.map(({ metric }) => [metric.cluster, metric.tenant_id]).toSorted()).toEqual(lab.edges.map(({ cluster, tenant = 'default-tenant' }) => [cluster, tenant]).toSorted())
    // As a dashboard asks: over a time, in steps, which the frontend splits and keeps.
    const now = Date.now() / 1000
    const drawn = await askRange(url, 'count by (cluster) (lab_scrape)', { start: now - 60, end: now, stepS: 15 })
    expect(drawn.map(({ metric, values }) => [metric.cluster, Math.max(...values.map(([, value]) => Number(value)))]).toSorted()).toEqual(lab.edges.map(({ cluster }) => [cluster, COUNTED_SERIES]).toSorted())
  })

  it('has every sample that the edges wrote since they were started, before there was a receiver', async () => {
    expect(await samplesOf(lab, query, since)).toMatchObject({ lost: 0 })
  })

  it('evaluates its rules, whose results are answered once', async () => {
    const [one] = await eventually('the recorded memory of the edges is there', async () => {
      const answer = await ask(query, 'cluster:memory_usage:bytes')
      return answer.length >= lab.edges.length ? [answer] : undefined
    }, 3 * MINUTES)
    expect(one?.map(({ metric }) => metric.cluster).toSorted()).toEqual(lab.edges.map(({ cluster }) => cluster))
  })
})

describe('while the edges write', () => {
  /** `stops`: how many receivers it stops, `says` what the plan says of it beforehand. */
  const change = async (name: string, edits: Edit[], { stops: expected = 0, says }: { stops?: number; says?: RegExp } = {}): Promise<UnderLoad> => {
    const plan = await edit(admin, stackId, { message: name, edits })
    if (says) expect(plan.impacts.map(({ message }) => message.en).join('\n')).toMatch(says)
    const stopsOf = watchStops(lab, 'thanos-receiver-')
    const result = await underLoad(lab, operator, { name, plan, query, since })
    const stops = await stopsOf()
    if (stops.length > 0) console.error(`  receivers that stopped: ${stops.map(({ pod, seconds }) => `${pod} ${seconds} s`).join(', ')}`)
    expect(stops).toHaveLength(expected)
    expect(stops.filter(({ seconds }) => seconds > KILLED_WITHIN_S)).toEqual([])
    expect(result.run.status, `${result.run.message}\n${result.run.objects.map(({ object, status, message }) => `${object} ${status} ${message ?? ''}`).join('\n')}`).toBe('succeeded')
    expect(result.examples).toEqual([])
    expect(result.lost).toBe(0)
    return result
  }

  /** How often a store has looked at what is in the bucket. */
  const looks = async (pod: string): Promise<{ well: number; failed: number }> => {
    const page = await lab.page(pod, '/metrics')
    const [all = 0, failed = 0] = ['thanos_blocks_meta_syncs_total', 'thanos_blocks_meta_sync_failures_total'].map((metric) => Number(new RegExp(`^${metric}(?:\\{[^}]*\\})? (\\d+)`, 'm').exec(page)?.[1] ?? 0))
    return { well: all - failed, failed }
  }

  it('takes two more receivers into the ring, and loses no sample', async () => {
    await change('3 to 5 receivers', [{ op: 'replicas.set', object: RECEIVER, replicas: 5 }, ring(5)])
    expect((await listPods(lab.api, NAMESPACE)).filter(({ name }) => name.startsWith('thanos-receiver-'))).toHaveLength(5)
  })

  it('gives them up again, says what that does to later stops, and loses no sample', async () => {
    const says = new RegExp(`Pods of thanos-receiver may not end by themselves after this: .* its whole ${GRACE_S} s`)
    expect(await change('5 to 3 receivers', [{ op: 'replicas.set', object: RECEIVER, replicas: 3 }, ring(3)], { says, stops: 2 })).toMatchObject({ lost: 0 })
  })

  it('rolls the next release, component by component, and waits for receivers no longer than it said', async () => {
    const says = new RegExp(`Each pod of thanos-receiver may take its whole ${GRACE_S} s to stop`)
    await change(`v${ROLLED_THANOS} to v${NEWEST_THANOS}`, WORKLOADS.map((object) => ({ op: 'image.set', object, image: `quay.io/thanos/thanos:v${NEWEST_THANOS}` })), { says, stops: 3 })
    // A run waits for what it makes, and not for what it lets go.
    const pods = await allReady(lab)
    expect(pods.map(({ name }) => name).filter((name) => name.startsWith('thanos-query')).length).toBeGreaterThan(2)
    for (const { name } of pods) expect(await lab.page(name, '/metrics'), name).toContain(`version="${NEWEST_THANOS}"`)
  })

  it('keeps data longer in the receivers, which restart one by one', async () => {
    expect(await change('retention 2d to 3d', [{ op: 'flag.set', object: RECEIVER, flag: 'tsdb.retention', values: ['3d'] }, { op: 'flag.set', object: COMPACTOR, flag: 'retention.resolution-raw', values: ['14d'] }], { stops: 3 })).toMatchObject({ lost: 0 })
  })

  it('changes rules, which are evaluated without a restart', async () => {
    const lives = async (): Promise<string[]> => (await allReady(lab)).map(({ uid, restarts }) => `${uid} ${restarts}`).toSorted()
    const before = await lives()
    await change('a new rule', [{ op: 'file.set', object: `ConfigMap/${NAMESPACE}/thanos-ruler-rules`, key: 'lab.yaml', text: NEW_RULE }])
    await eventually('the new rule is evaluated', async () => (await ask(query, 'lab:scrapes:max')).length === lab.edges.length || undefined, 3 * MINUTES)
    expect(await lives()).toEqual(before)
  })

  it('takes another key of the bucket: the plan says whom it does not restart, a restart takes it, and the old one can go', async () => {
    const fresh = { accessKey: 'lab-key-2', secretKey: 'lab-secret-2' }
    await lab.switches.setBucketKeys([{ accessKey: lab.accessKey, secretKey: lab.secretKey }, fresh])
    await write(operator, { stackId, secret: SECRET, settings: { bucket: lab.bucket, endpoint: S3_ENDPOINT, insecure: true }, credentials: fresh })
    const { notes } = await compute(operator, { stackId })
    expect(notes.map(({ en }) => en).join('\n')).toMatch(/after .*thanos-store.* was last rolled out\. Pods read it only when they start/)
    await change('a new key of the bucket', BUCKET_READERS.map((object) => ({ op: 'field.set', object, pointer: '/spec/template/metadata/annotations/restarted-for', value: 'key-2' })), { stops: 3 })
    expect((await compute(operator, { stackId })).notes).toEqual([])
    await lab.switches.setBucketKeys([fresh])
    // One that stops uploads what it has.
    const before = new Set(await lab.blocks())
    const looked = await looks('thanos-store-0')
    await lab.api.must('DELETE', `/api/v1/namespaces/${NAMESPACE}/pods/thanos-receiver-0`)
    await eventually('a receiver uploads with the new key alone', async () => (await lab.blocks()).some((block) => !before.has(block)) || undefined, 6 * MINUTES)
    // A store reads the bucket every fifteen seconds here, and a look that is refused counts as a failure.
    await eventually('a store looks into the bucket with the new key alone', async () => (await looks('thanos-store-0')).well > looked.well || undefined, 2 * MINUTES)
    expect((await looks('thanos-store-0')).failed).toBe(looked.failed)
    expect(await samplesOf(lab, query, since)).toMatchObject({ lost: 0 })
  })
})

describe('in the bucket', () => {
  it('uploads blocks, which stores serve, and the compactor runs', async () => {
    await eventually('blocks are in the bucket', async () => (await lab.blocks()).length >= 3 || undefined, 8 * MINUTES)
    await eventually('a store has loaded blocks', async () => Number(/^thanos_bucket_store_blocks_loaded(?:\{[^}]*\})? (\d+)/m.exec(await lab.page('thanos-store-0', '/metrics'))?.[1] ?? 0) > 0 || undefined, 2 * MINUTES)
    // It was restarted with the new key.
    const compactor = await eventually('the compactor has gone through the bucket', async () => {
      const page = await lab.page('thanos-compactor-0', '/metrics')
      return Number(/^thanos_compact_iterations_total (\d+)/m.exec(page)?.[1]) > 0 ? page : undefined
    }, 5 * MINUTES)
    expect(compactor).toMatch(/^thanos_compact_halted 0$/m)
  })
})
