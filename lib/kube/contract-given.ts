// What a case of the contract has at hand: a cluster to speak to as an administrator or as somebody with no rights, and what its host can do.
import { setTimeout as sleep } from 'node:timers/promises'
import { AppError } from '../errors.ts'
import type { Json, JsonObject, KubeObject } from '../manifest/types.ts'
import { isJsonObject } from '../manifest/types.ts'
import type { Cluster } from './cluster.ts'
import { connect } from './cluster.ts'
import type { ClusterConnection } from './connection.ts'
import type { Transport } from './transport.ts'
import { openTransport } from './transport.ts'
import type { KubeRequest } from './wire.ts'

/** What not every host has: `kubelet`, a node that runs containers, so that there are logs, restarts and events of pods. */
export type Capability = 'kubelet'

/** `ready` lifts the others; pods that are ready stay so. */
export type HostFate = 'ready' | 'CrashLoopBackOff' | 'ImagePullBackOff' | 'never-ready'

/** A webhook for the ConfigMaps of one namespace: it refuses with this message, or adds this label. */
export type HostWebhook = { namespace: string; deny: string } | { namespace: string; label: [key: string, value: string] }

/** A running API server with the controllers of workloads, garbage, namespaces and quotas at work. */
export type ContractHost = {
  /** With the rights of an administrator. */
  connection: ClusterConnection
  /** Somebody who has no rights but those that bindings give him. */
  user: { name: string; connection: ClusterConnection }
  can: ReadonlySet<Capability>
  /** Makes the pods that exist now in a namespace what their fate is (ready, as long as nothing else is said); called again and again while a case waits. */
  tick: (namespace: string) => Promise<void>
  /** From now on, for the pods of a workload ("StatefulSet/store") that are not ready yet. */
  setFate: (namespace: string, workload: string, fate: HostFate) => Promise<void>
  /** Registers a webhook and gives how to take it away again. */
  addWebhook: (webhook: HostWebhook) => Promise<() => Promise<void>>
  stop: () => Promise<void>
}

export type Answer = { status: number; body: JsonObject }

export type Given = {
  host: () => ContractHost
  cluster: () => Cluster
  /** A namespace of the case's own. */
  newNamespace: () => Promise<string>
  /** The object as it is now. Throws when it is not there. */
  live: (object: KubeObject) => Promise<KubeObject>
  /** One request as the administrator, or as the user without rights; the answer whatever its status. */
  send: (request: KubeRequest, as?: 'admin' | 'user') => Promise<Answer>
  /** A plain update, as kubectl edit makes one. */
  put: (path: string, object: KubeObject, manager?: string) => Promise<Answer>
  /** Waits, ticking the host for a namespace, until something holds. */
  eventually: (namespace: string, holds: () => Promise<boolean>) => Promise<void>
  /** Why an apply is refused. Throws when it is not. */
  refusal: (object: KubeObject, options?: { dryRun: boolean; force: boolean }) => Promise<{ code: string; causes: Json; immutable: Json; message: string }>
  /** The user without rights, as Gauntlet speaks. */
  asUser: () => Cluster
}

/** One case; `needs` is what a host must be able to do for it. */
export type Case = { topic: string; title: string; needs?: Capability; run: () => Promise<void> }
export type Declare = (title: string, run: () => Promise<void>, needs?: Capability) => void
export type Topic = { topic: string; declare: (it: Declare, given: Given) => void }

export const REAL = { dryRun: false, force: false }
const ROLLOUT_MS = 30_000

/** The hands of the cases; `host` is asked when a case runs, so that the cases can be listed without one. */
export function createGiven(host: () => ContractHost): Given {
  let made = 0
  const known = new Map<string, { cluster: Cluster; raw: Transport }>()
  const as = (who: 'admin' | 'user'): { cluster: Cluster; raw: Transport } => {
    const connection = who === 'admin' ? host().connection : host().user.connection
    const found = known.get(who) ?? { cluster: connect(connection), raw: openTransport(connection) }
    known.set(who, found)
    return found
  }
  const cluster = (): Cluster => as('admin').cluster
  const send: Given['send'] = async (request, who = 'admin') => {
    const { status, body } = await as(who).raw.send(request)
    return { status, body: parsed(body) }
  }
  return {
    host, cluster, send,
    asUser: () => as('user').cluster,
    newNamespace: async () => {
      made++
      const namespace = `contract-${Date.now().toString(36)}-${made}`
      await cluster().apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } }, REAL)
      return namespace
    },
    live: async ({ apiVersion, kind, metadata: { name, namespace } }) => {
      const found = await cluster().get({ apiVersion, kind, name, ...(namespace === undefined ? {} : { namespace }) })
      if (!found) throw new Error(`${kind} ${name} is not there`)
      return found
    },
    put: async (path, object, manager = 'kubectl-edit') => send({ method: 'PUT', path, query: { fieldManager: manager }, body: JSON.stringify(object) }),
    eventually: async (namespace, holds) => {
      const deadline = Date.now() + ROLLOUT_MS
      while (!await holds()) {
        if (Date.now() > deadline) throw new Error(`not within ${ROLLOUT_MS / 1000} s`)
        await host().tick(namespace)
        await sleep(50)
      }
    },
    refusal: async (object, options = REAL) => {
      const error: unknown = await cluster().apply(object, options).then(() => undefined, (reason: unknown) => reason)
      if (!(error instanceof AppError)) throw new Error('it was not refused')
      const details: unknown = error.details
      const { causes = [], immutable = false }: JsonObject = isJsonObject(details) ? details : {}
      return { code: error.code, causes, immutable, message: error.message }
    },
  }
}

/** A log is text and no object: it is found under `text`. */
function parsed(body: string): JsonObject {
  try {
    const value: unknown = JSON.parse(body)
    return isJsonObject(value) ? value : { text: body }
  } catch {
    return { text: body }
  }
}
