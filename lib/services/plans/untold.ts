// Rulers that a run could not tell of their new rules: until they start again, whatever the cluster shows, they may go on with the old ones.
import { AppError } from '../../errors.ts'
import type { Cluster } from '../../kube/cluster.ts'
import { objectId, type KubeObject } from '../../manifest/types.ts'
import { mapBounded } from '../bounded.ts'
import { startOf } from '../runs/reload-rules.ts'
import { CONCURRENCY, type Sight } from './look.ts'

/**
 * The names of those that have not started again since, by the id of what they are to read. All of them where pods may not be listed, by what is
 * known. Throws UPSTREAM when the cluster does not answer; asks nothing where nothing is owed.
 */
export async function stillUntold(cluster: Cluster, { objects }: Pick<Sight, 'objects'>, untold: ReadonlyMap<string, readonly string[]>): Promise<ReadonlyMap<string, string[]>> {
  const owed = objects.flatMap(({ object, target }) => {
    const starts = untold.get(objectId(object))
    return starts === undefined ? [] : [{ id: objectId(object), starts, namespace: target.metadata.namespace }]
  })
  const found = await mapBounded(owed, CONCURRENCY, async ({ id, starts, namespace }): Promise<[string, string[]][]> => {
    const pods = await podsIn(cluster, namespace)
    if (pods === undefined) return [[id, []]]
    const names = pods.filter((pod) => starts.includes(startOf(pod))).map(({ metadata: { name } }) => name).toSorted()
    return names.length === 0 ? [] : [[id, names]]
  })
  return new Map(found.flat())
}

async function podsIn(cluster: Cluster, namespace: string | undefined): Promise<KubeObject[] | undefined> {
  try {
    return await cluster.list('v1', 'Pod', namespace)
  } catch (error) {
    if (error instanceof AppError && error.code === 'FORBIDDEN') return undefined
    throw error
  }
}
