// A sandbox cluster of its own for a test file, over real HTTP, with pods that are ready at once.
import { afterAll, afterEach, beforeAll } from 'vitest'
import { stringify } from 'yaml'
import { connect, type Cluster } from '../kube/cluster.ts'
import type { KubeObject } from '../manifest/types.ts'
import type { Seen } from '../sandbox/control.ts'
import { startSandbox, type Sandbox, type SandboxOptions } from '../sandbox/server.ts'
import type { WeatherInput } from '../sandbox/weather.ts'

export type TestSandbox = {
  url: () => string
  cluster: () => Cluster
  /** Makes a namespace, and gives its name. */
  namespace: (name: string) => Promise<string>
  /** Writes objects as someone else than Gauntlet. */
  put: (objects: readonly KubeObject[], manager?: string) => Promise<void>
  /** Lets things go wrong from now on, in place of what went wrong before; `calm` ends it, as does the end of each test. */
  weather: (weather: WeatherInput) => void
  calm: () => void
  /** How many requests each rule of the weather has befallen. */
  hits: () => readonly number[]
  /** The requests to Kubernetes paths since the start, or since `from` of them. */
  requests: (from?: number) => readonly Seen[]
  /** A kubeconfig's text for a user: what Roles and RoleBindings give him, he may do. */
  kubeconfigOf: (user: string) => string
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
    process.env.GAUNTLET_GATE_STABLE_MS = '40'
    process.env.GAUNTLET_GATE_REFRESH_MS = '40'
  })
  const stop = async (): Promise<void> => {
    await sandbox?.close()
    sandbox = undefined
  }
  afterAll(stop)
  const running = (): Sandbox => {
    if (!sandbox) throw new Error('the sandbox does not run')
    return sandbox
  }
  const calm = (): void => { sandbox?.weather.set({}) }
  afterEach(calm)
  const cluster = (): Cluster => connect({ kind: 'sandbox', url })
  const put: TestSandbox['put'] = async (objects, manager = 'someone-else') => {
    for (const object of objects) await cluster().apply(object, { dryRun: false, force: true, manager })
  }
  return {
    url: () => url, cluster, put, stop, calm,
    weather: (weather) => { running().weather.set(weather) },
    hits: () => running().weather.hits(),
    requests: (from = 0) => running().requests().slice(from),
    kubeconfigOf: (user) => {
      const token = `token-of-${user}`
      running().tokens.set(token, { name: user })
      return stringify({
        'apiVersion': 'v1', 'kind': 'Config', 'current-context': user,
        'clusters': [{ name: 'sandbox', cluster: { 'server': url, 'insecure-skip-tls-verify': true } }],
        'users': [{ name: user, user: { token } }],
        'contexts': [{ name: user, context: { cluster: 'sandbox', user } }],
      })
    },
    namespace: async (name) => {
      await put([{ apiVersion: 'v1', kind: 'Namespace', metadata: { name } }])
      return name
    },
  }
}
