// Reading what is adopted: the chosen workloads as they are now, and what of their namespace may come along.
import { AppError } from '../../errors.ts'
import type { Cluster } from '../../kube/cluster.ts'
import { objectId, type KubeObject } from '../../manifest/types.ts'
import { text } from '../../text.ts'
import { adoptFound, KINDS_AROUND, secretsOf } from '../../thanos/found.ts'
import type { Adoption } from '../../thanos/adopt.ts'
import { mapBounded } from '../bounded.ts'

const CONCURRENCY = 8

export type Gathered = { adoption: Adoption; /** Kinds that the account may not read, as in "secrets": nothing of them came along. */ unread: string[] }

/** `ids` are objectIds of workloads. NOT_FOUND when one of them is gone. */
export async function gather(cluster: Cluster, namespace: string, ids: readonly string[]): Promise<Gathered> {
  const lists = await Promise.all(['Deployment', 'StatefulSet'].map((kind) => cluster.list('apps/v1', kind, namespace)))
  const byId = new Map(lists.flat().map((object) => [objectId(object), object]))
  const chosen = ids.map((id) => byId.get(id) ?? gone(id))
  const unread: string[] = []
  const around = await mapBounded(KINDS_AROUND, CONCURRENCY, ({ apiVersion, kind }) => orNothing(unread, kind, async () => cluster.list(apiVersion, kind, namespace)))
  const secrets = await mapBounded([...new Set(chosen.flatMap(secretsOf))], CONCURRENCY, (name) => orNothing(unread, 'Secret', async () => {
    const secret = await cluster.get({ apiVersion: 'v1', kind: 'Secret', name, namespace })
    return secret === undefined ? [] : [secret]
  }))
  return { adoption: adoptFound(chosen, [...secrets.flat(), ...around.flat()].filter(isOwn)), unread: [...new Set(unread)] }
}

/** What Kubernetes itself puts into every namespace belongs to nobody's stack. */
function isOwn({ kind, metadata: { name } }: KubeObject): boolean {
  return !(kind === 'ServiceAccount' && name === 'default') && !(kind === 'ConfigMap' && name === 'kube-root-ca.crt')
}

/** A cluster without a kind, or an account that may not read it, must not keep the rest from coming. */
async function orNothing(unread: string[], kind: string, read: () => Promise<KubeObject[]>): Promise<KubeObject[]> {
  try {
    return await read()
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    if (error.code === 'NOT_FOUND') return []
    if (error.code !== 'FORBIDDEN') throw error
    unread.push(kind)
    return []
  }
}

function gone(id: string): never {
  throw new AppError('NOT_FOUND', text(`The cluster has no ${id} any more. Look again.`, `클러스터에 ${id}이(가) 더는 없습니다. 다시 찾으세요.`))
}
