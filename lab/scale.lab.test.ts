// Status without nodes, for scale: the real controllers bring five hundred pods to ready, roll fifty of them, and take them away again.
import { readdir, readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { z } from 'zod'
import type { JsonObject } from '#lib/manifest/types.ts'
import { labApi } from './api.ts'
import { eventually } from './eventually.ts'
import { listPods } from './pod.ts'
import { grantNamespace } from './rbac.ts'
import { createStatusStub, keepPassing } from './status-stub.ts'

const NAMESPACE = 'scale'
const APPS = `/apis/apps/v1/namespaces/${NAMESPACE}`
/** Half of them in StatefulSets, each with a claim. */
const [WORKLOADS, REPLICAS] = [10, 50] as const
const PODS = WORKLOADS * REPLICAS
/** A pace for machines on which other work wants the same cores: it takes a third of this on two that are free. */
const WITHIN_MS = 180_000

const { url, adminToken, ca, kubeconfig } = inject('lab')
const api = labApi({ url, token: adminToken, ca })
const Counts = z.object({ items: z.array(z.object({ metadata: z.object({ generation: z.number() }), status: z.object({ observedGeneration: z.number().default(0), readyReplicas: z.number().default(0), updatedReplicas: z.number().default(0) }) })) })
const Claims = z.object({ items: z.array(z.object({ status: z.object({ phase: z.string() }) })) })

let stopPassing: () => Promise<void>
beforeAll(async () => {
  await grantNamespace(api, NAMESPACE)
  stopPassing = keepPassing(await createStatusStub({ api, namespace: NAMESPACE }))
})
afterAll(async () => { await stopPassing() })

function workload(index: number, image: string): JsonObject {
  const [name, labels] = [`w${index}`, { app: `w${index}` }]
  const isStateful = index % 2 === 1
  return {
    apiVersion: 'apps/v1', kind: isStateful ? 'StatefulSet' : 'Deployment', metadata: { name },
    spec: {
      replicas: REPLICAS, selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers: [{ name: 'main', image }] } },
      ...(isStateful ? {
        serviceName: name, podManagementPolicy: 'Parallel',
        volumeClaimTemplates: [{ metadata: { name: 'data' }, spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } } }],
      } : {}),
    },
  }
}

async function apply(index: number, image: string): Promise<void> {
  const object = workload(index, image)
  await api.must('PATCH', `${APPS}/${String(object.kind).toLowerCase()}s/w${index}?fieldManager=test`, object, 'application/apply-patch+yaml')
}

/** Waits until every pod of every workload is ready and as its template asks; prints how long that took. */
async function allReady(what: string): Promise<void> {
  const startedAt = Date.now()
  await eventually(`${PODS} pods are ready`, async () => {
    const lists = await Promise.all(['deployments', 'statefulsets'].map(async (kind) => Counts.parse(await api.must('GET', `${APPS}/${kind}`))))
    const counts = lists.flatMap(({ items }) => items).map(({ metadata, status }) => (status.observedGeneration === metadata.generation ? Math.min(status.readyReplicas, status.updatedReplicas) : 0))
    return counts.reduce((sum, count) => sum + count, 0) === PODS || undefined
  }, WITHIN_MS)
  console.error(`${what}: ${((Date.now() - startedAt) / 1000).toFixed(1)} s`)
}

/** Resident memory of the processes of the control plane, in MB by name; [] where there is no /proc. */
async function memory(): Promise<string[]> {
  const folder = dirname(kubeconfig)
  const ids = (await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name))
  const each = await Promise.all(ids.map(async (id) => {
    // A process may end between the list and the look.
    const [line, status] = await Promise.all(['cmdline', 'status'].map(async (file) => readFile(`/proc/${id}/${file}`, 'utf8').catch(() => '')))
    const name = /(?:^|\/)(etcd|kube-apiserver|kube-controller-manager)$/.exec(line?.split('\0')[0] ?? '')?.[1]
    const kilobytes = /^VmRSS:\s+(\d+)/m.exec(status ?? '')?.[1]
    return name === undefined || kilobytes === undefined || line?.includes(folder) !== true ? [] : [`${name} ${Math.round(Number(kilobytes) / 1024)} MB`]
  }))
  return each.flat()
}

it(`brings ${PODS} pods to ready, each once and with its claim bound`, { timeout: WITHIN_MS }, async () => {
  for (let index = 0; index < WORKLOADS; index++) await apply(index, 'image:1')
  await allReady(`${PODS} pods from nothing to ready`)
  const pods = await listPods(api, NAMESPACE)
  expect(pods.filter(({ isReady, isDeleting }) => isReady && !isDeleting)).toHaveLength(PODS)
  expect(new Set(pods.map(({ name }) => name)).size).toBe(PODS)
  // No kubelet waits for volumes here: pods may be ready before the binder has come to their claims.
  await eventually('all claims are bound', async () => {
    const { items } = Claims.parse(await api.must('GET', `/api/v1/namespaces/${NAMESPACE}/persistentvolumeclaims`))
    return items.filter(({ status }) => status.phase === 'Bound').length === PODS / 2 || undefined
  }, WITHIN_MS)
  console.error(`memory with ${PODS} pods: ${(await memory()).join(', ')}`)
})

it('rolls one Deployment of them, while the others stay as they are', { timeout: WITHIN_MS }, async () => {
  const others = async (): Promise<string[]> => (await listPods(api, NAMESPACE)).filter(({ name }) => !name.startsWith('w0-')).map(({ uid }) => uid).toSorted()
  const before = await others()
  await apply(0, 'image:2')
  await allReady(`${REPLICAS} of them rolled`)
  expect(await others()).toEqual(before)
})

it('lets them all go again', { timeout: WITHIN_MS }, async () => {
  const startedAt = Date.now()
  for (let index = 0; index < WORKLOADS; index++) await api.must('DELETE', `${APPS}/${index % 2 === 1 ? 'statefulsets' : 'deployments'}/w${index}`)
  await eventually('all pods are gone', async () => (await listPods(api, NAMESPACE)).length === 0 || undefined, WITHIN_MS)
  console.error(`${PODS} pods gone: ${((Date.now() - startedAt) / 1000).toFixed(1)} s`)
})
