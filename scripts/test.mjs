// `npm test`: everything that can be known without a cluster, on a bare clone. Plain Node 20; the steps run under the pinned
// Node. A step that fails does not stop the others. `--quick` leaves out what needs a database, a build or a browser;
// names of steps run these alone: `npm test -- types unit`.
import { spawn } from 'node:child_process'
import { mkdirSync, rmSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromiumPath } from './chromium.mjs'
import { playwrightCounts, vitestCounts } from './counts.mjs'
import { ensureGenerated, ensureInstalled, PINNED_NODE } from './install.mjs'
import { report, Trouble } from './trouble.mjs'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const REPORTS = join(ROOT, `.tmp/reports-${process.pid}`)
const ENV = {
  ...process.env, PATH: `${join(ROOT, 'node_modules/.bin')}${delimiter}${dirname(PINNED_NODE)}${delimiter}${process.env.PATH}`,
  NEXT_TELEMETRY_DISABLED: '1', FORCE_COLOR: '0',
}
const one = { passed: 1, failed: 0, skipped: 0, failures: [] }

const vitest = (project) => () => counted(project, [
  'node_modules/vitest/vitest.mjs', 'run', '--project', project, '--reporter=default', '--reporter=json', `--outputFile.json=${reportOf(project)}`,
], vitestCounts)

/** In this order; `quick` ones need no database, no build and no browser. */
const STEPS = [
  { name: 'types', quick: true, run: async () => { await node(['node_modules/next/dist/bin/next', 'typegen']); await node(['node_modules/typescript/bin/tsc', '--noEmit']); return one } },
  { name: 'lint', quick: true, run: async () => { await node(['node_modules/oxlint/bin/oxlint', '--deny-warnings']); return one } },
  { name: 'deadcode', run: async () => { await node(['node_modules/knip/bin/knip.js']); return one } },
  { name: 'unit', quick: true, run: vitest('unit') },
  { name: 'db', run: vitest('db') },
  { name: 'build', run: async () => { await node(['scripts/build.mjs']); return one } },
  { name: 'browser', run: browser },
]

async function browser() {
  const executable = await chromiumPath((line) => console.log(`  ${line}`))
  return counted('browser', ['node_modules/@playwright/test/cli.js', 'test', '--reporter=list,json'], playwrightCounts,
    { CHROMIUM_PATH: executable, PLAYWRIGHT_JSON_OUTPUT_FILE: reportOf('browser') })
}

/** Runs a program that writes a JSON report, and reads the counts from it. It may fail: the report says how. */
async function counted(name, args, read, env = {}) {
  const { code, output } = await run(args, env)
  const counts = read(reportOf(name), ROOT)
  if (code !== 0 && counts.failed === 0) Object.assign(counts, { failed: 1, failures: ['it broke outside of any test'] })
  if (counts.passed + counts.failed === 0) throw new Trouble(`${name} ran no test`, 'see the lines above', { tail: output })
  if (counts.failed > 0) process.stdout.write(output)
  return counts
}

const reportOf = (name) => join(REPORTS, `${name}.json`)

async function node(args) {
  const { code, output } = await run(args)
  if (code !== 0) throw new Failed(output)
}

class Failed extends Error {}

function run(args, env = {}) {
  return new Promise((resolve) => {
    const child = spawn(PINNED_NODE, args, { cwd: ROOT, env: { ...ENV, ...env }, stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    child.stdout.on('data', (chunk) => { output += chunk })
    child.stderr.on('data', (chunk) => { output += chunk })
    child.on('error', (error) => resolve({ code: 1, output: `${output}${error.message}\n` }))
    child.on('close', (code) => resolve({ code, output }))
  })
}

async function attempt(step) {
  const startedAt = Date.now()
  let counts = { passed: 0, failed: 1, skipped: 0, failures: ['see its lines above'] }
  try {
    counts = await step.run()
  } catch (error) {
    if (error instanceof Failed) process.stdout.write(error.message)
    else report(error)
  }
  const skipped = counts.skipped ? `, ${counts.skipped} skipped` : ''
  console.log(`${counts.failed ? '✗' : '✓'} ${step.name.padEnd(9)} ${((Date.now() - startedAt) / 1000).toFixed(1).padStart(6)} s  ${counts.passed} passed, ${counts.failed} failed${skipped}`)
  return counts
}

function chosenSteps(args) {
  if (args.includes('--quick')) return STEPS.filter(({ quick }) => quick)
  const unknown = args.find((arg) => !STEPS.some(({ name }) => name === arg))
  if (unknown) throw new Trouble(`there is no step ${unknown}`, `use --quick or any of ${STEPS.map(({ name }) => name).join(', ')}`)
  return args.length ? STEPS.filter(({ name }) => args.includes(name)) : STEPS
}

try {
  const steps = chosenSteps(process.argv.slice(2))
  await ensureInstalled(console.log)
  await ensureGenerated(console.log)
  mkdirSync(REPORTS, { recursive: true })
  const total = { passed: 0, failed: 0 }
  const failures = []
  for (const step of steps) {
    const counts = await attempt(step)
    total.passed += counts.passed
    total.failed += counts.failed
    failures.push(...counts.failures.map((failure) => `${step.name}: ${failure}`))
  }
  rmSync(REPORTS, { recursive: true })
  for (const failure of failures) console.log(`failed: ${failure}`)
  console.log(`${total.passed} passed, ${total.failed} failed`)
  process.exitCode = total.failed ? 1 : 0
} catch (error) {
  process.exitCode = report(error)
  console.log('0 passed, 1 failed')
}
