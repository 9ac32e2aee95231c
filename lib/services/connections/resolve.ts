// From a stack's connection to the cluster behind it: the server's own settings say where the sandbox and the kubeconfig are.
import 'server-only'
import type { Connection } from '../../connection.ts'
import { env } from '../../env.ts'
import { AppError } from '../../errors.ts'
import { connect, type Cluster } from '../../kube/cluster.ts'
import { listContexts, type ClusterConnection } from '../../kube/connection.ts'

/** The cluster of a connection. UPSTREAM when the sandbox is not running here or the kubeconfig has no such context. */
export function clusterOf(connection: Connection): Cluster {
  return connect(resolve(connection))
}

/** The connections that this server can offer, the sandbox first. */
export function offeredConnections(): Connection[] {
  const { sandboxUrl, kubeconfig } = env()
  const contexts = listContexts(kubeconfig).map((context): Connection => ({ kind: 'context', context }))
  return [...(sandboxUrl === undefined ? [] : [{ kind: 'sandbox' } as const]), ...contexts]
}

function resolve(connection: Connection): ClusterConnection {
  const { sandboxUrl, kubeconfig } = env()
  if (connection.kind === 'context') return { ...connection, ...(kubeconfig === undefined ? {} : { kubeconfig }) }
  if (sandboxUrl === undefined) throw new AppError('UPSTREAM', 'The sandbox is not running. It starts with the embedded database only.')
  return { kind: 'sandbox', url: sandboxUrl }
}
