// Whether files changed since a piece of work was last done with them: a hash of their content, kept in a stamp file.
import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/**
 * A hash of files and of all that lies in directories; what is absent counts as absent.
 * @param {string} root
 * @param {string[]} paths relative to root
 * @param {{counts?: (path: string) => boolean, more?: string}} [options] counts: leaves files out; more: counts as well
 */
export function fingerprint(root, paths, { counts = () => true, more = '' } = {}) {
  const hash = createHash('sha256').update(more)
  for (const path of paths.flatMap((path) => filesIn(root, path)).filter(counts).sort()) {
    hash.update(`\0${path}\0`).update(readFileSync(join(root, path)))
  }
  return hash.digest('hex')
}

/** What the stamp says; undefined when there is none. */
export function readStamp(path) {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined // the work was never finished
  }
}

export function writeStamp(path, hash) {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, hash)
}

function filesIn(root, path) {
  const stat = statSync(join(root, path), { throwIfNoEntry: false })
  if (!stat) return []
  if (!stat.isDirectory()) return [path]
  return readdirSync(join(root, path)).flatMap((name) => filesIn(root, `${path}/${name}`))
}
