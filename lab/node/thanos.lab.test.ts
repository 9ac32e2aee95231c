// Thanos itself on the lab's nodes: a query that finds a receive and a store by DNS, and a store that reads S3.
import { beforeAll, expect, it } from 'vitest'
import { z } from 'zod'
import type { JsonObject } from '#lib/manifest/types.ts'
import { buildThanos, NEWEST_THANOS } from '../build.ts'
import { eventually } from '../eventually.ts'
import { givenNamespace, type Given } from './given.ts'

const NAMESPACE = 'node-thanos'
const BUILD_TIMEOUT_MS = 30 * 60_000
const IMAGE = `quay.io/thanos/thanos:v${NEWEST_THANOS}`
const STORES = `/api/v1/namespaces/${NAMESPACE}/services/query:http/proxy/api/v1/stores`
const Stores = z.object({ data: z.record(z.string(), z.array(z.object({ name: z.string(), lastError: z.string().nullable() }))) })

let given: Given
beforeAll(async () => {
  given = await givenNamespace(NAMESPACE)
  await given.switches.pushImage({ name: `thanos:v${NEWEST_THANOS}`, image: { binary: await buildThanos(NEWEST_THANOS, { log: console.error }), at: '/bin/thanos' } })
}, BUILD_TIMEOUT_MS)

const ready = { httpGet: { path: '/-/ready', port: 10902 }, periodSeconds: 1 }
const ports = [{ name: 'http', containerPort: 10902 }, { name: 'grpc', containerPort: 10901 }]

async function component(kind: 'Deployment' | 'StatefulSet', name: string, { args, env = [], volumes = [], volumeMounts = [], isHeadless }: {
  args: string[]; env?: JsonObject[]; volumes?: JsonObject[]; volumeMounts?: JsonObject[]; isHeadless: boolean
}): Promise<void> {
  const labels = { app: name }
  await given.apply(`services/${name}`, {
    apiVersion: 'v1', kind: 'Service', metadata: { name },
    spec: { selector: labels, ...(isHeadless ? { clusterIP: 'None' } : {}), ports: ports.map(({ name: port, containerPort }) => ({ name: port, port: containerPort, targetPort: port })) },
  })
  const container = { name: 'thanos', image: IMAGE, args: [name, ...args], env, ports, readinessProbe: ready, livenessProbe: { ...ready, httpGet: { path: '/-/healthy', port: 'http' }, failureThreshold: 60 }, volumeMounts }
  await given.apply(`/apis/apps/v1/namespaces/${NAMESPACE}/${kind.toLowerCase()}s/${name}`, {
    apiVersion: 'apps/v1', kind, metadata: { name },
    spec: {
      replicas: 1, selector: { matchLabels: labels }, ...(kind === 'StatefulSet' ? { serviceName: name } : {}),
      template: { metadata: { labels }, spec: { containers: [container], volumes } },
    },
  })
}

it('runs query, receive and store, and query tells both stores through the API server\'s proxy', async () => {
  const bucket = ['type: S3', 'config:', '  bucket: thanos', '  endpoint: s3.lab.svc.cluster.local:9000', '  insecure: true', '  access_key: lab-key', '  secret_key: lab-secret'].join('\n')
  await given.apply('secrets/bucket', { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'bucket' }, stringData: { 'objstore.yml': bucket } })
  await component('Deployment', 'query', { isHeadless: false, args: ['--endpoint=dnssrv+_grpc._tcp.receive.$(NAMESPACE).svc.cluster.local', '--endpoint=dnssrv+_grpc._tcp.store.$(NAMESPACE).svc.cluster.local', '--store.sd-dns-interval=1s'],
    env: [{ name: 'NAMESPACE', valueFrom: { fieldRef: { fieldPath: 'metadata.namespace' } } }] })
  await component('StatefulSet', 'receive', { isHeadless: true, args: ['--tsdb.path=/data', '--label=replica="$(NAME)"', '--remote-write.address=0.0.0.0:19291'],
    env: [{ name: 'NAME', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } }], volumes: [{ name: 'data', emptyDir: {} }], volumeMounts: [{ name: 'data', mountPath: '/data' }] })
  await component('StatefulSet', 'store', { isHeadless: true, args: ['--data-dir=/data', '--objstore.config-file=/bucket/objstore.yml'],
    volumes: [{ name: 'data', emptyDir: {} }, { name: 'bucket', secret: { secretName: 'bucket' } }], volumeMounts: [{ name: 'data', mountPath: '/data' }, { name: 'bucket', mountPath: '/bucket' }] })
  const data = await eventually('query knows a receive and a store', async () => {
    const answer = await given.api.call('GET', STORES)
    const stores = Stores.safeParse(answer.body)
    return stores.success && (stores.data.data.receive?.length ?? 0) + (stores.data.data.store?.length ?? 0) === 2 && Object.values(stores.data.data).flat().every(({ lastError }) => lastError === null) ? stores.data.data : undefined
  }, 50_000)
  expect(data.receive).toMatchObject([{ lastError: null }])
  expect(data.store).toMatchObject([{ lastError: null }])
})

it('keeps a store from getting ready while S3 answers 403, and lets it get ready without a restart where that ends within the half minute that a store tries', async () => {
  await given.switches.setBucketWeather({ kind: 'forbidden' })
  await given.remove('store-0', 0)
  await given.event('store-0', 'Unhealthy', /^Readiness probe failed: HTTP probe failed with statuscode: 503$/)
  const pod = await given.until('store-0', 'runs', ({ status }) => status.containerStatuses[0]?.state.running !== undefined)
  expect(pod.status.containerStatuses[0]).toMatchObject({ ready: false, restartCount: 0 })
  await given.switches.setBucketWeather({ kind: 'fair' })
  await given.ready('store-0')
})
