// The browser of the browser tests: the one that was named, or Debian's, installed where it is missing and we may. Plain Node 20.
import { existsSync } from 'node:fs'
import { installPackages, mayInstall } from './apt.mjs'
import { Trouble } from './trouble.mjs'

const DEBIAN = '/usr/bin/chromium'
/** Without a Korean font the pictures of the Korean pages are boxes. */
const PACKAGES = ['chromium', 'fonts-noto-cjk']

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
  if (!mayInstall()) {
    throw new Trouble('there is no Chromium for the browser tests', `install it (sudo apt-get install -y ${PACKAGES.join(' ')}) or set CHROMIUM_PATH=/path/to/chromium`)
  }
  say(`installing ${PACKAGES.join(', ')} with apt-get, about a minute`)
  await installPackages(PACKAGES, 'set CHROMIUM_PATH to where one is')
  if (!existsSync(DEBIAN)) throw new Trouble(`apt-get installed Chromium, but not as ${DEBIAN}`, 'set CHROMIUM_PATH to where it is')
  return DEBIAN
}
