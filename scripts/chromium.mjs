// The browser of the browser tests: the one that was named, or Debian's, installed where it is missing and we may. Plain Node 20.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { Trouble } from './trouble.mjs'

const DEBIAN = '/usr/bin/chromium'
/** Without a Korean font the pictures of the Korean pages are boxes. */
const PACKAGES = ['chromium', 'fonts-noto-cjk']
const TAIL_LINES = 12

/**
 * @param {(line: string) => void} say told before it takes time
 * @returns {Promise<string>} path of the program
 * @throws {Trouble} when there is none and it cannot be installed
 */
export async function chromiumPath(say) {
  const named = process.env.CHROMIUM_PATH
  if (named) {
    if (!existsSync(named)) throw new Trouble(`CHROMIUM_PATH names ${named}, which is not there`, 'correct it or unset it')
    return named
  }
  if (existsSync(DEBIAN)) return DEBIAN
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) {
    throw new Trouble('there is no Chromium for the browser tests', `install it (sudo apt-get install -y ${PACKAGES.join(' ')}) or set CHROMIUM_PATH=/path/to/chromium`)
  }
  say(`installing ${PACKAGES.join(', ')} with apt-get, about a minute`)
  await apt(['update', '-q'])
  await apt(['install', '-y', '-q', '--no-install-recommends', ...PACKAGES])
  if (!existsSync(DEBIAN)) throw new Trouble(`apt-get installed Chromium, but not as ${DEBIAN}`, 'set CHROMIUM_PATH to where it is')
  return DEBIAN
}

function apt(args) {
  return new Promise((resolve, reject) => {
    const child = spawn('apt-get', args, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => { output += chunk })
    child.on('error', reject)
    child.on('close', (code) => {
      if (code === 0) return resolve()
      const tail = output.trimEnd().split('\n').slice(-TAIL_LINES).join('\n')
      reject(new Trouble(`apt-get ${args[0]} failed`, 'see the lines above, or set CHROMIUM_PATH=/path/to/chromium', { tail }))
    })
  })
}
