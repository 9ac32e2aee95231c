// What looking at an installation costs: 200 requests a second on the read verb with 500 edges (p50, p99, memory), the requests upstream with one
// and with fifty viewers, and what each viewer is sent. The sandbox over HTTP, an embedded PostgreSQL of its own:
// `node --conditions=react-server bench/live.mjs`
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { parseAllDocuments } from 'yaml'
import { migrate } from '../scripts/migrate.mjs'
import { ensurePostgres } from '../scripts/pg.mjs'

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
  await insertStack(db(), { slug, name: slug, namespace: 'monitoring', connection: { kind: 'sandbox' } })
  const first = await observe(actor, { slug })
  console.log(`${first.edges.state === 'fresh' ? first.edges.value.length : 0} edges, ${first.components.length} pods, ${Math.round(JSON.stringify(first).length / 1024)} KB an answer`)
  const took = []
  const asked = sandbox.requests().length
  const spent = process.cpuUsage()
  const begun = performance.now()
  const calls = Array.from({ length: A_SECOND * SECONDS }, async (_, index) => {
    await pause(Math.max(0, index * 1000 / A_SECOND - (performance.now() - begun)))
    const start = performance.now()
    written(await observe(actor, { slug }))
    took.push(performance.now() - start)
  })
  await Promise.all(calls)
  const lasted = (performance.now() - begun) / 1000
  // On a machine that others use, what a read costs says more than how long it waited.
  const { user, system } = process.cpuUsage(spent)
  took.sort((a, b) => a - b)
  const at = (share) => took[Math.floor(took.length * share)].toFixed(1)
  console.log(`${took.length} reads, ${A_SECOND}/s asked for, ${(took.length / lasted).toFixed(0)}/s done: p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, ${((user + system) / 1000 / took.length).toFixed(1)} ms of CPU each, ${sandbox.requests().length - asked} requests upstream meanwhile; ${Math.round(process.memoryUsage().rss / 1e6)} MB, the sandbox in it`)
  stopObservers()
  await closeDatabase()
  await sandbox.close()
} finally {
  await postgres.stop()
  rmSync(data, { recursive: true, force: true })
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
