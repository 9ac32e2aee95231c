// The contract suite that the sandbox is held to, on a real kube-apiserver with real controllers: here it is the suite that is on trial.
import { inject } from 'vitest'
import { contractSuite } from '#lib/kube/contract.ts'
import { labApi } from './api.ts'
import type { StatusStub } from './status-stub.ts'
import { createStatusStub } from './status-stub.ts'

contractSuite({
  name: 'kube-apiserver 1.35',
  start: async () => {
    const { kubeconfig, url, adminToken, ca } = inject('lab')
    const api = labApi({ url, token: adminToken, ca })
    const stubs = new Map<string, StatusStub>()
    return {
      connection: { kind: 'context', context: 'admin', kubeconfig },
      async markReady(namespace) {
        const stub = stubs.get(namespace) ?? await createStatusStub({ api, namespace })
        stubs.set(namespace, stub)
        await stub.pass()
      },
      // The control plane ends with the whole run (lab/vitest-setup.ts).
      stop: async () => {},
    }
  },
})
