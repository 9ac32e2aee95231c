// `npm run test:lab`: builds the lab's binaries when they are missing and runs its tests on a real control plane, on a bare clone.
// Plain Node 20; the rest runs under the pinned Node. Last line: "N passed, N failed".
import { spawn } from 'node:child_process'
import { mkdirSync, rmSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { vitestCounts } from './counts.mjs'
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
  const failures = []
  for (const projects of PARTS) {
    const code = await run([
      'node_modules/vitest/vitest.mjs', 'run', '--config', 'vitest.lab.config.ts', ...projects.flatMap((project) => ['--project', project]), '--passWithNoTests',
      '--reporter=default', '--reporter=json', `--outputFile.json=${REPORT}`, ...process.argv.slice(2),
    ])
    const counts = vitestCounts(REPORT, ROOT)
    rmSync(REPORT, { force: true })
    // A run that broke outside of any test must not pass for what it did not find.
    if (code !== 0 && counts.failed === 0) Object.assign(counts, { failed: 1, failures: [`${projects.join(' and ')}: it broke outside of any test`] })
    failures.push(...counts.failures)
    passed += counts.passed
    failed += counts.failed
  }
  if (passed === 0 && failed === 0) [failed, failures[0]] = [1, 'no test was found']
  for (const failure of failures) console.log(`failed: ${failure}`)
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
