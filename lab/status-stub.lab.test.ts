// The stub is a stand-in for nodes: with it, the real controllers must bring workloads to where kubelets would.
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { z } from 'zod'
import type { JsonObject } from '#lib/manifest/types.ts'
import { labApi } from './api.ts'
import { eventually } from './eventually.ts'
import { listPods } from './pod.ts'
import { grantNamespace } from './rbac.ts'
import type { StatusStub } from './status-stub.ts'
import { createStatusStub, keepPassing } from './status-stub.ts'

const NAMESPACE = 'status-stub'
const APPS = `/apis/apps/v1/namespaces/${NAMESPACE}`
const { url, adminToken, ca } = inject('lab')
const api = labApi({ url, token: adminToken, ca })
const Status = z.object({ observedGeneration: z.number().default(0), replicas: z.number().default(0), readyReplicas: z.number().default(0), updatedReplicas: z.number().default(0) })
const Workload = z.object({ metadata: z.object({ generation: z.number() }), status: Status })

let stub: StatusStub
let stopPassing: () => Promise<void>
beforeAll(async () => {
  await grantNamespace(api, NAMESPACE)
  stub = await createStatusStub({ api, namespace: NAMESPACE })
  stopPassing = keepPassing(stub)
})
afterAll(async () => { await stopPassing() })

function workload(kind: 'Deployment' | 'StatefulSet', name: string, image: string): JsonObject {
  const labels = { app: name }
  return {
    apiVersion: 'apps/v1', kind, metadata: { name },
    spec: {
      replicas: 2, selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers: [{ name: 'main', image }] } },
      ...(kind === 'Deployment' ? {} : {
        serviceName: name,
        volumeClaimTemplates: [{ metadata: { name: 'data' }, spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } } }],
      }),
    },
  }
}

async function apply(object: JsonObject, path: string): Promise<void> {
  await api.must('PATCH', `${APPS}/${path}?fieldManager=test`, object, 'application/apply-patch+yaml')
}

async function rolledOut(path: string, replicas = 2): Promise<void> {
  await eventually(`${path} is rolled out`, async () => {
    const { metadata, status } = Workload.parse(await api.must('GET', `${APPS}/${path}`))
    const isDone = status.observedGeneration === metadata.generation
      && [status.replicas, status.readyReplicas, status.updatedReplicas].every((count) => count === replicas)
    return isDone || undefined
  })
}

it('lets a Deployment roll out, roll to another image and scale to nothing', async () => {
  await apply(workload('Deployment', 'roller', 'image:1'), 'deployments/roller')
  await rolledOut('deployments/roller')
  await apply(workload('Deployment', 'roller', 'image:2'), 'deployments/roller')
  await rolledOut('deployments/roller')
  await api.must('PATCH', `${APPS}/deployments/roller/scale`, { spec: { replicas: 0 } }, 'application/merge-patch+json')
  await rolledOut('deployments/roller', 0)
  await eventually('its pods are gone', async () => (await listPods(api, NAMESPACE)).every(({ name }) => !name.startsWith('roller-')) || undefined)
})

it('lets a StatefulSet roll pod by pod, with its claims bound', async () => {
  await apply(workload('StatefulSet', 'keeper', 'image:1'), 'statefulsets/keeper')
  await rolledOut('statefulsets/keeper')
  await apply(workload('StatefulSet', 'keeper', 'image:2'), 'statefulsets/keeper')
  await rolledOut('statefulsets/keeper')
  // No kubelet waits for volumes here: pods may be ready before the binder has come to their claims.
  await eventually('its claim is bound', async () => {
    const { status } = await api.must('GET', `/api/v1/namespaces/${NAMESPACE}/persistentvolumeclaims/data-keeper-1`)
    return z.object({ phase: z.string() }).parse(status).phase === 'Bound' || undefined
  })
})

it('keeps the old pods of a workload serving while its new ones cannot pull their image', async () => {
  await apply(workload('Deployment', 'failing', 'image:1'), 'deployments/failing')
  await rolledOut('deployments/failing')
  stub.setFate('Deployment/failing', 'ImagePullBackOff')
  await apply(workload('Deployment', 'failing', 'image:typo'), 'deployments/failing')
  const stuck = await eventually('a new pod waits for its image', async () => {
    const pods = await api.must('GET', `/api/v1/namespaces/${NAMESPACE}/pods?labelSelector=app%3Dfailing`)
    return JSON.stringify(pods).includes('ImagePullBackOff') ? pods : undefined
  })
  expect(JSON.stringify(stuck)).toContain('Back-off pulling image \\"image:typo\\"')
  const { status } = Workload.parse(await api.must('GET', `${APPS}/deployments/failing`))
  expect(status.readyReplicas).toBe(2)
  stub.setFate('Deployment/failing', 'ready')
  await rolledOut('deployments/failing')
})

it('holds a StatefulSet at the pod that never becomes ready', async () => {
  stub.setFate('StatefulSet/held', 'never-ready')
  await apply(workload('StatefulSet', 'held', 'image:1'), 'statefulsets/held')
  await eventually('its first pod runs', async () => {
    const pods = await api.must('GET', `/api/v1/namespaces/${NAMESPACE}/pods?fieldSelector=status.phase%3DRunning&labelSelector=app%3Dheld`)
    return z.array(z.unknown()).parse(pods.items).length === 1 || undefined
  })
  // The controller counts a moment later.
  const { status } = await eventually('its pod is counted', async () => {
    const held = Workload.parse(await api.must('GET', `${APPS}/statefulsets/held`))
    return held.status.replicas > 0 ? held : undefined
  })
  expect(status).toMatchObject({ replicas: 1, readyReplicas: 0 })
  stub.setFate('StatefulSet/held', 'ready')
  await rolledOut('statefulsets/held')
})
