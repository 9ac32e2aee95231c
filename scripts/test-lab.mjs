// `npm run test:lab`: builds the lab's binaries when they are missing and runs its tests on a real control plane, on a bare clone.
// Plain Node 20; the rest runs under the pinned Node. Last line: "N passed, N failed".
import { spawn } from 'node:child_process'
import { mkdirSync, rmSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { vitestCounts } from './counts.mjs'
import { ensureGenerated, ensureInstalled, PINNED_NODE } from './install.mjs'
import { ensureNetworkTools } from './network-tools.mjs'
import { report } from './trouble.mjs'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const REPORT = join(ROOT, `.tmp/lab-report-${process.pid}.json`)
// At the same time: they wait more than they work. Each in a process of its own, since their set-ups say in the environment which cluster and which database there is.
const PARTS = [['control-plane', 'nodes', 'main'], ['guide'], ['installed']]
const ENV = { ...process.env, PATH: `${join(ROOT, 'node_modules/.bin')}${delimiter}${dirname(PINNED_NODE)}${delimiter}${process.env.PATH}` }

const running = new Set()
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => { for (const child of running) child.kill(signal) })

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
  const all = await Promise.all(PARTS.map(testPart))
  const failures = all.flatMap((counts) => counts.failures)
  const passed = all.reduce((total, counts) => total + counts.passed, 0)
  if (passed + failures.length === 0) failures.push('no test was found')
  for (const failure of failures) console.log(`failed: ${failure}`)
  console.log(`${passed} passed, ${failures.length} failed`)
  return failures.length === 0 ? 0 : 1
}

/** Runs the tests of some projects; each line that they print begins with the first one's name. */
async function testPart(projects) {
  const [name] = projects
  const startedAt = Date.now()
  const report = REPORT.replace('.json', `-${name}.json`)
  const code = await run([
    'node_modules/vitest/vitest.mjs', 'run', '--config', 'vitest.lab.config.ts', ...projects.flatMap((project) => ['--project', project]), '--passWithNoTests',
    '--reporter=default', '--reporter=json', `--outputFile.json=${report}`, ...process.argv.slice(2),
  ], `${name} | `)
  const counts = vitestCounts(report, ROOT)
  rmSync(report, { force: true })
  // A run that broke outside of any test must not pass for what it did not find.
  if (code !== 0 && counts.failed === 0) Object.assign(counts, { failed: 1, failures: [`${projects.join(' and ')}: it broke outside of any test`] })
  const seconds = ((Date.now() - startedAt) / 1000).toFixed(1)
  console.log(`${counts.failed ? '✗' : '✓'} ${projects.join(' and ').padEnd(24)} ${seconds.padStart(6)} s  ${counts.passed} passed, ${counts.failed} failed`)
  return counts
}

/** Runs a script and answers its exit code; 1 when a signal ended it. With a prefix its lines are told apart from those of others. */
function run(args, prefix) {
  const child = spawn(PINNED_NODE, args, { cwd: ROOT, env: ENV, stdio: prefix === undefined ? 'inherit' : ['ignore', 'pipe', 'pipe'] })
  running.add(child)
  for (const stream of [child.stdout, child.stderr]) if (stream) createInterface({ input: stream }).on('line', (line) => { console.log(`${prefix}${line}`) })
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => {
      running.delete(child)
      resolve(code ?? 1)
    })
  })
}
