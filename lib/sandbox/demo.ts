// The two demo installations, running for three days. In namespace monitoring the guide's manifests with some of the guide's mistakes: what would
// keep pods from starting at all is mended (bucket credentials, the receiver's label); what looks healthy and is wrong stays. In namespace
// observability the same, put right, so that samples move and something can be made to fail.
import { readdir, readFile } from 'node:fs/promises'
import { parseAllDocuments } from 'yaml'
import type { JsonObject, KubeObject } from '../manifest/types.ts'
import { isKubeObject } from '../manifest/types.ts'
import { createApi } from './api.ts'
import { settle } from './controllers.ts'
import { itemsAt } from './fields.ts'
import { kindNamed } from './kinds.ts'
import type { PodStarts } from './pod-start.ts'
import type { Store } from './store.ts'

const AGE_MS = 3 * 24 * 3_600_000

/** `beside` is what others run there, and its manifests refer to. */
type Demo = { readonly namespace: string; readonly folder: string; readonly change: (object: KubeObject) => KubeObject; readonly beside: readonly KubeObject[] }

/** Fills a cluster with those installations whose namespaces it does not have. Rejects when their manifests cannot be read. */
export async function seedDemo({ store, now, rollMs, podStarts }: { store: Store; now: () => number; rollMs: number; podStarts: PodStarts }): Promise<void> {
  const missing = DEMOS.filter(({ namespace }) => store.get(kindNamed('Namespace'), undefined, namespace) === undefined)
  if (missing.length === 0) return
  const clock = { ms: now() - AGE_MS }
  const api = createApi({ store, now: () => clock.ms })
  for (const { namespace, folder, change, beside } of missing) {
    api.create({ kind: kindNamed('Namespace'), object: { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } }, manager: 'kubectl-create' })
    for (const object of beside) api.create({ kind: kindNamed(object.kind), object, manager: 'kubectl-client-side-apply' })
    for (const object of await objectsOf(folder, namespace)) {
      const kind = kindNamed(object.kind)
      // Credentials come from the operator's own hand; everything else was applied by Gauntlet, which can so change it without a conflict.
      if (object.kind === 'Secret') api.create({ kind, object: change(object), manager: 'kubectl-client-side-apply' })
      else api.apply({ kind, object: change(object), manager: 'gauntlet', force: false })
    }
  }
  settle({ store, api, clock, untilMs: now(), rollMs, podStarts })
}

/** Manifests of a folder of `examples`, in a namespace of their own; Secrets first, so that no pod waits for one. */
async function objectsOf(folder: string, namespace: string): Promise<KubeObject[]> {
  const place = new URL(`../../examples/${folder}/`, import.meta.url)
  const files = (await readdir(place)).filter((name) => name.endsWith('.yaml')).toSorted()
  const texts = await Promise.all(files.map((name) => readFile(new URL(name, place), 'utf8')))
  return texts.flatMap((written) => parseAllDocuments(written.replaceAll(/\bmonitoring\b/g, namespace)).map((document): unknown => document.toJS())).filter(isKubeObject)
    .toSorted((a, b) => Number(b.kind === 'Secret') - Number(a.kind === 'Secret'))
}

/** Values that look real and open nothing. */
const DEMO_STORAGE = `type: S3
config:
  bucket: thanos-demo
  endpoint: s3.eu-central-1.amazonaws.com
  access_key: DEMOKEYDEMOKEYDEMO01
  secret_key: demo-demo-demo-demo-demo-demo-demo-demo0
  insecure: false
`

/** With credentials; the receiver does not start without a label of its own. */
function startable(object: KubeObject): KubeObject {
  if (object.kind === 'Secret') return { ...object, stringData: { 'objstore.yml': DEMO_STORAGE } }
  const copy = structuredClone(object)
  for (const container of itemsAt(copy, 'spec', 'template', 'spec', 'containers')) {
    if (!Array.isArray(container.args) || container.args[0] !== 'receive') continue
    container.args.push('--label=receive_replica="$(POD_NAME)"')
    container.env = [POD_NAME]
  }
  return copy
}

const POD_NAME: JsonObject = { name: 'POD_NAME', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } }

/** Keys that the corrected manifests refer to and do not bring. */
const DEMO_KEYS: KubeObject = {
  apiVersion: 'v1', kind: 'Secret', metadata: { name: 'thanos-s3-keys', namespace: 'observability' },
  stringData: { 'access-key': 'DEMOKEYDEMOKEYDEMO02', 'secret-key': 'demo-demo-demo-demo-demo-demo-demo-demo1' },
}

const ALERTMANAGER_LABELS = { app: 'alertmanager' }
/** Where the corrected rulers send their alerts. In namespace monitoring there is none, as the guide brings none. */
const ALERTMANAGER: readonly KubeObject[] = [
  { apiVersion: 'v1', kind: 'Service', metadata: { name: 'alertmanager', namespace: 'observability' }, spec: { selector: ALERTMANAGER_LABELS, ports: [{ name: 'http', port: 9093 }] } },
  {
    apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'alertmanager', namespace: 'observability' },
    spec: {
      replicas: 1, selector: { matchLabels: ALERTMANAGER_LABELS },
      template: { metadata: { labels: ALERTMANAGER_LABELS }, spec: { containers: [{ name: 'alertmanager', image: 'quay.io/prometheus/alertmanager:v0.30.0', ports: [{ name: 'http', containerPort: 9093 }] }] } },
    },
  },
]

const PROMETHEUS_LABELS = { app: 'prometheus' }
/** It watches the installation itself and two machines beside it; queries reach it through its sidecars. */
const PROMETHEUS_CONFIG = `global:
  scrape_interval: 30s
  external_labels: { cluster: central, prometheus_replica: "\${POD_NAME}" }
scrape_configs:
  - job_name: thanos
    kubernetes_sd_configs: [{ role: pod, namespaces: { own_namespace: true } }]
    relabel_configs: [{ source_labels: [__meta_kubernetes_pod_container_port_name], regex: http, action: keep }]
  - job_name: node-exporter
    static_configs: [{ targets: ["10.20.0.11:9100", "10.20.0.12:9100"] }]
`
/** Two replicas of a Prometheus with sidecars, which the corrected queries ask. In namespace monitoring there is none, as the guide brings none. */
const PROMETHEUS: readonly KubeObject[] = [
  { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'prometheus', namespace: 'observability' }, data: { 'prometheus.yml': PROMETHEUS_CONFIG } },
  { apiVersion: 'v1', kind: 'Service', metadata: { name: 'prometheus-operated', namespace: 'observability' }, spec: { clusterIP: 'None', selector: PROMETHEUS_LABELS, ports: [{ name: 'web', port: 9090, targetPort: 'web' }, { name: 'grpc', port: 10901, targetPort: 'grpc' }] } },
  {
    apiVersion: 'apps/v1', kind: 'StatefulSet', metadata: { name: 'prometheus', namespace: 'observability' },
    spec: {
      replicas: 2, serviceName: 'prometheus-operated', selector: { matchLabels: PROMETHEUS_LABELS },
      template: {
        metadata: { labels: PROMETHEUS_LABELS },
        spec: {
          containers: [
            {
              name: 'prometheus', image: 'quay.io/prometheus/prometheus:v3.9.1', env: [POD_NAME], ports: [{ name: 'web', containerPort: 9090 }],
              args: ['--config.file=/etc/prometheus/prometheus.yml', '--storage.tsdb.path=/prometheus'],
              volumeMounts: [{ name: 'config', mountPath: '/etc/prometheus' }, { name: 'data', mountPath: '/prometheus' }],
            },
            {
              name: 'thanos-sidecar', image: 'quay.io/thanos/thanos:v0.31.0', ports: [{ name: 'http', containerPort: 10902 }, { name: 'grpc', containerPort: 10901 }],
              args: ['sidecar', '--prometheus.url=http://localhost:9090', '--tsdb.path=/prometheus'], volumeMounts: [{ name: 'data', mountPath: '/prometheus' }],
            },
          ],
          volumes: [{ name: 'config', configMap: { name: 'prometheus' } }, { name: 'data', emptyDir: {} }],
        },
      },
    },
  },
]

const DEMOS: readonly Demo[] = [
  { namespace: 'monitoring', folder: 'guide', change: startable, beside: [] },
  { namespace: 'observability', folder: 'corrected', change: (object) => object, beside: [DEMO_KEYS, ...ALERTMANAGER, ...PROMETHEUS] },
]
