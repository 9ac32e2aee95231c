// `npm run test:lab`: builds the lab's binaries when they are missing and runs its tests on a real control plane, on a bare clone.
// Plain Node 20; the rest runs under the pinned Node. Last line: "N passed, N failed".
import { spawn } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ensureGenerated, ensureInstalled, PINNED_NODE } from './install.mjs'
import { ensureNetworkTools } from './network-tools.mjs'
import { report } from './trouble.mjs'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const REPORT = join(ROOT, `.tmp/lab-report-${process.pid}.json`)
// One after the other, and each in a process of its own: their set-ups say in the environment which cluster and which database there is.
const PARTS = [['control-plane', 'nodes'], ['installed']]
const ENV = { ...process.env, PATH: `${join(ROOT, 'node_modules/.bin')}${delimiter}${dirname(PINNED_NODE)}${delimiter}${process.env.PATH}` }

let running
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => { running?.kill(signal) })

try {
  await ensureInstalled(console.log)
  await ensureGenerated(console.log)
  await ensureNetworkTools()
  // Of chosen files the control plane is all that is needed for certain; they build the rest themselves.
  process.exitCode = await run(['lab/build.ts', process.argv.length > 2 ? 'control-plane' : 'all']) === 0 ? await test() : 1
} catch (error) {
  process.exitCode = report(error)
}

async function test() {
  mkdirSync(dirname(REPORT), { recursive: true })
  let [passed, failed] = [0, 0]
  for (const projects of PARTS) {
    const code = await run([
      'node_modules/vitest/vitest.mjs', 'run', '--config', 'vitest.lab.config.ts', ...projects.flatMap((project) => ['--project', project]), '--passWithNoTests',
      '--reporter=default', '--reporter=json', `--outputFile.json=${REPORT}`, ...process.argv.slice(2),
    ])
    const counts = readCounts()
    passed += counts.passed
    // A run that broke outside of any test must not pass for what it did not find.
    failed += counts.failed === 0 && code !== 0 ? 1 : counts.failed
  }
  if (passed === 0 && failed === 0) failed = 1
  console.log(`${passed} passed, ${failed} failed`)
  return failed === 0 ? 0 : 1
}

/** Runs a script in our terminal and answers its exit code; 1 when a signal ended it. */
function run(args) {
  running = spawn(PINNED_NODE, args, { cwd: ROOT, env: ENV, stdio: 'inherit' })
  return new Promise((resolve, reject) => {
    running.once('error', reject)
    running.once('exit', (code) => { resolve(code ?? 1) })
  })
}

/** Counts of the report; a file that could not be loaded has no failed test of its own and counts as one. */
function readCounts() {
  let found
  try {
    found = JSON.parse(readFileSync(REPORT, 'utf8'))
  } catch {
    return { passed: 0, failed: 1 } // it ended before it wrote one
  }
  rmSync(REPORT)
  const unloaded = found.testResults.filter(({ status, assertionResults }) => status === 'failed' && assertionResults.every((test) => test.status !== 'failed'))
  return { passed: found.numPassedTests, failed: found.numFailedTests + unloaded.length }
}
