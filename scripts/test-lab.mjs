// `npm run test:lab`: builds the lab's binaries when they are missing, runs its tests on a real control plane, ends with "N passed, N failed".
import { spawn } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
// This package brings its own Node: the machine's may not run TypeScript.
const NODE = join(ROOT, 'node_modules/.bin/node')
const REPORT = join(ROOT, `.tmp/lab-report-${process.pid}.json`)

let running
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => { running?.kill(signal) })

if (await run('lab/build.ts') !== 0) process.exit(1)

mkdirSync(join(ROOT, '.tmp'), { recursive: true })
const code = await run(
  'node_modules/vitest/vitest.mjs', 'run', '--config', 'vitest.lab.config.ts', '--reporter=default', '--reporter=json', `--outputFile.json=${REPORT}`,
  ...process.argv.slice(2),
)
const { passed, failed } = outcome()
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failed === 0 && passed > 0 && code === 0 ? 0 : 1

/** Runs a script with this package's Node and answers its exit code; 1 when a signal ended it. */
function run(...args) {
  running = spawn(NODE, args, { cwd: ROOT, stdio: 'inherit' })
  return new Promise((resolve) => {
    running.once('error', (error) => {
      console.error(`${NODE} cannot be run (${error.message}): run "npm install" first`)
      resolve(1)
    })
    running.once('exit', (exitCode) => { resolve(exitCode ?? 1) })
  })
}

/** Counts of the report. A file that could not even be loaded has no tests and counts as one failure; so does a run without a report. */
function outcome() {
  let report
  try {
    report = JSON.parse(readFileSync(REPORT, 'utf8'))
  } catch {
    return { passed: 0, failed: 1 }
  }
  rmSync(REPORT)
  const unloaded = report.testResults.filter(({ status, assertionResults }) => status === 'failed' && assertionResults.every((test) => test.status !== 'failed'))
  return { passed: report.numPassedTests, failed: report.numFailedTests + unloaded.length }
}
