// Knows how the lab's own program (lab/dummy) is built: in seconds, with nothing but Go's standard library.
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { go, requireGo } from './go.ts'

const ROOT = join(import.meta.dirname, '..')
const SOURCE = join(ROOT, 'lab', 'dummy')

/** The path of the binary; Go knows by itself when there is nothing to do. Throws an Error with one sentence for a person when there is no Go. */
export async function buildDummy(): Promise<string> {
  const path = join(ROOT, '.lab', 'dummy')
  await mkdir(join(ROOT, '.lab'), { recursive: true })
  await requireGo(SOURCE)
  await go(SOURCE, ['build', '-trimpath', '-buildvcs=false', '-o', path, '.'])
  return path
}
