// Knows what is done by hand to an installation that Gauntlet does not manage, as kubectl does it, and what its pods say and count.
import { z } from 'zod'
import type { JsonObject } from '#lib/manifest/types.ts'
import { render } from '#lib/thanos/render.ts'
import type { StackSpec } from '#lib/thanos/spec.ts'
import { eventually } from '../eventually.ts'
import { listPods, workloadOf, type Pod } from '../pod.ts'
import type { Installed } from './given.ts'

/** What a hand needs of it. */
export type Hand = Pick<Installed, 'api' | 'namespace' | 'page'>

const MINUTES = 60_000

const PATHS: Readonly<Record<string, string>> = {
  Secret: '/api/v1', ConfigMap: '/api/v1', Service: '/api/v1', Deployment: '/apis/apps/v1', StatefulSet: '/apis/apps/v1', PodDisruptionBudget: '/apis/policy/v1',
}

/** Applies one object by force. */
export async function put({ api, namespace }: Hand, object: JsonObject): Promise<void> {
  const { kind, metadata: { name } } = z.looseObject({ kind: z.string(), metadata: z.looseObject({ name: z.string() }) }).parse(object)
  await api.must('PATCH', `${PATHS[kind]}/namespaces/${namespace}/${kind.toLowerCase()}s/${name}?fieldManager=kubectl&force=true`, object, 'application/apply-patch+yaml')
}

/** What a container that ends again and again says last. */
export async function lastWords({ api, namespace }: Hand, pod: string, pattern: RegExp): Promise<string> {
  return eventually(`${pod} says ${pattern.source}`, async () => {
    for (const previous of ['false', 'true']) {
      const { text } = await api.text('GET', `/api/v1/namespaces/${namespace}/pods/${pod}/log?tailLines=50&previous=${previous}`)
      const found = text.split('\n').find((line) => pattern.test(line))
      if (found !== undefined) return found
    }
    return undefined
  }, MINUTES)
}

/** The workloads of which a pod has ended by itself, again and again. */
export async function fallen({ api, namespace }: Hand): Promise<string[]> {
  const pods = (await listPods(api, namespace)).filter(({ isReady, restarts }) => !isReady && restarts > 0)
  return [...new Set(pods.map((pod) => workloadOf(pod).split('/')[1] ?? ''))].toSorted()
}

/** Waits until all pods are ready, of which there are `count` where one is given, and gives them. */
export async function allReady({ api, namespace }: Hand, count?: number): Promise<Pod[]> {
  return eventually('all pods are ready', async () => {
    const pods = await listPods(api, namespace)
    // One that is on its way out may be ready still.
    return (count === undefined || pods.length === count) && pods.every(({ isReady, isDeleting }) => isReady && !isDeleting) ? pods : undefined
  }, 4 * MINUTES)
}

/** How many writes these receivers have answered with an error of their own. */
export async function refusals(lab: Hand, pods: readonly string[]): Promise<number> {
  const pages = await Promise.all(pods.map((pod) => lab.page(pod, '/metrics')))
  return pages.flatMap((page) => [...page.matchAll(/^http_requests_total\{code="5\d\d",handler="receive",[^}]*\} (\d+)/gm)]).reduce((sum, [, count]) => sum + Number(count), 0)
}

/** How many writes these receivers have taken in. */
async function accepted(lab: Hand, pods: readonly string[]): Promise<number> {
  const pages = await Promise.all(pods.map((pod) => lab.page(pod, '/metrics')))
  return pages.flatMap((page) => [...page.matchAll(/^http_requests_total\{code="200",handler="receive",[^}]*\} (\d+)/gm)]).reduce((sum, [, count]) => sum + Number(count), 0)
}

/**
 * Waits until these receivers have taken some writes in a row without an error of their own: one that has just come back is kept away from by the others
 * for a while, who answer for it meanwhile. Gives how many errors there were before.
 */
export async function steady(lab: Hand, pods: readonly string[]): Promise<number> {
  let [since, from] = [-1, 0]
  return eventually('writes are taken in for a while, and none is refused', async () => {
    const [refused, taken] = [await refusals(lab, pods), await accepted(lab, pods)]
    if (refused !== since) [since, from] = [refused, taken]
    return taken > from + 3 ? refused : undefined
  }, 4 * MINUTES)
}

/** How many blocks of the bucket a store knows of, whether it serves them or not. */
export async function seenBlocks(lab: Hand, pod: string): Promise<number> {
  const page = await lab.page(pod, '/metrics')
  return [...page.matchAll(/^thanos_blocks_meta_synced\{[^}]*\} (\d+)/gm)].reduce((sum, [, count]) => sum + Number(count), 0)
}

/** Takes the pods of a workload away, which are made anew. */
export async function restart({ api, namespace }: Hand, workload: string): Promise<void> {
  for (const { name } of (await listPods(api, namespace)).filter((pod) => workloadOf(pod).endsWith(`/${workload}`))) {
    await api.call('DELETE', `/api/v1/namespaces/${namespace}/pods/${name}?gracePeriodSeconds=1`)
  }
}

/** Asks the API server to evict a pod, as a drain does, and gives its answer's status. */
export async function evict({ api, namespace }: Hand, pod: string): Promise<number> {
  return (await api.call('POST', `/api/v1/namespaces/${namespace}/pods/${pod}/eviction`, { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name: pod, namespace } })).status
}

/** How many receivers the budget lets go now; undefined while nobody has counted. */
export async function allowed({ api, namespace }: Hand): Promise<number | undefined> {
  const { items } = z.object({ items: z.array(z.object({ status: z.object({ disruptionsAllowed: z.number().optional() }).optional() })) }).parse(await api.must('GET', `/apis/policy/v1/namespaces/${namespace}/poddisruptionbudgets`))
  return items[0]?.status?.disruptionsAllowed
}

/** A ring file with the members of each ring in the opposite order. */
export function reversed(text: string): string {
  const rings = z.array(z.looseObject({ endpoints: z.array(z.json()) })).parse(JSON.parse(text))
  return JSON.stringify(rings.map((ring) => ({ ...ring, endpoints: ring.endpoints.toReversed() })))
}

/** Applies what a spec renders to, and takes away the pods that wait in vain: a StatefulSet whose pods never got ready does not go on by itself. */
export async function rollOut(hand: Hand, spec: StackSpec): Promise<void> {
  const { api, namespace } = hand
  for (const object of render(spec).filter(({ kind }) => kind !== 'Secret')) await put(hand, object)
  for (const { name, isReady } of await listPods(api, namespace)) {
    if (!isReady || name.startsWith('thanos-receiver-')) await api.call('DELETE', `/api/v1/namespaces/${namespace}/pods/${name}?gracePeriodSeconds=1`)
  }
}
