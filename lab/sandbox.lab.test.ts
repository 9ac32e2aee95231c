// The sandbox beside the real API server: given the same requests, both must store and answer the same, but for what is each server's own.
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { AppError } from '#lib/errors.ts'
import type { ApplyOptions, Cluster } from '#lib/kube/cluster.ts'
import { connect } from '#lib/kube/cluster.ts'
import type { Json, KubeObject } from '#lib/manifest/types.ts'
import { isJsonObject, objectId } from '#lib/manifest/types.ts'
import { startSandbox } from '#lib/sandbox/server.ts'
import { adopt } from '#lib/thanos/adopt.ts'
import { applyEdits } from '#lib/thanos/apply-edits.ts'
import { orderedObjects } from '#lib/thanos/apply-order.ts'
import { lint } from '#lib/thanos/lint.ts'
import { guideFiles } from './guide.ts'

const NAMESPACE = 'side-by-side'
const REAL = { dryRun: false, force: false }

type Sandbox = Awaited<ReturnType<typeof startSandbox>>
let sandbox: Sandbox
let both: Cluster[]
beforeAll(async () => {
  sandbox = await startSandbox()
  both = [connect({ kind: 'context', context: 'admin', kubeconfig: inject('lab').kubeconfig }), connect({ kind: 'sandbox', url: sandbox.url })]
  await onBoth({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE } }, REAL)
})
afterAll(async () => { await sandbox?.close() })

/** Applies to both and gives what each answered: the object as it is stored, or the refusal. */
async function onBoth(object: KubeObject, options: ApplyOptions): Promise<Json[]> {
  return Promise.all(both.map(async (cluster) => {
    try {
      return comparable(await cluster.apply(object, options))
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      // Safe because the details of lib/kube's errors are plain data.
      return { code: error.code, message: error.message.replaceAll(cluster.host, 'HOST'), details: JSON.parse(JSON.stringify(error.details ?? null)) as Json }
    }
  }))
}

/** Without what differs from server to server and from moment to moment; controllers write status, and a Deployment's revision, when they come to it. */
function comparable(value: Json, key = ''): Json {
  if (['uid', 'resourceVersion', 'creationTimestamp', 'time', 'status', 'selfLink'].includes(key)) return key
  if (Array.isArray(value)) {
    const items = value.map((item) => comparable(item))
    // They stand in the order of the seconds in which they came, and a second may end between the two servers.
    return key === 'managedFields' ? items.filter((entry) => !(isJsonObject(entry) && entry.subresource === 'status')).toSorted((a, b) => managerOf(a).localeCompare(managerOf(b))) : items
  }
  if (typeof value === 'string' && /^10\.\d+\.\d+\.\d+$/.test(value)) return 'an address'
  if (!isJsonObject(value)) return value
  const lasting = Object.entries(value).filter(([name]) => name !== 'status' && name !== 'deployment.kubernetes.io/revision')
  const entries = lasting.map(([name, below]): [string, Json] => [name, comparable(below, name)])
  return Object.fromEntries(entries.filter(([name, below]) => name !== 'annotations' || JSON.stringify(below) !== '{}'))
}

const managerOf = (entry: Json): string => (isJsonObject(entry) ? `${String(entry.manager)} ${String(entry.operation)}` : '')

it('stores the guide as the real server does, and what the safe fixes make of it', async () => {
  const { spec, withheld } = adopt(await guideFiles(NAMESPACE))
  const fixed = applyEdits(spec, lint(spec).flatMap(({ fix }) => (fix?.safe === true ? fix.edits : [])))
  for (const object of [...withheld, ...orderedObjects(spec), ...orderedObjects(fixed)]) {
    for (const dryRun of [true, false]) {
      const [real, ours] = await onBoth(object, { dryRun, force: false })
      expect(real, objectId(object)).toHaveProperty('metadata')
      expect(ours, `${objectId(object)}${dryRun ? ', dry run' : ''}`).toEqual(real)
    }
  }
})

/** What other managers and mistakes make of one workload and its Service, one after the other. */
const REQUESTS: [what: string, object: KubeObject, options: Partial<ApplyOptions>][] = [
  ['a workload by another manager', workload(), { manager: 'helm' }],
  ['the same by Gauntlet', workload(), {}],
  ['another image', workload({ image: 'quay.io/thanos/thanos:v0.40.1' }), {}],
  ['another image by force, in a dry run', workload({ image: 'quay.io/thanos/thanos:v0.40.1' }), { dryRun: true, force: true }],
  ['another image by force', workload({ image: 'quay.io/thanos/thanos:v0.40.1' }), { force: true }],
  ['fewer fields by the other manager', workload({ resources: undefined }), { manager: 'helm', force: true }],
  ['arguments in another order', workload({ args: ['--log.level=info', 'query'] }), {}],
  ['a second port', workload({ ports: [{ containerPort: 10902 }, { containerPort: 10901, name: 'grpc' }] }), {}],
  ['the same port twice', workload({ ports: [{ containerPort: 10902 }, { containerPort: 10902 }] }), {}],
  ['two ports of one name', workload({ ports: [{ containerPort: 10902, name: 'http' }, { containerPort: 10901, name: 'http' }] }), {}],
  ['a port that is none', workload({ ports: [{ containerPort: 109020 }] }), {}],
  ['a port name that is too long', workload({ ports: [{ containerPort: 10902, name: 'a-name-that-is-too-long' }] }), {}],
  ['a variable twice', workload({ env: [{ name: 'A', value: '1' }, { name: 'A', value: '2' }] }), {}],
  ['a variable with a number', workload({ env: [{ name: 'A', value: 1 }] }), {}],
  ['a variable with two sources', workload({ env: [{ name: 'A', value: '1', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } }] }), {}],
  ['a request above its limit', workload({ resources: { requests: { memory: '2Gi' }, limits: { memory: '1Gi' } } }), {}],
  ['a negative request', workload({ resources: { requests: { cpu: '-1' } } }), {}],
  ['a quantity that is none', workload({ resources: { limits: { memory: '4GB' } } }), {}],
  ['a mount without its volume', workload({ volumeMounts: [{ name: 'data', mountPath: '/data' }] }), {}],
  ['no image', workload({ image: undefined }), {}],
  ['a name that is none', workload({ name: 'Thanos_Query' }), {}],
  ['a field that does not exist', workload({ imagePullPolicies: 'Always' }), {}],
  ['arguments that are no list', workload({ args: 'query' }), {}],
  ['arguments that are a map', workload({ args: { query: true, level: ['info', 1] } }), {}],
  ['resources in words', workload({ resources: 'small' }), {}],
  ['resources as a list', workload({ resources: ['small'] }), {}],
  ['an image that is a map', workload({ image: { name: 'thanos' } }), {}],
  ['a port name of digits', workload({ ports: [{ containerPort: 10902, name: '10902' }] }), {}],
  ['a port name in capitals', workload({ ports: [{ containerPort: 10902, name: 'HTTP--x-' }] }), {}],
  ['a negative limit', workload({ resources: { limits: { memory: '-1Gi' } } }), {}],
  ['an image that is a list', workload({ image: ['thanos', 1, { tag: 'x' }] }), {}],
  ['a volume of three kinds', workload({}, {}, { volumes: [{ name: 'a', configMap: { name: 'x' }, secret: { secretName: 'y' }, emptyDir: {} }] }), {}],
  ['two volumes of one name', workload({}, {}, { volumes: [{ name: 'a', emptyDir: {} }, { name: 'a', emptyDir: {} }] }), {}],
  ['a volume of no kind', workload({}, {}, { volumes: [{ name: 'a' }] }), {}],
  ['a volume of two kinds', workload({}, {}, { volumes: [{ name: 'a', emptyDir: {}, configMap: { name: 'x' } }] }), {}],
  ['a grace period below zero', workload({}, {}, { terminationGracePeriodSeconds: -1 }), {}],
  ['negative replicas', workload({}, { replicas: -1 }), {}],
  ['replicas in words', workload({}, { replicas: 'two' }), {}],
  ['another selector', workload({}, { selector: { matchLabels: { app: 'other' } } }), { force: true }],
  ['a probe without a handler', workload({ readinessProbe: { periodSeconds: 5 } }), {}],
  ['probes', workload({ readinessProbe: { httpGet: { path: '/-/ready', port: 'http' } }, livenessProbe: { httpGet: { path: '/-/healthy', port: 10902 }, failureThreshold: 4 } }), { force: true }],
  ['a Service', service({ ports: [{ name: 'http', port: 9090, targetPort: 'http' }] }), {}],
  ['a Service with one more port', service({ ports: [{ name: 'http', port: 9090, targetPort: 'http' }, { name: 'grpc', port: 10901 }] }), {}],
  ['a Service with two ports of no name', service({ ports: [{ port: 9090 }, { port: 10901 }] }), {}],
  ['a Service without ports', service({ ports: [] }), {}],
  ['a Service that loses its address', service({ clusterIP: 'None', ports: [{ name: 'http', port: 9090 }] }), {}],
  ['a Service of no known type', service({ type: 'Elsewhere', ports: [{ name: 'http', port: 9090 }] }), {}],
]

function workload(container: Record<string, Json | undefined> = {}, spec: Record<string, Json> = {}, pod: Record<string, Json> = {}): KubeObject {
  const given: Record<string, Json | undefined> = {
    name: 'thanos', image: 'quay.io/thanos/thanos:v0.31.0', args: ['query', '--log.level=info'], ports: [{ containerPort: 10902 }],
    resources: { limits: { memory: '1024Mi', cpu: '500m' } }, ...container,
  }
  const only = Object.fromEntries(Object.entries(given).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])))
  return {
    apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'query', namespace: NAMESPACE },
    spec: { replicas: 0, selector: { matchLabels: { app: 'query' } }, template: { metadata: { labels: { app: 'query' } }, spec: { containers: [only], ...pod } }, ...spec },
  }
}

function service(spec: Record<string, Json>): KubeObject {
  return { apiVersion: 'v1', kind: 'Service', metadata: { name: 'query', namespace: NAMESPACE }, spec: { selector: { app: 'query' }, ...spec } }
}

it('answers as the real server does, to what is right and what is wrong', async () => {
  for (const [what, object, options] of REQUESTS) {
    const [real, ours] = await onBoth(object, { ...REAL, ...options })
    expect.soft(ours, what).toEqual(real)
  }
})
