// What Kubernetes noted about a workload and what it made, its pods aside: why a quota, a webhook or a claim keeps it from having any.
import 'server-only'
import { z } from 'zod'
import { findStack } from '../../db/stacks.ts'
import { AppError } from '../../errors.ts'
import type { Cluster } from '../../kube/cluster.ts'
import { mapsAt, numberAt, stringAt } from '../../manifest/fields.ts'
import type { KubeObject } from '../../manifest/types.ts'
import { text } from '../../text.ts'
import { adoptObjects } from '../../thanos/adopt.ts'
import { workloads } from '../../thanos/spec.ts'
import { mapBounded } from '../bounded.ts'
import { query, type Verb } from '../command.ts'
import { clusterOf } from '../connections/resolve.ts'
import type { WorkloadEvents } from '../views.ts'
import { namespacesOf, told } from './tell.ts'

const MOST_EVENTS = 50
/** Of a Deployment the newest of its ReplicaSets are asked, of a StatefulSet the claims of its first pods. */
const MOST_SETS = 3
const MOST_CLAIMS = 6
const CONCURRENCY = 4

/** `object` is the workload as observations name it: "StatefulSet/thanos-store". */
export const EventsInput = z.object({ slug: z.string(), object: z.string().regex(/^(Deployment|StatefulSet)(\/[a-z0-9.-]+){1,2}$/) })

/** Newest first. NOT_FOUND when there is no such stack, or no such workload that runs Thanos. */
export const events: Verb<z.input<typeof EventsInput>, WorkloadEvents> = query({
  permission: 'stack:read',
  input: EventsInput,
  async run({ tx, now }, { slug, object }) {
    const stack = await findStack(tx, { slug })
    if (!stack) throw new AppError('NOT_FOUND', text(`There is no stack "${slug}".`, `스택 "${slug}"이(가) 없습니다.`))
    const cluster = clusterOf(stack.connection)
    const live = await findWorkload(cluster, await namespacesOf(tx, stack, object), object)
    const noted = await told(async () => {
      const all = [live, ...await madeBy(cluster, live)]
      const each = await mapBounded(all, CONCURRENCY, async (one) => (await cluster.eventsOf(one)).map((event) => ({ ...event, about: `${one.kind}/${one.metadata.name}` })))
      return each.flat().toSorted((a, b) => (a.at < b.at ? 1 : -1)).slice(0, MOST_EVENTS)
    })
    return { at: now.toISOString(), events: noted }
  },
})

/** Only of a workload that runs Thanos: whoever may look at a stack may not look at all of its namespace. */
async function findWorkload(cluster: Cluster, namespaces: readonly string[], object: string): Promise<KubeObject> {
  const [kind = '', name = ''] = [object.split('/')[0], object.split('/').at(-1)]
  for (const namespace of namespaces) {
    const live = await cluster.get({ apiVersion: 'apps/v1', kind, name, namespace })
    if (live && workloads(adoptObjects([live]).spec).length > 0) return live
  }
  throw new AppError('NOT_FOUND', text(`${object} is not in the cluster.`, `${object}이(가) 클러스터에 없습니다.`))
}

async function madeBy(cluster: Cluster, live: KubeObject): Promise<KubeObject[]> {
  const { kind, metadata: { name, namespace = '', uid } } = live
  if (kind === 'Deployment') {
    const sets = await cluster.list('apps/v1', 'ReplicaSet', namespace)
    const own = sets.filter(({ metadata }) => mapsAt(metadata.ownerReferences).some((owner) => owner.uid === uid))
    return own.toSorted((a, b) => createdAt(b).localeCompare(createdAt(a))).slice(0, MOST_SETS)
  }
  const count = Math.max(1, numberAt(live, 'spec', 'replicas') ?? 1)
  const names = mapsAt(live, 'spec', 'volumeClaimTemplates').flatMap((template) => Array.from({ length: count }, (_, index) => `${stringAt(template, 'metadata', 'name') ?? ''}-${name}-${index}`))
  const claims = await mapBounded(names.slice(0, MOST_CLAIMS), CONCURRENCY, async (claim) => cluster.get({ apiVersion: 'v1', kind: 'PersistentVolumeClaim', name: claim, namespace }))
  return claims.flatMap((claim) => claim ?? [])
}

function createdAt(object: KubeObject): string {
  return stringAt(object, 'metadata', 'creationTimestamp') ?? ''
}
