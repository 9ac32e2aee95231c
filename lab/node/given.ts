// Knows what the tests of the nodes start from: a namespace of their own in the lab that all of them share, and pods of the dummy image in it.
import { inject } from 'vitest'
import { z } from 'zod'
import type { JsonObject } from '#lib/manifest/types.ts'
import { labApi, type Api } from '../api.ts'
import { eventually } from '../eventually.ts'
import { remoteSwitches, type Switches } from './switches.ts'

/** The image of lab/dummy. */
export const DUMMY = 'registry.example.com/lab/dummy:v1'
/** Starting and ending a process takes seconds where ten others want the same core. */
const WITHIN_MS = 50_000
/** Without it a pod is ready before its program has begun. */
const LISTENS = { tcpSocket: { port: 8080 }, periodSeconds: 1 }

const Terminated = z.object({ exitCode: z.number(), reason: z.string(), message: z.string().optional(), startedAt: z.string(), finishedAt: z.string() })
const State = z.object({
  waiting: z.object({ reason: z.string(), message: z.string().default('') }).optional(),
  running: z.object({ startedAt: z.string() }).optional(),
  terminated: Terminated.optional(),
})
const ContainerStatus = z.object({ name: z.string(), ready: z.boolean(), started: z.boolean(), restartCount: z.number(), state: State, lastState: State.default({}) })
const SeenPod = z.object({
  metadata: z.object({ uid: z.string(), name: z.string() }),
  spec: z.object({ nodeName: z.string().optional() }),
  status: z.object({
    phase: z.string(),
    podIP: z.string().optional(),
    conditions: z.array(z.object({ type: z.string(), status: z.string(), reason: z.string().optional(), message: z.string().optional() })).default([]),
    initContainerStatuses: z.array(ContainerStatus).default([]),
    containerStatuses: z.array(ContainerStatus).default([]),
  }),
})
export type SeenPod = z.infer<typeof SeenPod>
const Events = z.object({ items: z.array(z.object({ type: z.string(), reason: z.string(), message: z.string(), count: z.number().default(1), involvedObject: z.object({ name: z.string() }) })) })

export type Given = {
  readonly api: Api
  readonly namespace: string
  readonly switches: Switches
  /** Server-side apply of an object of the namespace. */
  readonly apply: (path: string, object: JsonObject) => Promise<JsonObject>
  /** Creates a pod; a container is a dummy named "main" that is ready when it listens, unless it says otherwise. */
  readonly pod: (name: string, spec: JsonObject & { containers?: JsonObject[] }, labels?: Record<string, string>) => Promise<void>
  readonly see: (name: string) => Promise<SeenPod | undefined>
  /** Waits for a pod of which this is true. */
  readonly until: (name: string, what: string, isTrue: (pod: SeenPod) => boolean) => Promise<SeenPod>
  readonly ready: (name: string) => Promise<SeenPod>
  readonly gone: (name: string) => Promise<void>
  readonly remove: (name: string, graceSeconds?: number) => Promise<void>
  /** Asks a pod's dummy over the API server's proxy. */
  readonly ask: (name: string, path: string) => Promise<{ status: number; text: string }>
  /** Waits for an event about an object of this name. */
  readonly event: (name: string, reason: string, message?: RegExp) => Promise<{ type: string; message: string; count: number }>
}

/** Creates the namespace, which is removed with the lab. */
export async function givenNamespace(namespace: string): Promise<Given> {
  const { url, adminToken, ca, socket } = inject('nodes')
  const api = labApi({ url, token: adminToken, ca })
  const base = `/api/v1/namespaces/${namespace}`
  await api.must('POST', '/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } })
  const see: Given['see'] = async (name) => {
    const { status, body } = await api.call('GET', `${base}/pods/${name}`)
    return status === 404 ? undefined : SeenPod.parse(body)
  }
  const until: Given['until'] = (name, what, isTrue) => eventually(`pod ${name} ${what}`, async () => {
    const pod = await see(name)
    return pod && isTrue(pod) ? pod : undefined
  }, WITHIN_MS)
  return {
    api, namespace, switches: remoteSwitches(socket), see, until,
    apply: (path, object) => api.must('PATCH', `${path.startsWith('/') ? path : `${base}/${path}`}?fieldManager=test&force=true`, object, 'application/apply-patch+yaml'),
    async pod(name, { containers = [{}], ...spec }, labels = {}) {
      await api.must('POST', `${base}/pods`, {
        apiVersion: 'v1', kind: 'Pod', metadata: { name, labels },
        spec: { terminationGracePeriodSeconds: 1, ...spec, containers: containers.map((container) => ({ name: 'main', image: DUMMY, readinessProbe: LISTENS, ...container })) },
      })
    },
    ready: (name) => until(name, 'is ready', ({ status }) => status.conditions.some(({ type, status: is }) => type === 'Ready' && is === 'True')),
    gone: async (name) => { await eventually(`pod ${name} is gone`, async () => (await see(name)) === undefined || undefined, WITHIN_MS) },
    async remove(name, graceSeconds) {
      await api.must('DELETE', `${base}/pods/${name}`, graceSeconds === undefined ? undefined : { gracePeriodSeconds: graceSeconds })
    },
    ask: (name, path) => api.text('GET', `${base}/pods/${name}:8080/proxy${path}`),
    event: (name, reason, message = /(?:)/) => eventually(`event ${reason} of ${name}`, async () => {
      const { items } = Events.parse(await api.must('GET', `${base}/events`))
      return items.find((event) => event.involvedObject.name === name && event.reason === reason && message.test(event.message))
    }, WITHIN_MS),
  }
}
