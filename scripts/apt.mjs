// Debian's packages, installed where something is missing and we may. Plain Node 20.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { Trouble } from './trouble.mjs'

const TAIL_LINES = 12

/** Whether packages can be installed here without asking anyone. */
export function mayInstall() {
  return process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')
}

/**
 * @param {readonly string[]} packages
 * @param {string} instead what the reader can do when it fails
 * @throws {Trouble} with the end of what apt-get said
 */
export async function installPackages(packages, instead) {
  await apt(['update', '-q'], instead)
  await apt(['install', '-y', '-q', '--no-install-recommends', ...packages], instead)
}

function apt(args, instead) {
  return new Promise((resolve, reject) => {
    const child = spawn('apt-get', args, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => { output += chunk })
    child.on('error', reject)
    child.on('close', (code) => {
      if (code === 0) return resolve()
      const tail = output.trimEnd().split('\n').slice(-TAIL_LINES).join('\n')
      reject(new Trouble(`apt-get ${args[0]} failed`, `see the lines above, or ${instead}`, { tail }))
    })
  })
}
