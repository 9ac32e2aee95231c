// A database of its own for a test file, so that files pass in any order and at the same time.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll } from 'vitest'
import { closeAuth } from '../auth/auth.ts'
import { closeDatabase } from '../db/client.ts'
import { env } from '../env.ts'
import { stopWorker } from '../services/runs/worker.ts'
import { copyTemplate } from './postgres.ts'

/** Points DATABASE_URL at a fresh migrated database for the tests of the calling file. */
export function freshDatabase(): void {
  beforeAll(async () => {
    process.env.DATABASE_URL = await copyTemplate(env().databaseUrl, `gauntlet_${randomUUID().replaceAll('-', '')}`)
  })
  afterAll(async () => {
    await stopWorker()
    await closeAuth()
    await closeDatabase()
  })
}
