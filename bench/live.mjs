// What looking at an installation costs, with 500 edges: the requests upstream with one and with fifty viewers, what each viewer is sent, and 200 reads a
// second (p50, p99, CPU, memory), twice. "verb" calls the read verb alone, in this process. "door" calls the handler of GET /api/v1/stacks/<stack>/live with a
// request and a bearer token: the token is looked up in the database, the newest revision is read, the answer is made and written as JSON. Neither
// goes over a socket or through the server of Next, and the sandbox that is looked at runs in the same process. Needs an embedded PostgreSQL of its own:
// `node --conditions=react-server bench/live.mjs`
import { registerHooks } from 'node:module'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { parseAllDocuments } from 'yaml'
import { migrate } from '../scripts/migrate.mjs'
import { ensurePostgres } from '../scripts/pg.mjs'

// Next has no map of what it exports, and its build finds these without their endings.
registerHooks({ resolve: (name, context, next) => next(/^next\/\w+$/.test(name) ? `${name}.js` : name, context) })

const [EDGES, A_SECOND, SECONDS, WATCHED_MS] = [500, 200, 10, 20_000]

const data = mkdtempSync(join(tmpdir(), 'gauntlet-bench-'))
const postgres = await ensurePostgres(join(data, 'postgres'), 'gauntlet')
try {
  await migrate(postgres.url)
  process.env.DATABASE_URL = postgres.url
  process.env.GAUNTLET_SECRET = 'a secret for this bench only, as long as a real one'
  process.env.LOG_LEVEL = 'silent'
  process.env.GAUNTLET_LIVE_LINGER_MS = '1000'
  const { startSandbox } = await import('../lib/sandbox/server.ts')
  const { makeEdges } = await import('../lib/sandbox/world/edges.ts')
  const { connect } = await import('../lib/kube/cluster.ts')
  const { db, closeDatabase } = await import('../lib/db/client.ts')
  const { insertStack } = await import('../lib/db/stacks.ts')
  const { follow } = await import('../lib/services/live/follow.ts')
  const { stopObservers } = await import('../lib/services/live/hub.ts')
  const { observe } = await import('../lib/services/live/observe.ts')
  const { save } = await import('../lib/services/revisions/save.ts')
  const { EMPTY_SPEC } = await import('../lib/thanos/spec.ts')
  const { written } = await import('../lib/services/live/written.ts')
  const sandbox = await startSandbox({ rollMs: 20 })
  process.env.GAUNTLET_SANDBOX_URL = sandbox.url
  await install(connect({ kind: 'sandbox', url: sandbox.url }))
  sandbox.world.setEdges(makeEdges(EDGES))
  const actor = { id: 'bench', name: 'bench', role: 'viewer', door: 'browser' }
  console.log(`machine: ${cpus().length} cores, load ${loadavg()[0].toFixed(1)}`)

  for (const viewers of [1, 50]) {
    const slug = `bench-${viewers}`
    await insertStack(db(), { slug, name: slug, namespace: 'monitoring', connection: { kind: 'sandbox' } })
    const left = new AbortController()
    const from = sandbox.requests().length
    let [messages, bytes, whole] = [0, 0, 0]
    const watching = Array.from({ length: viewers }, async () => {
      for await (const told of follow(actor, { slug, signal: left.signal, quietMs: 60_000 })) {
        if (!told) continue
        messages += 1
        if (told.event === 'whole') whole = told.json.length
        else bytes += told.json.length
      }
    })
    await pause(WATCHED_MS)
    left.abort()
    await Promise.all(watching)
    console.log(`${viewers} viewer(s), ${WATCHED_MS / 1000} s: ${sandbox.requests().length - from} requests upstream; each is sent ${Math.round(whole / 1024)} KB once, then ${Math.round(bytes / viewers / 1024 / (WATCHED_MS / 1000) * 10) / 10} KB/s in ${Math.round(messages / viewers)} messages`)
    stopObservers()
  }

  const slug = 'bench-read'
  const { id: stackId } = await insertStack(db(), { slug, name: slug, namespace: 'monitoring', connection: { kind: 'sandbox' } })
  const declared = makeEdges(EDGES).map(({ name, labels, tenant, series, scrapeS }) => ({ name, kind: 'agent', labels, tenant, samplesPerS: Math.round(series / scrapeS) }))
  await save({ ...actor, role: 'operator' }, { stackId, base: 0, spec: { ...EMPTY_SPEC, edges: declared }, message: 'Declare the edges' })
  const first = await observe(actor, { slug })
  console.log(`${first.edges.state === 'fresh' ? first.edges.value.length : 0} edges, as many declared, ${first.components.length} pods, ${Math.round(JSON.stringify(first).length / 1024)} KB an answer`)
  const upstream = () => sandbox.requests().length
  await read('verb', { upstream, once: async () => { written(await observe(actor, { slug })) } })

  const secrets = await tokens()
  const { NextRequest } = await import('next/server.js')
  const { GET } = await import('../app/api/v1/stacks/[stack]/live/route.ts')
  let size = 0
  await read('door', {
    upstream,
    once: async (index) => {
      const request = new NextRequest(`http://127.0.0.1:3000/api/v1/stacks/${slug}/live`, { headers: { authorization: `Bearer ${secrets[index % secrets.length]}` } })
      const answer = await GET(request, { params: Promise.resolve({ stack: slug }) })
      const body = await answer.text()
      if (answer.status !== 200) throw new Error(`HTTP ${answer.status}: ${body.slice(0, 300)}`)
      size = body.length
    },
  })
  console.log(`door: ${Math.round(size / 1024)} KB an answer`)
  stopObservers()
  await closeDatabase()
  await sandbox.close()
} finally {
  await postgres.stop()
  rmSync(data, { recursive: true, force: true })
}

/** So many reads a second for so long: each figure of it on a line of its own. */
async function read(name, { once, upstream }) {
  await once(0)
  const took = []
  const asked = upstream()
  const spent = process.cpuUsage()
  const begun = performance.now()
  await Promise.all(Array.from({ length: A_SECOND * SECONDS }, async (_, index) => {
    await pause(Math.max(0, index * 1000 / A_SECOND - (performance.now() - begun)))
    const start = performance.now()
    await once(index)
    took.push(performance.now() - start)
  }))
  const lasted = (performance.now() - begun) / 1000
  // On a machine that others use, what a read costs says more than how long it waited.
  const { user, system } = process.cpuUsage(spent)
  took.sort((a, b) => a - b)
  const at = (share) => took[Math.floor(took.length * share)].toFixed(1)
  console.log(`${name}: ${A_SECOND} reads/s asked for, ${(took.length / lasted).toFixed(0)}/s done, of ${took.length}`)
  console.log(`${name}: p50 ${at(0.5)} ms`)
  console.log(`${name}: p99 ${at(0.99)} ms`)
  console.log(`${name}: ${((user + system) / 1000 / took.length).toFixed(1)} ms of CPU a read`)
  console.log(`${name}: ${Math.round(process.memoryUsage().rss / 1e6)} MB of memory, the sandbox in it`)
  console.log(`${name}: ${upstream() - asked} requests upstream meanwhile`)
}

/** Enough tokens that none of them asks too often (bearer.ts). */
async function tokens() {
  const { personWith } = await import('../lib/testing/sign-in.ts')
  const { tokenFor } = await import('../lib/testing/api-tokens.ts')
  const { id } = await personWith('viewer', 'bench')
  return Promise.all(Array.from({ length: A_SECOND / 10 + 10 }, async (_, index) => tokenFor(id, { scopes: ['read'], name: `bench ${index}` })))
}

/** The corrected example, with credentials that open nothing, until its pods are ready. */
async function install(cluster) {
  const folder = new URL('../examples/corrected/', import.meta.url)
  const objects = readdirSync(folder).flatMap((name) => parseAllDocuments(readFileSync(new URL(name, folder), 'utf8')).map((document) => document.toJS())).filter(Boolean)
  const storage = 'type: S3\nconfig:\n  bucket: bench\n  endpoint: s3.example.com\n  access_key: BENCHBENCHBENCHBENCH\n  secret_key: bench-bench-bench-bench-bench-bench\n'
  const options = { dryRun: false, force: true, manager: 'bench' }
  await cluster.apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'monitoring' } }, options)
  for (const object of objects.toSorted((a, b) => Number(b.kind === 'Secret') - Number(a.kind === 'Secret'))) {
    await cluster.apply(object.kind === 'Secret' ? { ...object, stringData: { 'objstore.yml': storage } } : object, options)
  }
  const keys = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'thanos-s3-keys', namespace: 'monitoring' }, stringData: { 'access-key': 'bench', 'secret-key': 'bench' } }
  await cluster.apply(keys, options)
  const wanted = objects.reduce((sum, { kind, spec }) => sum + (kind === 'Deployment' || kind === 'StatefulSet' ? spec.replicas ?? 1 : 0), 0)
  const isReady = (pod) => pod.status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True')
  for (;;) {
    const pods = await cluster.list('v1', 'Pod', 'monitoring')
    if (pods.length === wanted && pods.every(isReady)) return
    await pause(100)
  }
}
