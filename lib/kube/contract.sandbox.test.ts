// The contract suite on the sandbox. lab/contract.lab.test.ts runs the same one on a real kube-apiserver.
import { startSandbox } from '#lib/sandbox/server.ts'
import { contractSuite } from './contract.ts'

contractSuite({
  name: 'sandbox',
  start: async () => {
    // The suite is about Kubernetes, so its containers start whatever their arguments.
    const sandbox = await startSandbox({ rollMs: 20, podStarts: () => ({ state: 'ready' }) })
    return {
      connection: { kind: 'sandbox', url: sandbox.url },
      // The sandbox's own node makes them ready.
      markReady: async () => {},
      stop: sandbox.close,
    }
  },
})
