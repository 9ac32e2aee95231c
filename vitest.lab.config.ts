// The tests that need a real control plane (docs/lab.md); `npm test` runs without them.
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  // `server-only` throws outside Next's server bundle; here it stands for nothing.
  resolve: { alias: { 'server-only': fileURLToPath(new URL('lib/testing/empty.ts', import.meta.url)) } },
  test: {
    environment: 'node',
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // Each has its own control plane, started only when one of its files runs. scripts/test-lab.mjs runs "installed" apart from the others.
    projects: [
      { extends: true, test: { name: 'control-plane', include: ['lab/*.lab.test.ts'], globalSetup: ['lib/testing/postgres.ts', 'lab/vitest-setup.ts'] } },
      {
        extends: true,
        test: {
          name: 'installed', include: ['lab/installed/*.lab.test.ts'], globalSetup: ['lib/testing/postgres.ts', 'lab/installed/vitest-setup.ts'],
          // A Thanos each: two at once want more than two cores.
          fileParallelism: false, testTimeout: 15 * 60_000, hookTimeout: 15 * 60_000,
        },
      },
      { extends: true, test: { name: 'nodes', testTimeout: 120_000, include: ['lab/node/*.lab.test.ts'], globalSetup: ['lab/node/vitest-setup.ts'] } },
    ],
  },
})
