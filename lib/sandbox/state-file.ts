// Keeps the sandbox's cluster in a file, so that a restart goes on with it. The file may hold Secrets: nobody else may read it.
import { readFile, rename, writeFile } from 'node:fs/promises'
import type { Store, StoreState } from './store.ts'
import { readState } from './store.ts'

const SETTLE_MS = 200

/** The state in a file; undefined when there is no file. Throws an Error that names the file when it is not a state. */
export async function loadState(file: string): Promise<StoreState | undefined> {
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return undefined
    throw new Error(`the sandbox cannot read ${file}`, { cause })
  }
  try {
    return readState(JSON.parse(text))
  } catch (cause) {
    throw new Error(`${file} does not hold a sandbox cluster; delete it to start with a new one`, { cause })
  }
}

/** Writes the store to a file a moment after each change; `flush` writes what is still outstanding. */
export function saveState(store: Store, file: string): { flush: () => Promise<void> } {
  let timer: NodeJS.Timeout | undefined
  let writing = Promise.resolve()
  const write = async (): Promise<void> => {
    const unfinished = `${file}.${process.pid}`
    await writeFile(unfinished, JSON.stringify(store.state()), { mode: 0o600 })
    await rename(unfinished, file)
  }
  const flush = async (): Promise<void> => {
    if (timer === undefined) return writing
    clearTimeout(timer)
    timer = undefined
    // A write that failed does not stop the next one.
    writing = writing.then(write, write)
    return writing
  }
  store.onChange(() => {
    timer ??= setTimeout(() => {
      flush().catch((error: unknown) => { process.stderr.write(`sandbox: ${file} could not be written: ${String(error)}\n`) })
    }, SETTLE_MS)
  })
  return { flush }
}
