// What an edge needs to send here, as configuration of what it runs: a Prometheus server or agent, the operator's custom resource, an OpenTelemetry
// collector, Alloy. Queues are sized for its rate.
import { toYaml } from '../manifest/yaml.ts'
import type { Json } from '../manifest/types.ts'
import type { DeclaredEdge } from './declared-edge.ts'

/** How samples wait and go out. */
export type QueueSize = { maxShards: number; minShards: number; capacity: number; maxSamplesPerSend: number }

/** Samples that one shard sends in a second when a request takes a fifth of a second: batch × 5. */
const REQUESTS_PER_S = 5
const BATCH = 2000

/**
 * Queue sizing for a rate. Batches of 2000 are Prometheus' default since v3; the capacity of a shard is recommended at 3 to 10 times the batch, and max_shards
 * bounds the memory. Source: prometheus.io/docs/practices/remote_write. Half as many shards again are left to catch up after an outage, at least 10 in all.
 */
export function queueSize(samplesPerS: number): QueueSize {
  const needed = Math.ceil(samplesPerS / (BATCH * REQUESTS_PER_S))
  return { minShards: Math.max(1, Math.ceil(needed / 2)), maxShards: Math.max(10, Math.ceil(needed * 3)), maxSamplesPerSend: BATCH, capacity: BATCH * 5 }
}

/** `url` ends in /api/v1/receive; `tenantHeader` is that of the receivers. */
export type Destination = { url: string; tenantHeader: string }

/** The configuration as a file to copy. Credentials and TLS are the edge's own. */
export function edgeConfig(edge: DeclaredEdge, to: Destination): { name: string; text: string } {
  switch (edge.kind) {
    case 'prometheus':
    case 'agent': return { name: 'prometheus.yml', text: toYaml({ global: { external_labels: literally(edge.labels) }, remote_write: [prometheusWrite(edge, to)] }) }
    case 'operator': return { name: `prometheus-${edge.name}.yaml`, text: toYaml(operatorResource(edge, to)) }
    case 'otel': return { name: 'otel-collector.yaml', text: toYaml(collector(edge, to)) }
    case 'alloy': return { name: 'config.alloy', text: alloy(edge, to) }
  }
}

function prometheusWrite({ name, tenant, samplesPerS }: DeclaredEdge, { url, tenantHeader }: Destination): Json {
  const queue = queueSize(samplesPerS)
  return {
    name, url, ...(tenant === undefined ? {} : { headers: { [tenantHeader]: tenant } }),
    // 409 is final for receive; with retry_on_http_429 a tenant at its limit is not lost but waits. Source: prometheus.io/docs/prometheus/latest/configuration.
    queue_config: { min_shards: queue.minShards, max_shards: queue.maxShards, max_samples_per_send: queue.maxSamplesPerSend, capacity: queue.capacity, retry_on_http_429: true },
  }
}

/** Fields of monitoring.coreos.com/v1 Prometheus. Source: prometheus-operator.dev/docs/api-reference/api. */
function operatorResource({ name, labels, tenant, samplesPerS }: DeclaredEdge, { url, tenantHeader }: Destination): Json {
  const queue = queueSize(samplesPerS)
  return {
    apiVersion: 'monitoring.coreos.com/v1', kind: 'Prometheus', metadata: { name },
    spec: {
      externalLabels: literally(labels),
      remoteWrite: [{
        name, url, ...(tenant === undefined ? {} : { headers: { [tenantHeader]: tenant } }),
        queueConfig: { minShards: queue.minShards, maxShards: queue.maxShards, maxSamplesPerSend: queue.maxSamplesPerSend, capacity: queue.capacity, retryOnRateLimit: true },
      }],
    },
  }
}

/**
 * Beside what is pushed to it, the collector scrapes itself: that writes `up`, by which an edge is found while nobody pushes, and what it counts of its own sending.
 * Source: opentelemetry-collector-contrib, exporter/prometheusremotewriteexporter and receiver/prometheusreceiver; opentelemetry.io/docs/collector/internal-telemetry (port 8888).
 */
function collector({ labels, tenant, samplesPerS }: DeclaredEdge, { url, tenantHeader }: Destination): Json {
  const queue = queueSize(samplesPerS)
  return {
    receivers: {
      otlp: { protocols: { grpc: { endpoint: '0.0.0.0:4317' }, http: { endpoint: '0.0.0.0:4318' } } },
      'prometheus/self': { config: { scrape_configs: [{ job_name: 'otel-collector', scrape_interval: '30s', static_configs: [{ targets: ['127.0.0.1:8888'] }] }] } },
    },
    exporters: {
      prometheusremotewrite: {
        endpoint: literal(url), external_labels: literally(labels),
        ...(tenant === undefined ? {} : { headers: { [tenantHeader]: literal(tenant) } }),
        // A batch is given up after five minutes unless this says otherwise. Receivers take an hour that was missed: half a block (docs/lab.md).
        retry_on_failure: { max_elapsed_time: '1h' },
        remote_write_queue: { enabled: true, num_consumers: queue.maxShards, queue_size: queue.capacity }, resource_to_telemetry_conversion: { enabled: true },
      },
    },
    service: { pipelines: { metrics: { receivers: ['otlp', 'prometheus/self'], exporters: ['prometheusremotewrite'] } } },
  }
}

/**
 * A collector takes "${…}" anywhere in its configuration for a variable, Prometheus since v3 "$…" in external labels, and both "$$" for a dollar.
 * Source: go.opentelemetry.io/collector/confmap, expand.go; prometheus.io/docs/prometheus/3.0/migration; both seen.
 */
function literal(value: string): string {
  return value.replaceAll('$', '$$$$')
}

function literally(labels: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(labels).map(([name, value]) => [name, literal(value)]))
}

/** It scrapes itself for the same reason as the collector. Source: grafana.com/docs/alloy, prometheus.remote_write and prometheus.exporter.self. */
function alloy({ name, labels, tenant, samplesPerS }: DeclaredEdge, { url, tenantHeader }: Destination): string {
  const queue = queueSize(samplesPerS)
  const quoted = JSON.stringify
  const label = name.replaceAll(/[^a-zA-Z0-9_]/g, '_').replace(/^(?=\d)/, '_')
  return [
    `prometheus.exporter.self ${quoted(label)} {}`, '',
    `prometheus.scrape ${quoted(`${label}_self`)} {`,
    `  targets    = prometheus.exporter.self.${label}.targets`, `  forward_to = [prometheus.remote_write.${label}.receiver]`, '}', '',
    `prometheus.remote_write ${quoted(label)} {`,
    '  external_labels = {',
    ...Object.entries(labels).map(([key, value]) => `    ${quoted(key)} = ${quoted(value)},`),
    '  }',
    '', '  endpoint {', `    url = ${quoted(url)}`,
    ...(tenant === undefined ? [] : [`    headers = { ${quoted(tenantHeader)} = ${quoted(tenant)} }`]),
    '', '    queue_config {', `      min_shards           = ${queue.minShards}`, `      max_shards           = ${queue.maxShards}`,
    `      max_samples_per_send = ${queue.maxSamplesPerSend}`, `      capacity             = ${queue.capacity}`, '      retry_on_http_429    = true', '    }', '  }', '}', '',
  ].join('\n')
}
