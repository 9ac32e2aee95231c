// What a person is told while the binaries are built, and when they can't be.
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, expect, it, vi } from 'vitest'
import { NEWEST_THANOS, PRINTED_THANOS } from './build.ts'
import { remaining } from './go-module.ts'
import { requireGo } from './go.ts'

afterEach(() => { vi.unstubAllEnvs() })

it.each([
  ['by what was measured, at first', { elapsedS: 20, expectedS: 200, compiled: 3, stale: 1000 }, 'about 3 min 0 s left'],
  ['by its own pace, once there is one', { elapsedS: 60, expectedS: 200, compiled: 250, stale: 1000 }, 'about 3 min 0 s left'],
  ['no longer, when all that is left is to link', { elapsedS: 60, expectedS: 200, compiled: 1000, stale: 1000 }, 'linking'],
  ['not at all, when nothing tells', { elapsedS: 201, expectedS: 200, compiled: 99, stale: 1000 }, 'longer than the 3 min 20 s expected'],
])('tells the time left %s', (_, progress, said) => {
  expect(remaining(progress)).toBe(said)
})

// A release of Thanos that needs a newer Go changes this sentence, and the one in docs/lab.md.
it.each(['dummy', 'kubernetes', `thanos/v${PRINTED_THANOS}`, `thanos/v${NEWEST_THANOS}`])('says in one sentence that Go is missing, and which all modules are content with, at %s', async (folder) => {
  vi.stubEnv('PATH', '/nonexistent')
  await expect(requireGo(join(import.meta.dirname, folder))).rejects.toThrow(/^the lab needs Go 1\.26\.0 or newer to build its binaries, and no "go" is on the PATH$/)
})

it('lets npm run lab say so too, before it starts anything', async () => {
  const lab = promisify(execFile)(process.execPath, [join(import.meta.dirname, '../scripts/lab.mjs')], { env: { ...process.env, PATH: '/nonexistent' } })
  // The small program of the edges is built each time, so that a machine whose other binaries are all there is told as well.
  await expect(lab).rejects.toMatchObject({ code: 1, stderr: expect.stringMatching(/^the lab needs Go 1\.26\.0 or newer to build its binaries, and no "go" is on the PATH$/m) })
}, 180_000)
