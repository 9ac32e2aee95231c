// The installations of examples/, as files to adopt.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const EXAMPLES = join(import.meta.dirname, '../../examples')

/** The manifests of one example by its folder's name; folders in it are left out. */
export function example(name: string): { name: string; text: string }[] {
  const folder = join(EXAMPLES, name)
  return readdirSync(folder).filter((file) => /\.ya?ml$/.test(file)).map((file) => ({ name: file, text: readFileSync(join(folder, file), 'utf8') }))
}
