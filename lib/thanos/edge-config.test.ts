import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import type { DeclaredEdge } from './declared-edge.ts'
import { edgeConfig, queueSize } from './edge-config.ts'

const TO = { url: 'https://receive.example/api/v1/receive', tenantHeader: 'THANOS-TENANT' }
const edge = (kind: DeclaredEdge['kind'], over: Partial<DeclaredEdge> = {}): DeclaredEdge => ({ name: 'tokyo-1', kind, labels: { cluster: 'tokyo', replica: 'a "b" \\ $' }, tenant: 'shop', samplesPerS: 50_000, ...over })
const yamlOf = (kind: DeclaredEdge['kind']): unknown => parse(edgeConfig(edge(kind), TO).text)

describe('the queue of an edge', () => {
  it.each([[0, 1, 10], [10_000, 1, 10], [50_000, 3, 15], [1_000_000, 50, 300]])('for %i samples a second has %i to %i shards', (rate, minShards, maxShards) => {
    expect(queueSize(rate)).toEqual({ minShards, maxShards, maxSamplesPerSend: 2000, capacity: 10_000 })
  })
})

/** As a program that reads variables in it has to be given them. */
const WRITTEN = { cluster: 'tokyo', replica: 'a "b" \\ $$' }

describe('the configuration of an edge', () => {
  it.each(['prometheus', 'agent'] as const)('of a %s names its labels, the address and its tenant', (kind) => {
    expect(yamlOf(kind)).toEqual({
      global: { external_labels: WRITTEN },
      remote_write: [{ name: 'tokyo-1', url: TO.url, headers: { 'THANOS-TENANT': 'shop' }, queue_config: { min_shards: 3, max_shards: 15, max_samples_per_send: 2000, capacity: 10_000, retry_on_http_429: true } }],
    })
  })

  it('of the operator is its custom resource', () => {
    expect(yamlOf('operator')).toMatchObject({ apiVersion: 'monitoring.coreos.com/v1', kind: 'Prometheus', spec: { externalLabels: WRITTEN, remoteWrite: [{ url: TO.url, headers: { 'THANOS-TENANT': 'shop' } }] } })
  })

  it('of a collector writes what it is sent and what it counts of itself, and tries again for as long as receivers take it', () => {
    expect(yamlOf('otel')).toMatchObject({
      exporters: { prometheusremotewrite: { endpoint: TO.url, external_labels: WRITTEN, headers: { 'THANOS-TENANT': 'shop' }, retry_on_failure: { max_elapsed_time: '1h' }, remote_write_queue: { num_consumers: 15 } } },
      service: { pipelines: { metrics: { receivers: ['otlp', 'prometheus/self'], exporters: ['prometheusremotewrite'] } } },
    })
  })

  it('of Alloy names its parts by identifiers and quotes what it is given', () => {
    const { name, text } = edgeConfig(edge('alloy', { name: '1-tokyo' }), TO)
    expect(name).toBe('config.alloy')
    expect(text).toContain('forward_to = [prometheus.remote_write._1_tokyo.receiver]')
    expect(text).toContain('prometheus.remote_write "_1_tokyo" {')
    expect(text).toContain('"replica" = "a \\"b\\" \\\\ $",')
    expect(text).toContain('headers = { "THANOS-TENANT" = "shop" }')
  })

  it.each(['prometheus', 'agent', 'operator', 'otel', 'alloy'] as const)('of a %s without a tenant sends no header', (kind) => {
    const { tenant: _, ...plain } = edge(kind)
    expect(edgeConfig(plain, TO).text).not.toContain('headers')
  })
})
