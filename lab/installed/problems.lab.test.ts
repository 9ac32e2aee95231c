// The five problems of the guide, made for real on its Thanos: each is named by its cause, cured by what is offered for it, and gone afterwards.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { write } from '#lib/services/credentials/write.ts'
import { list as listFindings } from '#lib/services/findings/list.ts'
import { tell } from '#lib/services/pods/tell.ts'
import { get as getRevision } from '#lib/services/revisions/get.ts'
import { setGateTimeout } from '#lib/services/stacks/set-gate-timeout.ts'
import { compute } from '#lib/services/plans/compute.ts'
import { admin, operator, viewer } from '#lib/testing/actors.ts'
import { freshDatabase } from '#lib/testing/database.ts'
import { applyEdits } from '#lib/thanos/apply-edits.ts'
import { edgeConfig } from '#lib/thanos/edge-config.ts'
import { writeDestination } from '#lib/thanos/edge-destination.ts'
import { ringFiles } from '#lib/thanos/receive/ring-files.ts'
import { ringHashes } from '#lib/thanos/receive/ring-hash.ts'
import { configureEdge } from '../edges.ts'
import { eventually } from '../eventually.ts'
import { applyPlan, declareEdges, edit, importGuide, S3_ENDPOINT, SECRET } from '../guide-install.ts'
import { putBlock } from '../real-blocks.ts'
import { gapTests } from './gaps.ts'
import { givenInstalled, type Installed } from './given.ts'
import { partitioned } from './partitioned.ts'
import { applyHead, byHand, diagnosed, drawn, evidenceOf, gaps, green, take, type Stack } from './telling.ts'

const NAMESPACE = 'problems'
const BUILD_TIMEOUT_MS = 30 * 60_000
const [MINUTE_MS, HOUR_MS] = [60_000, 3_600_000]
const STORE = `StatefulSet/${NAMESPACE}/thanos-store`
const COMPACTOR = `StatefulSet/${NAMESPACE}/thanos-compactor`
const QUERY = `Deployment/${NAMESPACE}/thanos-query`
const ARCHIVE = { cluster: 'archive', prometheus_replica: 'prometheus-0' }
const WRONG_PATH = '/api/v1/write'

freshDatabase()
let lab: Installed
let stack: Stack
/** From when on receivers have what the edge sends. */
let since: number
beforeAll(async () => {
  Object.assign(process.env, { GAUNTLET_GATE_STABLE_MS: '500', GAUNTLET_LIVE_POLL_MS: '1000' })
  lab = await givenInstalled(NAMESPACE, { edges: 1, writePath: WRONG_PATH })
}, BUILD_TIMEOUT_MS)
afterAll(async () => { await lab.remove() })

describe('the guide with what is offered against its mistakes', () => {
  it('is installed, and has no finding that is an error', async () => {
    const { accessKey, secretKey } = lab
    const edits = [...await partitioned(NAMESPACE), ...declareEdges(lab.edges)]
    const { stackId, plan } = await importGuide(admin, { namespace: NAMESPACE, release: '0.42.4', bucket: lab.bucket, accessKey, secretKey, edits })
    stack = { slug: NAMESPACE, stackId }
    expect((await applyPlan(operator, plan)).status).toBe('succeeded')
    expect((await listFindings(viewer, { slug: NAMESPACE, severity: 'error' })).items).toEqual([])
    // Events come on a way of their own.
    const told = await eventually('the compactor has written something, and its start is told', async () => {
      const now = await tell(viewer, { slug: NAMESPACE, object: 'StatefulSet/thanos-compactor', pod: 'thanos-compactor-0' })
      return (now.lines.ok && now.lines.value.length === 0) || (now.events.ok && !now.events.value.some(({ reason }) => reason === 'Started')) ? undefined : now
    })
    expect(told.lines.ok ? told.lines.value.join('\n') : told.lines.why.en).toContain('level=info')
    expect(told.events.ok ? told.events.value.map(({ reason }) => reason) : told.events.why.en).toContain('Started')
  })

  it('problem 1, an edge that writes to a wrong path: told with what receivers counted, and cured by the configuration that the edge is offered', async () => {
    const found = await diagnosed(stack, 'receiver-gets-nothing', ({ state, verdict }) => state === 'cause' && verdict.en.startsWith('No write reaches'))
    expect(found).toMatchObject({ way: 'edges', verdict: { en: expect.stringMatching(/send to another address or path\. It must be a POST to \/api\/v1\/receive on port 19291/) } })
    expect(evidenceOf(found).join('; ')).toMatch(/http_requests_total\{handler="receive"\}/)
    const { spec } = await getRevision(viewer, { stackId: stack.stackId, number: 'head' })
    const [edge] = lab.edges
    const declared = spec.edges?.find(({ name }) => name === edge?.name)
    if (edge === undefined || declared === undefined) throw new Error('the edge is not declared')
    since = Date.now()
    await configureEdge(lab.api, edge, edgeConfig(declared, writeDestination(spec, NAMESPACE)).text)
    await green(stack)
  })
})

describe('while it is well', () => {
  it('is drawn on the map as the spec has it, where receivers tell the hash of the very hashring file', async () => {
    const { spec } = await getRevision(viewer, { stackId: stack.stackId, number: 'head' })
    const [ring] = ringFiles(spec)
    const said = /^thanos_receive_config_hash (\S+)$/m.exec(await lab.page('thanos-receiver-0', '/metrics'))?.[1]
    expect(ringHashes(ring?.content ?? '')).toContain(Number(said))
    const { nodes, links } = await drawn(stack)
    expect([...nodes, ...links].filter(({ differences }) => differences.length > 0).map(({ id, differences }) => [id, differences.map(({ text: { en } }) => en)])).toEqual([])
  })

  it('shows a time that receivers never had and that is not in the bucket yet', async () => {
    await putBlock(lab.bucketFolder, { from: since - 30 * HOUR_MS, to: since - 3 * HOUR_MS, labels: ARCHIVE })
    // Until the younger store has looked at the bucket, the older one is all there is, and ends where its --max-time says.
    const [gap] = await gaps(stack, (found) => found.length === 1 && found[0]?.kind === 'upload-delay')
    expect(gap).toMatchObject({ kind: 'upload-delay', flags: [{ name: 'thanos-receiver', flag: '--tsdb.retention', value: '2d' }] })
  })

  it('problem 3, blocks that overlap: the compactor halts, its blocks are named, and vertical compaction merges them', async () => {
    await putBlock(lab.bucketFolder, { from: since - 5 * HOUR_MS, to: since - 12 * MINUTE_MS, labels: ARCHIVE })
    const found = await diagnosed(stack, 'compactor-stuck', (now) => now.state === 'cause' && now.verdict.en.includes('which overlap') && evidenceOf(now).join().includes('Log of'))
    const evidence = evidenceOf(found).join('; ')
    expect(evidence).toMatch(/thanos_compact_halted`: 1/)
    expect(evidence).toMatch(/Log of `thanos-compactor-0`: .*overlap/)
    for (const block of await lab.blocks()) expect(found.verdict.en).toContain(block.split('/').at(-1))
    if (found.fix === undefined) throw new Error('nothing is offered')
    await take(stack, found.fix)
    await green(stack)
    const merged = await lab.page('thanos-compactor-0', '/metrics')
    expect(merged).toMatch(/^thanos_compact_halted 0$/m)
  })

  it('problem 2, a store on another port: told with both ports and what else runs than is asked, and the time that only it has', async () => {
    const { spec } = await getRevision(viewer, { stackId: stack.stackId, number: 'head' })
    await byHand(lab, spec, applyEdits(spec, [{ op: 'flag.set', object: STORE, flag: 'grpc-address', values: ['0.0.0.0:10911'] }]))
    const found = await diagnosed(stack, 'query-shows-nothing', ({ state, verdict }) => state === 'part' && verdict.en.includes('10911'))
    expect(found).toMatchObject({ state: 'part', way: 'apply', verdict: { en: expect.stringMatching(/Query dials port 10901, and thanos-store listens for gRPC on 10911\. thanos-store runs otherwise than revision \d+ asks/) } })
    expect(evidenceOf(found).join('; ')).toContain('thanos-store')
    expect(await gaps(stack, (all) => all.length === 1 && all[0]?.kind === 'missing-endpoint')).toMatchObject([{ kind: 'missing-endpoint', message: { en: expect.stringContaining('thanos-store') } }])
    await applyHead(stack)
    await green(stack)
  })

  it('problem 4, a memory limit that is too small: the pod, its limit and its end are told, and more memory cures it', async () => {
    await setGateTimeout(admin, { stackId: stack.stackId, seconds: 10, before: null })
    const plan = await edit(admin, stack.stackId, { message: 'Little memory', edits: [{ op: 'resource.set', object: QUERY, side: 'limits', resource: 'memory', quantity: '8Mi' }] })
    expect((await applyPlan(operator, plan)).status).toBe('failed')
    await setGateTimeout(admin, { stackId: stack.stackId, seconds: null, before: 10 })
    const killed = await diagnosed(stack, 'out-of-memory', ({ state, verdict }) => state === 'cause' && verdict.en.includes('8 MiB'))
    expect(killed.verdict.en).toMatch(/^thanos-query-\S+ needs more than its limit of 8 MiB and was killed/)
    expect(evidenceOf(killed).join('; ')).toMatch(/OOMKilled .* ago, \d+ restarts, limit 8 MiB/)
    // Each offer is half as much again: whoever begins so low takes more than one.
    for (let found = killed; found.fix !== undefined; found = await diagnosed(stack, 'out-of-memory', ({ state }) => state !== 'unknown')) await take(stack, found.fix)
    await green(stack)
  })

  it('problem 5, a wrong key of the bucket: told with what the bucket says, and cured by the right key and a restart', async () => {
    const settings = { bucket: lab.bucket, endpoint: S3_ENDPOINT, insecure: true }
    await write(operator, { stackId: stack.stackId, secret: SECRET, settings, credentials: { accessKey: lab.accessKey, secretKey: 'mistyped' } })
    await lab.api.must('DELETE', `/api/v1/namespaces/${NAMESPACE}/pods/thanos-compactor-0`)
    const found = await diagnosed(stack, 'bucket-refused', ({ state, verdict }) => state === 'cause' && !verdict.en.endsWith('does not say why yet.'))
    expect(found).toMatchObject({ way: 'object-storage', verdict: { en: 'The bucket refuses thanos-compactor-0. The secret key does not belong to the access key.' } })
    expect(evidenceOf(found).join('; ')).toMatch(/Log of `thanos-compactor-0`/)
    await write(operator, { stackId: stack.stackId, secret: SECRET, settings, credentials: { accessKey: lab.accessKey, secretKey: lab.secretKey } })
    // It runs, is ready and asks with the key that it began with, for ever.
    if (found.fix === undefined) throw new Error('nothing is offered')
    expect(found.fix.edits).toEqual([expect.objectContaining({ object: COMPACTOR })])
    await take(stack, found.fix)
    await green(stack)
    expect((await compute(operator, { stackId: stack.stackId })).status).toBe('empty')
  })
})

gapTests(() => ({ lab, stack, since, labels: ARCHIVE }))
