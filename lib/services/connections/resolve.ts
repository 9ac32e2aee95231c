// From a stack's connection to the cluster behind it: the server's own settings say where the sandbox and the kubeconfig are.
import 'server-only'
import type { Connection } from '../../connection.ts'
import { env } from '../../env.ts'
import { AppError } from '../../errors.ts'
import { connect, type Cluster } from '../../kube/cluster.ts'
import { listContexts, type ClusterConnection } from '../../kube/connection.ts'
import type { PluginShelf } from '../../kube/credentials.ts'
import type { UnreadableFile } from '../../kube/kubeconfig.ts'
import { text } from '../../text.ts'

/** A cluster is used again for this long, so that a page that polls does not open new connections each time. */
const KEEP_MS = 60_000

type Kept = { cluster: Cluster; until: number }
/** What a credential command gave is apart from the clusters: it holds for as long as it says, and for whatever options. */
const held: typeof globalThis & { gauntletClusters?: Map<string, Kept>; gauntletShelves?: Map<string, PluginShelf> } = globalThis

/** The cluster of a connection; `timeoutMs` is for each request where a reader's patience is not enough. UPSTREAM when the sandbox does not run here, NOT_FOUND when the kubeconfig has no such context. */
export function clusterOf(connection: Connection, options: { timeoutMs?: number } = {}): Cluster {
  const target = resolve(connection)
  const kept = held.gauntletClusters ??= new Map()
  const key = JSON.stringify([target, options])
  const known = kept.get(key)
  if (known && known.until > Date.now()) return known.cluster
  const cluster = connect(target, { ...options, shelf: shelfOf(target) })
  kept.set(key, { cluster, until: Date.now() + KEEP_MS })
  return cluster
}

function shelfOf(target: ClusterConnection): PluginShelf {
  const shelves = held.gauntletShelves ??= new Map()
  const key = JSON.stringify(target)
  const shelf = shelves.get(key) ?? {}
  shelves.set(key, shelf)
  return shelf
}

/** The connections that this server can offer, the sandbox first; and the kubeconfig files that cannot be read. */
export function offered(): { connections: Connection[]; unreadable: readonly UnreadableFile[] } {
  const { sandboxUrl, inCluster, kubeconfig } = env()
  const { contexts, unreadable } = listContexts(kubeconfig)
  const connections: Connection[] = [
    ...(sandboxUrl === undefined ? [] : [{ kind: 'sandbox' } as const]),
    ...(inCluster === undefined ? [] : [{ kind: 'in-cluster' } as const]),
    ...contexts.map((context): Connection => ({ kind: 'context', context })),
  ]
  return { connections, unreadable }
}

function resolve(connection: Connection): ClusterConnection {
  const { sandboxUrl, inCluster, kubeconfig } = env()
  switch (connection.kind) {
    case 'context': return { ...connection, ...(kubeconfig === undefined ? {} : { kubeconfig }) }
    case 'in-cluster':
      if (inCluster !== undefined) return { kind: 'in-cluster', ...inCluster }
      throw new AppError('UPSTREAM', text('Gauntlet does not run in a cluster here, or its pod has no service account token.', 'Gauntlet이 여기서는 클러스터 안에서 실행되지 않거나, 파드에 서비스 어카운트 토큰이 없습니다.'))
    case 'sandbox':
      if (sandboxUrl !== undefined) return { kind: 'sandbox', url: sandboxUrl }
      throw new AppError('UPSTREAM', text('The sandbox is not running. It starts with the embedded database only.', '샌드박스가 실행 중이 아닙니다. 내장 데이터베이스를 쓸 때만 시작됩니다.'))
  }
}
