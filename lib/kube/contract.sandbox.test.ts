// The contract suite on the sandbox. lab/contract.lab.test.ts runs the same one on a real kube-apiserver.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { stringify } from 'yaml'
import type { Fate } from '#lib/sandbox/fates.ts'
import { startSandbox } from '#lib/sandbox/server.ts'
import type { Webhook } from '#lib/sandbox/webhooks.ts'
import type { HostFate } from './contract-given.ts'
import { contractSuite } from './contract.ts'

const FATES: Record<HostFate, Fate['fate']> = { 'ready': 'ready', 'CrashLoopBackOff': 'crash', 'ImagePullBackOff': 'no-image', 'never-ready': 'unready' }
const USER = 'contract-user'

contractSuite({
  name: 'sandbox',
  start: async () => {
    // The suite is about Kubernetes, so its containers start whatever their arguments.
    const sandbox = await startSandbox({ rollMs: 20, podStarts: () => ({ state: 'ready' }) })
    const folder = await mkdtemp(join(tmpdir(), 'contract-'))
    const kubeconfig = join(folder, 'config')
    sandbox.tokens.set('a-token', { name: USER })
    await writeFile(kubeconfig, stringify({
      apiVersion: 'v1', kind: 'Config', clusters: [{ name: 'sandbox', cluster: { 'server': sandbox.url, 'insecure-skip-tls-verify': true } }],
      users: [{ name: USER, user: { token: 'a-token' } }], contexts: [{ name: USER, context: { cluster: 'sandbox', user: USER } }],
    }))
    const weather = (change: { fates?: Fate[]; webhooks?: Webhook[] }): void => { sandbox.weather.set({ ...sandbox.weather.weather(), ...change }) }
    return {
      connection: { kind: 'sandbox', url: sandbox.url },
      user: { name: USER, connection: { kind: 'context', context: USER, kubeconfig } },
      can: new Set(['kubelet'] as const),
      // The sandbox's own node makes of pods what they are to be.
      tick: async () => {},
      setFate: async (namespace, workload, fate) => {
        const [kind, name] = workload.split('/')
        weather({ fates: [...sandbox.weather.weather().fates, { pods: `${kind}/${namespace}/${name}`, fate: FATES[fate] }] })
      },
      addWebhook: async (webhook) => {
        const does = 'deny' in webhook ? { kind: 'deny' as const, message: webhook.deny, code: 403 } : { kind: 'patch' as const, labels: Object.fromEntries([webhook.label]), annotations: {}, set: {}, remove: [] }
        const added: Webhook = { name: `${webhook.namespace}.contract.example.com`, namespace: webhook.namespace, kinds: ['ConfigMap'], operations: ['CREATE', 'UPDATE'], sideEffects: false, does }
        weather({ webhooks: [...sandbox.weather.weather().webhooks, added] })
        return async () => { weather({ webhooks: sandbox.weather.weather().webhooks.filter(({ name }) => name !== added.name) }) }
      },
      stop: async () => {
        await sandbox.close()
        await rm(folder, { recursive: true })
      },
    }
  },
})
