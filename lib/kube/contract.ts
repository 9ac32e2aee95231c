// What every Kubernetes API server must do for Gauntlet: one suite, run against the sandbox and against a real kube-apiserver.
// Where they differ, the sandbox is wrong. Each case makes its own namespace.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ClusterConnection } from './connection.ts'

/** A running API server with the Deployment, ReplicaSet and StatefulSet controllers at work. */
export type ContractHost = {
  /** With the rights of an administrator. */
  connection: ClusterConnection
  /** Makes the pods that exist now in a namespace Running and Ready, as a kubelet would; called again and again while a case waits. */
  markReady: (namespace: string) => Promise<void>
  stop: () => Promise<void>
}

/** Declares the suite; `start` is called once before it. */
export function contractSuite({ name, start }: { name: string; start: () => Promise<ContractHost> }): void {
  describe(`Kubernetes contract: ${name}`, () => {
    let host: ContractHost
    beforeAll(async () => { host = await start() }, 120_000)
    afterAll(async () => { await host?.stop() }, 60_000)

    it('has a connection', () => { expect(host.connection.kind).toBeDefined() })
  })
}
