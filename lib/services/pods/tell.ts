// What one pod of a stack wrote last, what it wrote before it ended last, and what Kubernetes noted about it: read when somebody looks at it.
import 'server-only'
import { z } from 'zod'
import type { Tx } from '../../db/client.ts'
import { headRevision } from '../../db/revisions.ts'
import { findStack, type StackRow } from '../../db/stacks.ts'
import { AppError, sentenceOf } from '../../errors.ts'
import type { Cluster } from '../../kube/cluster.ts'
import { failingContainer } from '../../manifest/pod-progress.ts'
import { mapsAt, numberAt } from '../../manifest/fields.ts'
import type { KubeObject } from '../../manifest/types.ts'
import { text } from '../../text.ts'
import { adoptObjects } from '../../thanos/adopt.ts'
import { podName, seenObject } from '../../thanos/live/seen-object.ts'
import { workloads } from '../../thanos/spec.ts'
import { query, type Verb } from '../command.ts'
import { clusterOf } from '../connections/resolve.ts'
import type { PodTold, Told } from '../views.ts'

const LINES = 200
const MOST_EVENTS = 50

/** `object` is the workload without its namespace: "StatefulSet/thanos-store". */
export const TellPod = z.object({ slug: z.string(), object: z.string().regex(/^(Deployment|StatefulSet)(\/[a-z0-9.-]+){1,2}$/), pod: z.string() })

/** NOT_FOUND when there is no such stack, or no such pod of that workload; each of the three parts tells for itself when it could not be read. */
export const tell: Verb<z.input<typeof TellPod>, PodTold> = query({
  permission: 'stack:read',
  input: TellPod,
  async run({ tx, now }, { slug, object, pod: name }) {
    const stack = await findStack(tx, { slug })
    if (!stack) throw new AppError('NOT_FOUND', text(`There is no stack "${slug}".`, `스택 "${slug}"이(가) 없습니다.`))
    const cluster = clusterOf(stack.connection)
    const { pod, container } = await findPod(cluster, { namespaces: await namespacesOf(tx, stack, object), object, name })
    const [lines, before, events] = await Promise.all([
      told(() => cluster.logs(pod, { lines: LINES, ...container })),
      told(async () => (restartsOf(pod) === 0 ? [] : cluster.logs(pod, { lines: LINES, previous: true, ...container }))),
      told(async () => (await cluster.eventsOf(pod)).slice(0, MOST_EVENTS)),
    ])
    return { at: now.toISOString(), pod: name, lines, before, events }
  },
})

/** The namespace that the name of a workload says; else the stack's own, and those that its newest revision names for such a one: it may live elsewhere. */
export async function namespacesOf(tx: Tx, stack: StackRow, object: string): Promise<string[]> {
  const head = await headRevision(tx, stack.id)
  const named = head ? workloads(head.spec).filter((workload) => seenObject(head.spec, workload) === object).flatMap(({ namespace }) => namespace ?? []) : []
  // Only those that the revision names: whoever may look at a stack may not look into every namespace.
  return object.split('/').length > 2 ? [...new Set(named)] : [...new Set([stack.namespace, ...named])]
}

/** Only pods of a workload that runs Thanos: whoever may look at a stack may not read every log of its namespace. */
async function findPod(cluster: Cluster, { namespaces, object, name }: { namespaces: readonly string[]; object: string; name: string }): Promise<{ pod: KubeObject; container: { container?: string } }> {
  const [kind = '', workloadName = ''] = [object.split('/')[0], object.split('/').at(-1)]
  for (const namespace of namespaces) {
    const live = await cluster.get({ apiVersion: 'apps/v1', kind, name: workloadName, namespace })
    const thanos = live && workloads(adoptObjects([live]).spec)[0]
    const pod = thanos && (await cluster.podsOf(live)).find(({ metadata }) => metadata.name === podName(name))
    // What ended tells more than what runs beside it.
    if (pod) return { pod, container: { container: failingContainer(pod)?.name ?? thanos.container } }
  }
  throw new AppError('NOT_FOUND', text(`${object} has no pod ${name} any more.`, `${object}에 파드 ${name}이(가) 더 이상 없습니다.`))
}

/** What was read, or why it could not be. */
export async function told<Value>(read: () => Promise<Value>): Promise<Told<Value>> {
  try {
    return { ok: true, value: await read() }
  } catch (error) {
    if (error instanceof AppError) return { ok: false, why: sentenceOf(error) }
    throw error
  }
}

function restartsOf(pod: KubeObject): number {
  return mapsAt(pod, 'status', 'containerStatuses').reduce((sum, status) => sum + (numberAt(status, 'restartCount') ?? 0), 0)
}
