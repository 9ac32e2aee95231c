// Prisma's settings. The schema engine is the stand-in of scripts/, so that nothing is ever downloaded.
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'prisma/config'

if (process.env.PRISMA_NATIVE_ENGINE === undefined) {
  process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= fileURLToPath(new URL('./scripts/schema-engine.mjs', import.meta.url))
}

export default defineConfig({
  schema: 'prisma/schema.prisma',
  migrations: { path: 'prisma/migrations' },
  // `generate` needs an address, but speaks to none.
  datasource: { url: process.env.DATABASE_URL ?? 'postgresql://localhost:5432/unused' },
})
