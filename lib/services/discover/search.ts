// Looking through a cluster for Thanos: in all namespaces where the account may, in those that are named otherwise.
import 'server-only'
import { z } from 'zod'
import { Connection } from '../../connection.ts'
import { headRevision } from '../../db/revisions.ts'
import { listStacks, type StackRow } from '../../db/stacks.ts'
import type { Tx } from '../../db/client.ts'
import { AppError, sentenceOf } from '../../errors.ts'
import type { Cluster } from '../../kube/cluster.ts'
import type { KubeObject } from '../../manifest/types.ts'
import { foundIn } from '../../thanos/found.ts'
import { workloads } from '../../thanos/spec.ts'
import { mapBounded } from '../bounded.ts'
import { query, type Verb } from '../command.ts'
import { clusterOf } from '../connections/resolve.ts'
import { Namespace } from '../stacks/fields.ts'
import type { DiscoverView, FoundWorkload } from '../views.ts'

export const Discover = z.object({
  connection: Connection,
  /** All of the cluster when empty. */
  namespaces: z.array(Namespace).max(50).default([]),
  locale: z.enum(['en', 'ko']).default('en'),
})
export type Discover = z.input<typeof Discover>

const CONCURRENCY = 4
const WORKLOADS = ['Deployment', 'StatefulSet'] as const

/** UPSTREAM when the cluster does not answer; what the account may not read is part of the answer. */
export const search: Verb<Discover, DiscoverView> = query({
  permission: 'connection:use',
  input: Discover,
  async run({ tx, now }, { connection, namespaces, locale }) {
    const cluster = clusterOf(connection)
    const stacks = (await listStacks(tx)).filter((stack) => JSON.stringify(stack.connection) === JSON.stringify(connection))
    const known = [...new Set(stacks.map(({ namespace }) => namespace))].toSorted()
    const looks = namespaces.length === 0 ? [await look(cluster, undefined)] : await mapBounded([...new Set(namespaces)], CONCURRENCY, (namespace) => look(cluster, namespace))
    const refused = looks.flatMap(({ namespace, refusal }) => (namespace === undefined || refusal === undefined ? [] : [{ namespace, reason: sentenceOf(refusal)[locale] }]))
    const live = looks.flatMap(({ objects }) => objects)
    const owners = await ownersOf(tx, stacks)
    const found = live.flatMap((object): FoundWorkload[] => {
      const one = foundIn(object)
      if (one === undefined) return []
      const { left, ...rest } = one
      const stack = owners.get(rest.id)
      return [{ ...rest, ...(left === undefined ? {} : { left: left[locale] }), ...(stack === undefined ? {} : { stack }) }]
    })
    return {
      at: now.toISOString(), host: cluster.host, looked: live.length, refused, known,
      isAllowed: !looks.some(({ namespace, refusal }) => namespace === undefined && refusal !== undefined),
      workloads: found.toSorted((a, b) => a.namespace.localeCompare(b.namespace) || a.name.localeCompare(b.name)),
    }
  },
})

type Look = { namespace: string | undefined; objects: KubeObject[]; refusal?: AppError }

async function look(cluster: Cluster, namespace: string | undefined): Promise<Look> {
  try {
    // Whoever names a namespace that is not there wants to know it; a list of nothing would not tell.
    const lists = await Promise.all(WORKLOADS.map((kind) => cluster.list('apps/v1', kind, namespace)))
    return { namespace, objects: lists.flat() }
  } catch (error) {
    if (error instanceof AppError && error.code === 'FORBIDDEN') return { namespace, objects: [], refusal: error }
    throw error
  }
}

/** By objectId, the stack whose newest revision has a workload. */
async function ownersOf(tx: Tx, stacks: readonly StackRow[]): Promise<ReadonlyMap<string, { slug: string; name: string }>> {
  const all = await mapBounded(stacks, CONCURRENCY, async ({ id, slug, name, namespace }) => {
    const head = await headRevision(tx, id)
    return workloads(head?.spec ?? { version: 1, objects: [] }).map((workload) => [`${workload.object}/${workload.namespace ?? namespace}/${workload.name}`, { slug, name }] as const)
  })
  return new Map(all.flat())
}
