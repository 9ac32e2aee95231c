// Builds the app when its sources changed, and completes Next's standalone folder, which comes without its static files.
import { cpSync, existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { startChild } from './child.mjs'
import { fingerprint, readStamp, writeStamp } from './fingerprint.mjs'
import { ensureGenerated } from './install.mjs'
import { report, Trouble } from './trouble.mjs'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const STAMP = join(ROOT, '.next/gauntlet-built')
const SOURCES = ['app', 'components', 'lib', 'prisma/schema.prisma', 'proxy.ts', 'instrumentation.ts', 'next.config.mjs',
  'postcss.config.mjs', 'tsconfig.json', 'package.json', 'package-lock.json']
const NOT_BUILT = /\.test\.tsx?$|\/testdata\/|^lib\/(testing|cli|db\/generated)\//

/** The built server, to be run by Node. */
export const SERVER = join(ROOT, '.next/standalone/server.js')

/**
 * Builds unless the last build was of these very sources.
 * @param {(line: string) => void} say told before it takes time
 * @param {(child: {stop: () => Promise<void>}) => void} began gets the build, so that it can be stopped
 * @throws {Trouble} with the end of the build's output
 */
export async function ensureBuilt(say, began) {
  const sources = fingerprint(ROOT, SOURCES, { counts: (path) => !NOT_BUILT.test(path) })
  if (readStamp(STAMP) === sources) return
  say('building the app, about a minute')
  rmSync(STAMP, { force: true })
  const build = startChild(['node_modules/next/dist/bin/next', 'build'], { env: { NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' } })
  began(build)
  if (await build.ended !== 0) throw buildTrouble(build.tail())
  const standalone = join(ROOT, '.next/standalone')
  for (const folder of ['.next/static', 'public']) {
    if (existsSync(join(ROOT, folder))) cpSync(join(ROOT, folder), join(standalone, folder), { recursive: true })
  }
  writeStamp(STAMP, sources)
}

function buildTrouble(tail) {
  if (/ENOSPC/.test(tail)) return new Trouble('the build found the disk full', 'free about 1 GB and start again', { tail })
  if (/EACCES|EROFS/.test(tail)) return new Trouble(`the build cannot write ${join(ROOT, '.next')}`, 'make the project folder writable and start again', { tail })
  if (/another next build/i.test(tail)) return new Trouble('another build of this folder is running', 'wait until it ends and start again', { tail })
  return new Trouble('the build failed', 'see the lines above; `npm run check` names the cause', { tail })
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    await ensureGenerated(console.log)
    await ensureBuilt(console.log, () => undefined)
  } catch (error) {
    process.exitCode = report(error)
  }
}
