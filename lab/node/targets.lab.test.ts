// A real Prometheus behind a real sidecar: what a real query tells of its targets is read as it is.
import { beforeAll, expect, it } from 'vitest'
import type { JsonObject } from '#lib/manifest/types.ts'
import { toYaml } from '#lib/manifest/yaml.ts'
import { fetchStores } from '#lib/thanos-api/stores.ts'
import { fetchTargets } from '#lib/thanos-api/targets.ts'
import type { FetchPage } from '#lib/thanos-api/fetch-page.ts'
import { buildThanos, NEWEST_THANOS, PROMETHEUS } from '../build.ts'
import { eventually } from '../eventually.ts'
import { labImages } from '../images.ts'
import { givenNamespace, type Given } from './given.ts'

const NAMESPACE = 'node-targets'
const BUILD_TIMEOUT_MS = 30 * 60_000
const [THANOS, PROMETHEUS_IMAGE] = [`thanos:v${NEWEST_THANOS}`, `prometheus:v${PROMETHEUS}`]
/** Nobody listens there. */
const NOBODY = '127.0.0.1:9'

let given: Given
beforeAll(async () => {
  given = await givenNamespace(NAMESPACE)
  const prometheus = (await labImages([], { log: console.error }))[PROMETHEUS_IMAGE]
  if (!prometheus) throw new Error('the lab has no image of Prometheus')
  await given.switches.pushImage({ name: PROMETHEUS_IMAGE, image: prometheus })
  await given.switches.pushImage({ name: THANOS, image: { binary: await buildThanos(NEWEST_THANOS, { log: console.error }), at: '/bin/thanos' } })
}, BUILD_TIMEOUT_MS)

const CONFIG = {
  global: { scrape_interval: '1s', scrape_timeout: '1s', external_labels: { cluster: 'central', prometheus_replica: '0' } },
  scrape_configs: [{ job_name: 'itself', static_configs: [{ targets: ['127.0.0.1:9090'] }] }, { job_name: 'gone', static_configs: [{ targets: [NOBODY] }] }],
}
const ready = (port: number): JsonObject => ({ httpGet: { path: '/-/ready', port }, periodSeconds: 1 })

it('are counted by job, with the reason of one that is down, and without the label that tells replicas apart', async () => {
  await given.apply('configmaps/prometheus', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'prometheus' }, data: { 'prometheus.yml': toYaml(CONFIG) } })
  const data = { name: 'data', mountPath: '/prometheus' }
  await given.pod('prometheus-0', {
    containers: [
      { name: 'prometheus', image: PROMETHEUS_IMAGE, readinessProbe: ready(9090), volumeMounts: [{ name: 'config', mountPath: '/etc/prometheus' }, data] },
      { name: 'thanos', image: THANOS, args: ['sidecar', '--prometheus.url=http://127.0.0.1:9090', '--tsdb.path=/prometheus'], readinessProbe: ready(10902), volumeMounts: [data] },
    ],
    volumes: [{ name: 'config', configMap: { name: 'prometheus' } }, { name: 'data', emptyDir: {} }],
  })
  const { status } = await given.ready('prometheus-0')
  await given.pod('query-0', { containers: [{ image: THANOS, args: ['query', `--endpoint=${status.podIP ?? ''}:10901`, '--query.replica-label=prometheus_replica'], readinessProbe: ready(10902) }] })
  await given.ready('query-0')
  const fetchPage: FetchPage = async ({ path, query = {} }) => {
    const answer = await given.api.text('GET', `/api/v1/namespaces/${NAMESPACE}/pods/query-0:10902/proxy${path}?${new URLSearchParams(query).toString()}`)
    return { status: answer.status, body: answer.text }
  }
  const found = await eventually('both targets were tried', async () => {
    const sidecars = (await fetchStores(fetchPage)).filter(({ type }) => type === 'sidecar')
    const targets = await fetchTargets(fetchPage, sidecars.flatMap(({ labelSets }) => labelSets))
    return targets.groups.length === 2 && targets.groups.every(({ unknown }) => unknown === 0) ? targets : undefined
  }, 50_000)
  expect(found.groups.map(({ job, labels, up, down }) => ({ job, labels, up, down }))).toEqual([{ job: 'gone', labels: { cluster: 'central' }, up: 0, down: 1 }, { job: 'itself', labels: { cluster: 'central' }, up: 1, down: 0 }])
  expect(found.broken).toMatchObject([{ job: 'gone', instance: NOBODY, error: expect.stringContaining('connection refused') }])
  for (const { scrapedAt = 0 } of found.groups) expect(Math.abs(Date.now() - scrapedAt)).toBeLessThan(60_000)
  expect(found).toMatchObject({ left: { groups: 0, broken: 0 }, warnings: [] })
})
