// What saving a revision costs, through the verb with everything in it (permission, schema, lint, transaction, event), on an embedded
// PostgreSQL of its own: `npm run bench:save`.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { migrate } from '../scripts/migrate.mjs'
import { ensurePostgres } from '../scripts/pg.mjs'
import { installation } from './installation.mjs'

const data = mkdtempSync(join(tmpdir(), 'gauntlet-bench-'))
const postgres = await ensurePostgres(join(data, 'postgres'), 'gauntlet')
try {
  await migrate(postgres.url)
  process.env.DATABASE_URL = postgres.url
  process.env.GAUNTLET_SECRET = 'a secret for this bench only, as long as a real one'
  process.env.LOG_LEVEL = 'silent'
  const { db, closeDatabase } = await import('../lib/db/client.ts')
  const { insertStack } = await import('../lib/db/stacks.ts')
  const { save } = await import('../lib/services/revisions/save.ts')
  const { applyEdits } = await import('../lib/thanos/apply-edits.ts')
  const actor = { id: 'bench', name: 'bench', role: 'operator', door: 'browser' }
  for (const [objects, times] of [[60, 40], [2_000, 5]]) {
    const spec = installation(objects)
    const { id: stackId } = await insertStack(db(), { slug: `bench-${objects}`, name: 'bench', namespace: 'monitoring', connection: { kind: 'sandbox' } })
    const took = []
    for (let base = 0; base < times; base++) {
      const changed = applyEdits(spec, [{ op: 'replicas.set', object: 'Deployment/monitoring/thanos-query', replicas: base + 1 }])
      const start = performance.now()
      await save(actor, { stackId, base, spec: changed, message: `Save ${base + 1}` })
      took.push(performance.now() - start)
    }
    took.sort((a, b) => a - b)
    console.log(`save ${objects} objects: median ${took[times >> 1].toFixed(1)} ms, slowest ${took.at(-1).toFixed(1)} ms of ${times}`)
  }
  await closeDatabase()
} finally {
  await postgres.stop()
  rmSync(data, { recursive: true, force: true })
}
