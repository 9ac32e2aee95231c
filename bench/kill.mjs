// kill -9 at random moments of runs on the sandbox, a hundred of them unless told otherwise: `PATH=node_modules/.bin:$PATH node --conditions=react-server
// bench/kill.mjs [points] [stacks] [minutes] [notes]`, notes being objects that a run writes several of at once. Prints how the runs ended; each
// replica is a process of its own, and Postgres an embedded one.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { migrate } from '../scripts/migrate.mjs'
import { ensurePostgres } from '../scripts/pg.mjs'

const [points = 100, stacks = 6, minutes = 30, notes = 24] = process.argv.slice(2).map(Number)
const data = mkdtempSync(join(tmpdir(), 'gauntlet-kill-'))
const postgres = await ensurePostgres(join(data, 'postgres'), 'gauntlet')
try {
  await migrate(postgres.url)
  Object.assign(process.env, { DATABASE_URL: postgres.url, GAUNTLET_SECRET: 'a secret for this bench only, as long as a real one', LOG_LEVEL: 'silent' })
  const { killRuns } = await import('../lib/testing/kill.ts')
  const { closeDatabase } = await import('../lib/db/client.ts')
  const { closeQueue } = await import('../lib/queue/queue.ts')
  const start = performance.now()
  const report = await killRuns({ points, stacks, notes, rollMs: 700, withinMs: minutes * 60_000, say: (line) => console.log(line) })
  const { kills, points: hit, runs, untouched, resumed, interrupted, lost, claims, removed, untrue, overlaps, hitAt } = report
  console.log(`${kills} kills hit ${hit} runs under way (${JSON.stringify(hitAt)}), in ${((performance.now() - start) / 1000).toFixed(0)} s`)
  console.log(`${runs} runs: ${untouched} not hit, ${resumed} resumed to success, ${interrupted} interrupted, ${lost} lost; ${claims} objects held against the cluster (${removed} deleted): ${untrue.length} untrue, ${overlaps.length} overlaps of holders`)
  for (const line of [...untrue, ...overlaps]) console.log(line)
  await closeQueue()
  await closeDatabase()
} finally {
  await postgres.stop()
  rmSync(data, { recursive: true, force: true })
}
