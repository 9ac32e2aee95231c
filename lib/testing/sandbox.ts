// A sandbox cluster of its own for a test file, over real HTTP, with pods that are ready at once.
import { afterAll, beforeAll } from 'vitest'
import { connect, type Cluster } from '../kube/cluster.ts'
import type { KubeObject } from '../manifest/types.ts'
import { startSandbox, type Sandbox, type SandboxOptions } from '../sandbox/server.ts'

export type TestSandbox = {
  url: () => string
  cluster: () => Cluster
  /** Makes a namespace, and gives its name. */
  namespace: (name: string) => Promise<string>
  /** Writes objects as someone else than Gauntlet. */
  put: (objects: readonly KubeObject[], manager?: string) => Promise<void>
  /** Stops it for good: a cluster that went away. */
  stop: () => Promise<void>
}

/** Starts a sandbox for the calling file and points GAUNTLET_SANDBOX_URL at it. */
export function testSandbox(options: SandboxOptions = {}): TestSandbox {
  let sandbox: Sandbox | undefined
  let url = ''
  beforeAll(async () => {
    sandbox = await startSandbox({ rollMs: 20, ...options })
    url = sandbox.url
    process.env.GAUNTLET_SANDBOX_URL = url
    process.env.GAUNTLET_GATE_POLL_MS = '20'
    process.env.GAUNTLET_GATE_TIMEOUT_MS = '5000'
  })
  const stop = async (): Promise<void> => {
    await sandbox?.close()
    sandbox = undefined
  }
  afterAll(stop)
  const cluster = (): Cluster => connect({ kind: 'sandbox', url })
  const put: TestSandbox['put'] = async (objects, manager = 'someone-else') => {
    for (const object of objects) await cluster().apply(object, { dryRun: false, force: true, manager })
  }
  return {
    url: () => url, cluster, put, stop,
    namespace: async (name) => {
      await put([{ apiVersion: 'v1', kind: 'Namespace', metadata: { name } }])
      return name
    },
  }
}
