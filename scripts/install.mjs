// Brings node_modules and the generated database client up to date. Plain Node 20, no dependency: it runs before there are any.
import { spawn } from 'node:child_process'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { fingerprint, readStamp, writeStamp } from './fingerprint.mjs'
import { Trouble } from './trouble.mjs'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const INSTALLED = join(ROOT, 'node_modules/.gauntlet-installed')
const CLIENT = join(ROOT, 'lib/db/generated')
const GENERATED = join(CLIENT, '.gauntlet-generated')
const TAIL_LINES = 15

/** The Node that the project pins, as a path. */
export const PINNED_NODE = join(ROOT, 'node_modules/node/bin/node')

/**
 * Runs `npm install` when node_modules is absent, half done or older than the lock file.
 * @param {(line: string) => void} say told before it takes time
 * @param {(stop: () => void) => void} began gets how to stop it
 * @throws {Trouble} when npm fails
 */
export async function ensureInstalled(say, began = () => undefined) {
  if (readStamp(INSTALLED) === packages()) return
  say('installing what is missing, about a minute')
  // --include=dev: building needs the types, also where NODE_ENV says production
  const { code, output } = await runNpm(['install', '--no-audit', '--no-fund', '--include=dev'], began)
  if (code !== 0) throw installTrouble(output)
  if (!existsSync(PINNED_NODE)) throw new Trouble('npm installed no Node 24 for this machine', 'run `npm rebuild node`, or start under Node 24 or newer')
  writeStamp(INSTALLED, packages())
}

/** Runs `prisma generate` when the schema changed. Needs no database and no network. */
export async function ensureGenerated(say) {
  const schema = fingerprint(ROOT, ['prisma/schema.prisma', 'prisma.config.ts', 'node_modules/prisma/package.json'])
  if (readStamp(GENERATED) === schema) return
  say('generating the database client')
  rmSync(CLIENT, { recursive: true, force: true })
  const env = { ...process.env, PRISMA_HIDE_UPDATE_MESSAGE: '1', CHECKPOINT_DISABLE: '1' }
  const { code, output } = await run(PINNED_NODE, ['node_modules/prisma/build/index.js', 'generate'], { env })
  if (code !== 0) throw new Trouble('the database client could not be generated', 'see the lines above', { tail: tail(output) })
  writeStamp(GENERATED, schema)
}

/** What npm install goes by: the lock file, and the part of package.json that speaks of packages. */
function packages() {
  const { dependencies, devDependencies, overrides } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'))
  return fingerprint(ROOT, ['package-lock.json'], { more: JSON.stringify([dependencies, devDependencies, overrides]) })
}

function runNpm(args, began) {
  // npm names its own program to the scripts that it runs; PATH may hold a half-installed Node of ours
  const cli = process.env.npm_execpath
  return cli?.endsWith('.js') ? run(process.execPath, [cli, ...args], { began }) : run('npm', args, { began })
}

function installTrouble(output) {
  const offline = /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|ENETUNREACH|ECONNRESET|network/.test(output)
  if (offline) return new Trouble('npm install cannot reach the package registry', 'check the network and `npm config get registry`, then start again')
  if (/ENOSPC/.test(output)) return new Trouble('npm install found the disk full', 'free about 2 GB and start again')
  if (/EACCES|EROFS|EPERM/.test(output)) return new Trouble(`npm install cannot write ${join(ROOT, 'node_modules')}`, 'make the project folder writable and start again')
  return new Trouble('npm install failed', 'see the lines above', { tail: tail(output) })
}

const tail = (output) => output.trimEnd().split('\n').slice(-TAIL_LINES).join('\n')

function run(command, args, { env = process.env, began = () => undefined } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'pipe'] })
    began(() => { child.kill('SIGTERM') })
    let output = ''
    child.stdout.on('data', (chunk) => { output += chunk })
    child.stderr.on('data', (chunk) => { output += chunk })
    child.on('error', (error) => resolve({ code: 127, output: `${command}: ${error.message}` }))
    child.on('close', (code) => resolve({ code, output }))
  })
}
