// The tests that need a real control plane (docs/lab.md); `npm test` runs without them.
import { fileURLToPath } from 'node:url'
import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config'

/** What is installed as the guide prints it, and what is mended of it and changes while edges write. */
const GUIDE = ['guide', 'as-printed'].map((name) => `lab/installed/${name}.lab.test.ts`)
const MAIN = 'lab/main.lab.test.ts'

/** Tests of a Thanos each: two at once in one lab would take each other's time. */
const installation = (name: string, include: string[], exclude: string[] = []): TestProjectInlineConfiguration => ({
  extends: true,
  test: {
    name, include, exclude, globalSetup: ['lib/testing/postgres.ts', 'lab/installed/vitest-setup.ts'],
    fileParallelism: false, testTimeout: 15 * 60_000, hookTimeout: 15 * 60_000,
  },
})

export default defineConfig({
  // `server-only` throws outside Next's server bundle; here it stands for nothing.
  resolve: { alias: { 'server-only': fileURLToPath(new URL('lib/testing/empty.ts', import.meta.url)) } },
  test: {
    environment: 'node',
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // Each has its own control plane, started only when one of its files runs. scripts/test-lab.mjs says which of them run at the same time.
    projects: [
      { extends: true, test: { name: 'control-plane', include: ['lab/*.lab.test.ts'], exclude: [MAIN], globalSetup: ['lib/testing/postgres.ts', 'lab/vitest-setup.ts'] } },
      // Divided so that both take as long as the third part of scripts/test-lab.mjs.
      installation('guide', GUIDE),
      installation('installed', ['lab/installed/*.lab.test.ts'], GUIDE),
      // One after the other: they change the weather of the one bucket, and the pressure of all nodes.
      { extends: true, test: { name: 'nodes', testTimeout: 120_000, include: ['lab/node/*.lab.test.ts'], fileParallelism: false, globalSetup: ['lab/node/vitest-setup.ts'] } },
      // It starts all that it needs itself.
      { extends: true, test: { name: 'main', include: [MAIN], fileParallelism: false } },
    ],
  },
})
