#!/usr/bin/env node
// Starts the command of lib/cli under the Node that the project pins, and installs that first where it is missing.
// Plain Node 20. Standard output belongs to the command; all that is said here goes to standard error.
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { auditDatabase } from '../scripts/audit-database.mjs'
import { ensureInstalled, PINNED_NODE } from '../scripts/install.mjs'
import { report } from '../scripts/trouble.mjs'

const MAIN = fileURLToPath(new URL('../lib/cli/main.ts', import.meta.url))
const COMPILED = fileURLToPath(new URL('../node_modules/.cache/gauntlet', import.meta.url))
const FAILED = 2

try {
  await ensureInstalled((line) => process.stderr.write(`gauntlet: ${line}\n`))
  const database = await auditDatabase(process.argv.slice(2))
  // Type stripping warns that it is experimental, which is no concern of whoever checks manifests. The cache halves the time to start.
  const command = spawn(PINNED_NODE, ['--disable-warning=ExperimentalWarning', MAIN, ...process.argv.slice(2)], {
    stdio: 'inherit', env: { NODE_COMPILE_CACHE: COMPILED, ...process.env, ...database.env },
  })
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => command.kill(signal))
  process.exitCode = await new Promise((resolve, reject) => command.on('error', reject).on('exit', (code) => resolve(code ?? FAILED)))
  await database.stop()
} catch (error) {
  report(error)
  process.exitCode = FAILED
}
