// A replica of Gauntlet that carries out runs and serves no pages, in a process of its own that a test can kill.
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const REPLICA = fileURLToPath(new URL('worker-process.ts', import.meta.url))
const COMPILED = fileURLToPath(new URL('../../.tmp/compiled', import.meta.url))

/** Starts one that has the caller's settings; it takes runs by the time that this answers. Whoever is started often compiles once. */
export async function startReplica(): Promise<ChildProcess> {
  const child = spawn(process.execPath, ['--conditions=react-server', '--disable-warning=ExperimentalWarning', REPLICA], {
    env: { ...process.env, GAUNTLET_WORKER: 'on', NODE_COMPILE_CACHE: COMPILED }, stdio: ['pipe', 'pipe', 'inherit'],
  })
  await once(createInterface({ input: child.stdout }), 'line')
  return child
}
