// The contract suite that the sandbox is held to, on a real kube-apiserver with real controllers: here it is the suite that is on trial.
import { inject } from 'vitest'
import { contractSuite } from '#lib/kube/contract.ts'
import { labApi } from './api.ts'
import type { StatusStub } from './status-stub.ts'
import { createStatusStub } from './status-stub.ts'
import { addWebhook } from './webhook.ts'

contractSuite({
  name: 'kube-apiserver 1.35',
  // Nothing runs containers here (docs/lab.md).
  lacks: ['kubelet'],
  start: async () => {
    const { kubeconfig, url, adminToken, ca } = inject('lab')
    const api = labApi({ url, token: adminToken, ca })
    const stubs = new Map<string, StatusStub>()
    const stubOf = async (namespace: string): Promise<StatusStub> => {
      const stub = stubs.get(namespace) ?? await createStatusStub({ api, namespace })
      stubs.set(namespace, stub)
      return stub
    }
    return {
      connection: { kind: 'context', context: 'admin', kubeconfig },
      user: { name: 'viewer', connection: { kind: 'context', context: 'viewer', kubeconfig } },
      can: new Set(),
      tick: async (namespace) => { await (await stubOf(namespace)).pass() },
      setFate: async (namespace, workload, fate) => { (await stubOf(namespace)).setFate(workload, fate) },
      addWebhook: async (webhook) => addWebhook(api, webhook),
      // The control plane ends with the whole run (lab/vitest-setup.ts).
      stop: async () => {},
    }
  },
})
