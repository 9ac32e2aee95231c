// Knows the lab's edge clusters: a namespace each with a real Prometheus agent that scrapes a load of countable samples and remote-writes it.
import { parse as parseYaml } from 'yaml'
import { z } from 'zod'
import type { JsonObject } from '#lib/manifest/types.ts'
import { toYaml } from '#lib/manifest/yaml.ts'
import type { Api } from './api.ts'
import { PROMETHEUS } from './build.ts'

export type Edge = {
  /** Also its namespace. */
  readonly name: string
  /** Its external label `cluster`. */
  readonly cluster: string
  /** Sent as THANOS-TENANT; without it, its samples are of the receivers' default tenant. */
  readonly tenant?: string
}

/** What the lab has by default; the last one is a tenant of its own. */
export const EDGES: readonly Edge[] = [
  { name: 'edge-1', cluster: 'edge-1' }, { name: 'edge-2', cluster: 'edge-2' }, { name: 'edge-3', cluster: 'edge-3', tenant: 'team-three' },
]
/** Of each edge, `lab_scrape` and what the guide's rules ask for together. */
export const SERIES = 2_000
/** How many of them are `lab_scrape`, whose values count the scrapes from 1. */
export const COUNTED_SERIES = SERIES - 20
export const SCRAPE_INTERVAL_S = 10

const POD = 'edge-0'
const DUMMY = 'lab/dummy:v1'
const IMAGE = `prom/prometheus:v${PROMETHEUS}`
const AGENT_PORT = 9090
const LOAD_PORT = 8080

/** Starts the edges, which write to `address` (http://…/api/v1/receive) from now on and keep what it does not take yet. */
export async function startEdges(api: Api, { edges = EDGES, address }: { edges?: readonly Edge[]; address: string }): Promise<void> {
  for (const edge of edges) {
    const apply = (path: string, object: JsonObject): Promise<JsonObject> => api.must('PATCH', `${path}?fieldManager=lab&force=true`, object, 'application/apply-patch+yaml')
    await apply(`/api/v1/namespaces/${edge.name}`, { apiVersion: 'v1', kind: 'Namespace', metadata: { name: edge.name } })
    await apply(`/api/v1/namespaces/${edge.name}/configmaps/prometheus`, {
      apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'prometheus' }, data: { 'prometheus.yml': agentConfig(edge, address) },
    })
    await apply(`/apis/apps/v1/namespaces/${edge.name}/statefulsets/edge`, statefulSet())
  }
}

/** What a person copies into an edge: whatever it says stands instead of what the edge has, which keeps the rest, as what it scrapes. */
const Copied = z.object({ global: z.record(z.string(), z.json()), remote_write: z.array(z.json()) })

/** Has an edge run with a configuration that was made for it, from now on: its pod is started anew. */
export async function configureEdge(api: Api, { name }: Edge, text: string): Promise<void> {
  const path = `/api/v1/namespaces/${name}/configmaps/prometheus`
  const { data } = z.looseObject({ data: z.object({ 'prometheus.yml': z.string() }) }).parse(await api.must('GET', path))
  const own = z.looseObject({ global: z.record(z.string(), z.json()) }).parse(parseYaml(data['prometheus.yml']))
  const { global, remote_write } = Copied.parse(parseYaml(text))
  const merged = toYaml({ ...own, global: { ...own.global, ...global }, remote_write })
  await api.must('PATCH', path, { data: { 'prometheus.yml': merged } }, 'application/merge-patch+json')
  await api.must('DELETE', `/api/v1/namespaces/${name}/pods/${POD}?gracePeriodSeconds=1`)
}

/** How often the load of an edge has been scraped so far: the highest number that its agent can have written. */
export async function scrapesOf(api: Api, { name }: Edge): Promise<number> {
  const { status, text } = await api.text('GET', `/api/v1/namespaces/${name}/pods/${POD}:${LOAD_PORT}/proxy/scrapes`)
  if (status !== 200) throw new Error(`the load of ${name} answers ${status}: ${text.slice(0, 200)}`)
  return z.coerce.number().int().parse(text)
}

/** What the agent of an edge tells about itself. */
export async function agentMetrics(api: Api, { name }: Edge): Promise<string> {
  return (await api.text('GET', `/api/v1/namespaces/${name}/pods/${POD}:${AGENT_PORT}/proxy/metrics`)).text
}

function agentConfig({ cluster, tenant }: Edge, address: string): string {
  return toYaml({
    global: { scrape_interval: `${SCRAPE_INTERVAL_S}s`, scrape_timeout: `${SCRAPE_INTERVAL_S}s`, external_labels: { cluster, prometheus_replica: 'prometheus-0' } },
    scrape_configs: [{ job_name: 'load', static_configs: [{ targets: [`127.0.0.1:${LOAD_PORT}`] }] }],
    remote_write: [{
      url: address, ...(tenant === undefined ? {} : { headers: { 'THANOS-TENANT': tenant } }),
      queue_config: { max_shards: 4, max_samples_per_send: SERIES, batch_send_deadline: '1s', min_backoff: '100ms', max_backoff: '2s' },
    }],
  })
}

/** One pod with both, so that an edge lives and dies as a whole. */
function statefulSet(): JsonObject {
  const labels = { app: 'edge' }
  return {
    apiVersion: 'apps/v1', kind: 'StatefulSet', metadata: { name: 'edge' },
    spec: {
      replicas: 1, serviceName: 'edge', selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          containers: [
            { name: 'load', image: DUMMY, args: [`-series=${SERIES}`], ports: [{ name: 'load', containerPort: LOAD_PORT }] },
            {
              name: 'prometheus', image: IMAGE, args: ['--agent', '--config.file=/etc/prometheus/prometheus.yml', '--storage.agent.path=/prometheus', `--web.listen-address=0.0.0.0:${AGENT_PORT}`],
              ports: [{ name: 'http', containerPort: AGENT_PORT }], readinessProbe: { httpGet: { path: '/-/ready', port: AGENT_PORT }, periodSeconds: 1 },
              volumeMounts: [{ name: 'config', mountPath: '/etc/prometheus' }, { name: 'data', mountPath: '/prometheus' }],
            },
          ],
          volumes: [{ name: 'config', configMap: { name: 'prometheus' } }, { name: 'data', emptyDir: {} }],
        },
      },
    },
  }
}
