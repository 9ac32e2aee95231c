// `npm run lab`: what the lab needs on a bare clone, and then the lab itself under the pinned Node. Plain Node 20.
import { spawn } from 'node:child_process'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ensureGenerated, ensureInstalled, PINNED_NODE } from './install.mjs'
import { ensureNetworkTools } from './network-tools.mjs'
import { report } from './trouble.mjs'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const ENV = { LOG_LEVEL: 'error', ...process.env, PATH: `${join(ROOT, 'node_modules/.bin')}${delimiter}${dirname(PINNED_NODE)}${delimiter}${process.env.PATH}` }

try {
  await ensureInstalled(console.log)
  await ensureGenerated(console.log)
  await ensureNetworkTools()
  // The verbs are server code, which says so by this condition.
  const lab = spawn(PINNED_NODE, ['--import', new URL('./tether.mjs', import.meta.url).href, '--conditions=react-server', '--disable-warning=ExperimentalWarning', 'lab/main.ts', ...process.argv.slice(2)], {
    cwd: ROOT, env: { ...ENV, GAUNTLET_TETHER: String(process.pid) }, stdio: ['pipe', 'inherit', 'inherit'],
  })
  lab.stdin.on('error', () => undefined)
  // The lab ends what it has begun, and this waits for it. A terminal sends Ctrl-C to both, and a second one changes nothing.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => { lab.kill(signal) })
  process.exitCode = await new Promise((resolve, reject) => { lab.once('error', reject).once('exit', (code) => { resolve(code ?? 1) }) })
} catch (error) {
  process.exitCode = report(error)
}
