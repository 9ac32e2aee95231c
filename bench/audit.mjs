// What the audit costs at 100,000 events: `node bench/audit.mjs [EVENTS]`. Starts an embedded PostgreSQL of its own in a temporary
// directory, fills it, and prints one line a figure: the median and the slowest of several runs. `next` is not involved: figures are those of verbs.
import { mkdtempSync, rmSync } from 'node:fs'
import { registerHooks } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { migrate } from '../scripts/migrate.mjs'
import { ensurePostgres } from '../scripts/pg.mjs'

// `server-only` throws outside of Next's server bundle.
registerHooks({ resolve: (name, context, next) => name === 'server-only' ? { url: 'data:text/javascript,', shortCircuit: true } : next(name, context) })

const EVENTS = Number(process.argv[2] ?? 100_000)
const RUNS = 15
const WRITERS = 20
const STACKS = 12

const home = mkdtempSync(join(tmpdir(), 'gauntlet-bench-'))
const server = await ensurePostgres(join(home, 'postgres'), 'bench')
try {
  await migrate(server.url)
  process.env.DATABASE_URL = server.url
  process.env.GAUNTLET_SECRET = 'a secret for the bench only, as long as a real one'
  process.env.LOG_LEVEL = 'silent'
  const client = new pg.Client({ connectionString: server.url })
  client.on('error', () => undefined)
  await client.connect()
  await writers(client)
  await fill(client)
  await read()
  await client.end()
  const { closeDatabase } = await import('../lib/db/client.ts')
  await closeDatabase()
} finally {
  await server.stop()
  rmSync(home, { recursive: true, force: true })
}

/** 20 commands at once, each one small write and its event: with the chain, and without it. */
async function writers(client) {
  const { command } = await import('../lib/services/command.ts')
  const { z } = await import('zod')
  const write = command({
    name: 'revision.save', permission: 'revision:write', input: z.object({ stack: z.string() }), about: () => ({}),
    run: async ({ tx }, { stack }) => {
      await tx.$executeRaw`INSERT INTO "rateLimit" ("id", "key", "count", "lastRequest") VALUES (${stack}, ${stack}, 1, 1)`
      return { value: undefined, event: { subject: stack, after: { revision: 1, note: 'x'.repeat(400) } } }
    },
  })
  const actor = { id: 'bench', name: 'bench', role: 'admin', door: 'browser' }
  let number = 0
  const round = async () => {
    const times = []
    const began = performance.now()
    await Promise.all(Array.from({ length: WRITERS }, async () => {
      for (let turn = 0; turn < 25; turn++) {
        const start = performance.now()
        await write(actor, { stack: `bench-${number++}` })
        times.push(performance.now() - start)
      }
    }))
    return { rate: times.length / (performance.now() - began) * 1000, ...spread(times) }
  }
  await round()
  const chained = await round()
  await client.query('ALTER TABLE "event" DISABLE TRIGGER "event_chain"')
  await client.query(`SELECT setval('event_id_seq', (SELECT max("id") FROM "event"))`)
  const free = await round()
  await client.query('ALTER TABLE "event" ENABLE TRIGGER "event_chain"')
  for (const [name, { rate, median, p95 }] of Object.entries({ chained, 'without the chain': free })) {
    console.log(`${WRITERS} writers, ${name}: ${rate.toFixed(0)} commands/s, median ${median.toFixed(1)} ms, p95 ${p95.toFixed(1)} ms`)
  }
}

/** Events as a year of work leaves them: mostly plans and saves, some refused, a few large. */
async function fill(client) {
  await client.query('ALTER TABLE "event" DISABLE TRIGGER "event_append_only"; DELETE FROM "event"; ALTER TABLE "event" ENABLE TRIGGER "event_append_only"')
  const start = performance.now()
  await client.query(`INSERT INTO "event" ("at", "actorId", "actorName", "door", "action", "outcome", "stackId", "subject", "before", "after")
    SELECT timestamptz '2026-01-01' + n * interval '5 minutes', 'person-' || who, 'Person ' || who, CASE WHEN n % 40 = 0 THEN 'system' WHEN n % 5000 = 0 THEN 'setup' ELSE 'browser' END,
      (ARRAY['revision.save', 'plan.compute', 'run.start', 'run.finish', 'credentials.write', 'session.begin'])[1 + n % 6],
      CASE WHEN n % 97 = 0 THEN 'refused' WHEN n % 211 = 0 THEN 'failed' ELSE 'ok' END,
      CASE WHEN n % 6 = 5 THEN NULL ELSE 'stack-' || n % ${STACKS} END,
      CASE n % 6 WHEN 0 THEN 'revision ' || n WHEN 1 THEN 'plan ' || md5(n::text) WHEN 2 THEN 'run ' || md5(n::text) WHEN 3 THEN 'run ' || md5(n::text) WHEN 4 THEN 'Secret/monitoring/thanos-' || n % 50 ELSE 'person' || who || '@example.org' END,
      CASE WHEN n % 3 = 0 THEN json_build_object('message', repeat('before ', 20)) END,
      json_build_object('revision', n, 'message', repeat('after ', CASE WHEN n % 100 = 0 THEN 2000 ELSE 30 END))
    FROM (SELECT n, n * 7919 % 41 AS who FROM generate_series(1, ${EVENTS}) n) s`)
  await client.query('VACUUM ANALYZE "event"')
  console.log(`${EVENTS} events written and chained: ${Math.round(EVENTS / (performance.now() - start) * 1000)} events/s`)
}

async function read() {
  const [{ list }, { tally }, { who }, { countNewer }, { verify }, { exportEvents }] = await Promise.all(
    ['list', 'tally', 'who', 'count-newer', 'verify', 'export'].map((verb) => import(`../lib/services/events/${verb}.ts`)))
  const admin = { id: 'bench', name: 'bench', role: 'admin', door: 'browser' }
  const at = (share) => new Date(Date.UTC(2026, 0, 1) + EVENTS * share * 300_000).toISOString()
  const pages = {
    'first page': {}, 'deep page, down': { before: String(Math.floor(EVENTS / 10)) }, 'deep page, up': { after: String(Math.floor(EVENTS / 10)) },
    'last page': { before: '50' }, 'by stack': { stackId: 'stack-7' }, 'by person': { actorId: 'person-17' }, 'by action': { action: 'credentials.write' },
    'by outcome': { outcome: 'failed' }, 'by door, rare': { door: 'setup' }, 'by day, long ago': { from: at(0.1), to: at(0.103) }, 'by half, the older': { to: at(0.5) },
    'by text, in many': { text: 'monitoring' }, 'by text, in one': { text: `revision ${Math.floor(EVENTS / 60) * 6}` }, 'by text, in none': { text: 'nowhere to be found' },
    'stack, action, outcome, text': { stackId: 'stack-4', action: 'credentials.write', outcome: 'refused', text: 'thanos-4' }, 'by a person who did nothing': { actorId: 'nobody' },
  }
  for (const [name, filter] of Object.entries(pages)) await measure(`page of 50: ${name}`, () => list(admin, filter))
  await measure('newer than a page', () => countNewer(admin, { after: String(EVENTS - 3) }))
  await measure('how many, in all', () => tally(admin, {}))
  await measure('how many, of a stack', () => tally(admin, { stackId: 'stack-7' }))
  await measure('who ever did something', () => who(admin, {}))
  for (const format of ['csv', 'jsonl']) {
    const before = process.memoryUsage().rss
    const start = performance.now()
    let bytes = 0
    let peak = 0
    for await (const piece of (await exportEvents(admin, { format })).lines) {
      bytes += Buffer.byteLength(piece)
      peak = Math.max(peak, process.memoryUsage().rss - before)
    }
    const seconds = (performance.now() - start) / 1000
    console.log(`export ${format}: ${Math.round(EVENTS / seconds)} events/s, ${(bytes / 1e6).toFixed(1)} MB in ${seconds.toFixed(1)} s, ${(peak / 1e6).toFixed(0)} MB of memory more`)
  }
  const start = performance.now()
  const { events, breaks } = await verify(admin, {})
  console.log(`verify: ${events} events in ${((performance.now() - start) / 1000).toFixed(1)} s, ${breaks} breaks`)
}

async function measure(name, work) {
  await work()
  const times = []
  for (let run = 0; run < RUNS; run++) {
    const start = performance.now()
    await work()
    times.push(performance.now() - start)
  }
  const { median, most } = spread(times)
  console.log(`${name}: ${median.toFixed(1)} ms, slowest ${most.toFixed(1)} ms`)
}

function spread(times) {
  const sorted = times.toSorted((a, b) => a - b)
  return { median: sorted[Math.floor(sorted.length / 2)], p95: sorted[Math.floor(sorted.length * 0.95)], most: sorted.at(-1) }
}
