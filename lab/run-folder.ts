// Knows where a run of the lab keeps what it needs only while it runs, and clears what killed runs left behind.
import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'

const LAB = join(import.meta.dirname, '..', '.lab')

/** The folder of this process's run, or of a part of it; folders of runs whose process is gone are removed first. */
export async function runFolder(part?: string): Promise<string> {
  for (const name of await readdir(LAB).catch(() => [])) {
    const pid = /^run-(\d+)(?:-\w+)?$/.exec(name)?.[1]
    if (pid !== undefined && !isAlive(Number(pid))) await rm(join(LAB, name), { recursive: true, force: true })
  }
  return join(LAB, `run-${process.pid}${part === undefined ? '' : `-${part}`}`)
}

/** Whether a process of this id exists, whoever owns it. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // EPERM: it lives and belongs to someone else.
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
