// Browser tests: one journey a file, against the real `npm start` on a free port with data of its own.
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { defineConfig } from '@playwright/test'

const DEBIAN_CHROMIUM = '/usr/bin/chromium'
const BUILD_AND_START_MS = 300_000

// Workers read this file too; they inherit what the first reading decided.
if (process.env.GAUNTLET_E2E_PORT === undefined) {
  const data = mkdtempSync(join(tmpdir(), 'gauntlet-e2e-'))
  process.env.GAUNTLET_E2E_PORT = String(await freePort())
  process.env.GAUNTLET_E2E_DATA = data
  process.on('exit', () => rmSync(data, { recursive: true, force: true }))
}
const url = `http://127.0.0.1:${process.env.GAUNTLET_E2E_PORT}`

const executablePath = process.env.CHROMIUM_PATH ?? (existsSync(DEBIAN_CHROMIUM) ? DEBIAN_CHROMIUM : undefined)

export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results',
  // The journeys share one installation, and the machine has few cores.
  workers: 1,
  timeout: 90_000,
  expect: { timeout: 15_000 },
  forbidOnly: process.env.CI !== undefined,
  reporter: [['list']],
  use: {
    baseURL: url,
    // So that a test says what it waited for, long before its own time is over.
    actionTimeout: 20_000,
    navigationTimeout: 30_000,
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
    launchOptions: {
      ...(executablePath === undefined ? {} : { executablePath }),
      args: [
        ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
        '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync',
      ],
    },
  },
  webServer: {
    command: 'npm start',
    url: `${url}/api/health`,
    env: { PORT: process.env.GAUNTLET_E2E_PORT, HOST: '127.0.0.1', GAUNTLET_DATA: process.env.GAUNTLET_E2E_DATA ?? '', DATABASE_URL: '', GAUNTLET_SECRET: '' },
    timeout: BUILD_AND_START_MS,
    stdout: 'pipe',
    gracefulShutdown: { signal: 'SIGTERM', timeout: 20_000 },
  },
})

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().on('error', reject).listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })
}
