// Knows how the lab's own program (lab/dummy) is built: in seconds, with nothing but Go's standard library.
import { execFile } from 'node:child_process'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

const ROOT = join(import.meta.dirname, '..')

/** The path of the binary; Go knows by itself when there is nothing to do. */
export async function buildDummy(): Promise<string> {
  const path = join(ROOT, '.lab', 'dummy')
  await mkdir(join(ROOT, '.lab'), { recursive: true })
  await promisify(execFile)('go', ['build', '-trimpath', '-buildvcs=false', '-o', path, '.'], { cwd: join(ROOT, 'lab', 'dummy'), env: { ...process.env, CGO_ENABLED: '0', GOWORK: 'off' } })
  return path
}
