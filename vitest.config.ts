// Two projects: `unit` needs nothing but Node, `db` a real PostgreSQL that lib/testing/postgres.ts starts.
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const NOT_OURS = ['**/node_modules/**', '.next/**', '.data/**', '.lab/**', '.tmp/**', 'lab/**', 'e2e/**']

export default defineConfig({
  // `server-only` throws outside Next's server bundle; here it stands for nothing.
  resolve: { alias: { 'server-only': fileURLToPath(new URL('lib/testing/empty.ts', import.meta.url)) } },
  test: {
    environment: 'node',
    projects: [
      { extends: true, test: { name: 'unit', include: ['**/*.test.{ts,tsx}'], exclude: [...NOT_OURS, '**/*.db.test.ts'] } },
      {
        extends: true,
        test: {
          name: 'db', include: ['**/*.db.test.ts'], exclude: NOT_OURS, globalSetup: 'lib/testing/postgres.ts',
          testTimeout: 20_000, hookTimeout: 60_000,
        },
      },
    ],
  },
})
