// Starts the control plane for a person: `node lab/start.ts [namespace]`, with a stub for that namespace; Ctrl-C ends it.
import { labApi } from './api.ts'
import { startControlPlane } from './control-plane.ts'
import { grantNamespace } from './rbac.ts'
import { runFolder } from './run-folder.ts'
import { createStatusStub, keepPassing } from './status-stub.ts'

const namespace = process.argv[2] ?? 'monitoring'
const interrupted = new Promise<undefined>((resolve) => {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => { resolve(undefined) })
})

const plane = await startControlPlane({ dir: await runFolder(), log: console.log })
const api = labApi({ url: plane.url, token: plane.adminToken, ca: plane.ca })
await grantNamespace(api, namespace)
// Slow enough to watch a rollout.
const stopPassing = keepPassing(await createStatusStub({ api, namespace, readyAfterMs: 2_000 }))
console.log(`ready after ${(plane.readyAfterMs / 1000).toFixed(1)} s; pods of namespace ${namespace} become ready 2 s after they are bound`)
console.log(`contexts ${plane.contexts.join(', ')}:  export KUBECONFIG=${plane.kubeconfig}`)

const failure = await Promise.race([interrupted, plane.failed])
if (failure !== undefined) {
  console.error(`the control plane broke down: ${failure}`)
  process.exitCode = 1
}
await stopPassing().catch((error: unknown) => { console.error(error) })
await plane.stop()
