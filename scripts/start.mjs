// `npm start`: from a bare clone to a running Gauntlet. Plain Node 20 and no dependency up to the point where the pinned
// Node takes over; what is started is stopped again, in order, however this process ends.
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { Household } from './household.mjs'
import { ensureGenerated, ensureInstalled, PINNED_NODE } from './install.mjs'
import { claim, ensureFree, settings } from './preflight.mjs'
import { report } from './trouble.mjs'

const PINNED_MAJOR = 24
const say = (line) => process.stdout.write(`gauntlet: ${line}\n`)

async function main(household) {
  const wanted = settings()
  await ensureFree(wanted)
  await ensureInstalled(say, (stop) => household.add(stop))
  if (Number(process.versions.node.split('.')[0]) < PINNED_MAJOR) return continueUnderPinnedNode(household)
  household.add(claim(wanted))
  await ensureGenerated(say)
  const { serve } = await import('./serve.mjs')
  return serve(wanted, household, say)
}

/** Runs this very program under the Node that the project pins; resolves with its exit code. */
function continueUnderPinnedNode(household) {
  const child = spawn(PINNED_NODE, ['--import', new URL('./tether.mjs', import.meta.url).href, fileURLToPath(import.meta.url)], {
    detached: true, stdio: ['pipe', 'inherit', 'inherit'], env: { ...process.env, GAUNTLET_TETHER: String(process.pid) },
  })
  child.stdin.on('error', () => undefined)
  const ended = new Promise((resolve, reject) => child.on('error', reject).on('exit', (code) => resolve(code ?? 1)))
  household.add(async () => { child.kill('SIGTERM'); await ended })
  return ended
}

const household = new Household()
try {
  process.exitCode = await household.until(main(household))
} catch (error) {
  await household.stop()
  process.exitCode = report(error)
}
process.exit()
