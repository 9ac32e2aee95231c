import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { adopt } from './adopt.ts'
import { applyEdits } from './apply-edits.ts'
import type { Edit } from './edit.ts'
import type { Finding } from './finding.ts'
import { lint } from './lint.ts'
import type { StackSpec } from './spec.ts'

const GUIDE = join(import.meta.dirname, '../../examples/guide')
const guideFiles = readdirSync(GUIDE).map((name) => ({ name, text: readFileSync(join(GUIDE, name), 'utf8') }))
const FILLED = [['${S3_BUCKET_NAME}', 'metrics'], ['${S3_ENDPOINT}', 's3.internal:9000'], ['${S3_ACCESS_KEY}', '$(S3_ACCESS_KEY)'], ['${S3_SECRET_KEY}', '$(S3_SECRET_KEY)']] as const

const QUERY = 'Deployment/monitoring/thanos-query'
const RECEIVER = 'StatefulSet/monitoring/thanos-receiver'
const STORE = 'StatefulSet/monitoring/thanos-store'
const RULER = 'StatefulSet/monitoring/thanos-ruler'
const COMPACTOR = 'StatefulSet/monitoring/thanos-compactor'
const RING = 'ConfigMap/monitoring/thanos-receiver-hashrings'

const member = (pod: number, port = 10901): string => `thanos-receiver-${pod}.thanos-receiver-headless.monitoring.svc.cluster.local:${port}`
const ring = (endpoints: unknown[], more: object = {}): string => JSON.stringify([{ hashring: 'default', endpoints, ...more }])
const flag = (object: string, name: string, ...values: string[]): Edit => ({ op: 'flag.set', object, flag: name, values })
const file = (text: string): Edit => ({ op: 'file.set', object: RING, key: 'hashrings.json', text })

/** The guide with its placeholders filled in, every offered fix taken, and memory for the caches. */
function corrected(): StackSpec {
  const filled = guideFiles.map(({ name, text }) => ({ name, text: FILLED.reduce((all, [from, to]) => all.replaceAll(from, to), text) }))
  let { spec } = adopt(filled)
  spec = applyEdits(spec, [{ op: 'resource.set', object: STORE, side: 'limits', resource: 'memory', quantity: '16Gi' }])
  for (let round = 0; round < 5; round += 1) spec = applyEdits(spec, lint(spec).flatMap((finding) => finding.fix?.edits ?? []))
  return spec
}

const clean = corrected()
const codes = (findings: readonly Finding[]): string[] => findings.map(({ code }) => code)
const serious = (findings: readonly Finding[]): Finding[] => findings.filter(({ severity }) => severity !== 'advice')

describe('lint', () => {
  it('finds what is wrong with the guide as it is printed', () => {
    expect(lint(adopt(guideFiles).spec).map(({ severity, code, object }) => `${severity} ${code} ${object}`)).toEqual([
      `error objstore/placeholder Secret/monitoring/thanos-s3-config`,
      `error receive/no-external-label ${RECEIVER}`,
      `error receive/no-local-endpoint ${RECEIVER}`,
      `error store/caches-above-limit ${STORE}`,
      `error store/only-recent ${STORE}`,
      `warning query/hidden-replicas ${QUERY}`,
      `warning query/no-auto-downsampling ${QUERY}`,
      `warning query/replica-label-missing ${QUERY}`,
      `warning receive/short-retention ${RECEIVER}`,
      `warning receive/single-copy ${RECEIVER}`,
      `warning workload/frozen-file ${RECEIVER}`,
      `warning rule/alert-keeps-replica ${RULER}`,
      `advice flag/deprecated ${QUERY}`,
      `advice query/endpoint-not-here ${QUERY}`,
      `advice receive/hashmod ${RECEIVER}`,
    ])
  })

  it('judges by the release that is asked for: --store is unknown to v0.42', () => {
    const found = lint(adopt(guideFiles).spec, { thanos: 'v0.42' }).find(({ code }) => code === 'flag/unknown')
    expect(found).toMatchObject({ severity: 'error', object: QUERY, path: 'flags.store' })
    expect(found?.message.en).toBe('`--store` is gone since v0.38. Use `--endpoint.sd-config-file`.')
    const moved = applyEdits(adopt(guideFiles).spec, found?.fix?.edits ?? [])
    expect(codes(lint(moved, { thanos: 'v0.42' }))).not.toContain('flag/unknown')
    expect(codes(lint(moved, { thanos: 'v0.42' }))).toContain('query/hidden-replicas')
  })

  it('is silent, but for advice, on the guide once its fixes are taken', () => {
    expect(serious(lint(clean))).toEqual([])
  })

  it.each<[string, Edit[]]>([
    ['flag/unknown', [flag(STORE, 'no-such-flag', 'x')]],
    ['flag/unknown', [flag(QUERY, 'endpoint.sd-config-file', '/etc/x.yaml')]],
    ['flag/bad-value', [flag(QUERY, 'query.timeout', '10 m')]],
    ['flag/switch-with-value', [{ op: 'field.set', object: COMPACTOR, pointer: '/spec/template/spec/containers/0/args/-', value: '--wait=true' }]],
    ['flag/repeated', [flag(STORE, 'data-dir', '/var/thanos/store', '/b')]],
    ['workload/file-not-mounted', [flag(STORE, 'objstore.config-file', '/etc/other/objstore.yml')]],
    ['workload/key-missing', [flag(STORE, 'objstore.config-file', '/etc/thanos/other.yml')]],
    ['workload/source-missing', [{ op: 'object.remove', object: 'Secret/monitoring/thanos-s3-config' }]],
    ['workload/volume-missing', [{ op: 'field.set', object: STORE, pointer: '/spec/template/spec/volumes', value: null }]],
    ['workload/data-not-mounted', [flag(RECEIVER, 'tsdb.path', '/elsewhere')]],
    ['workload/unset-variable', [{ op: 'field.set', object: RULER, pointer: '/spec/template/spec/containers/0/env', value: null }]],
    ['service/unknown-port-name', [{ op: 'field.set', object: 'Service/monitoring/thanos-query', pointer: '/spec/ports/0/targetPort', value: 'web' }]],
    ['service/nothing-listens', [{ op: 'field.set', object: 'Service/monitoring/thanos-store', pointer: '/spec/ports/0/targetPort', value: 10911 }]],
    ['receive/no-external-label', [flag(RECEIVER, 'label')]],
    ['rule/no-external-label', [flag(RULER, 'label')]],
    ['receive/same-labels', [flag(RECEIVER, 'label', 'cluster="a"')]],
    ['hashring/unreadable', [file('{')]],
    ['hashring/unreadable', [file('[]')]],
    ['hashring/unknown-algorithm', [file(ring([member(0), member(1), member(2)], { algorithm: 'Ketama' }))]],
    ['hashring/duplicate-endpoint', [file(ring([member(0), member(0), member(1), member(2)]))]],
    ['hashring/shadowed', [file(JSON.stringify([{ endpoints: [member(0), member(1), member(2)] }, { tenants: ['a'], endpoints: [member(0), member(1), member(2)] }]))]],
    ['hashring/zones-with-hashmod', [flag(RECEIVER, 'receive.hashrings-algorithm', 'hashmod'), file(ring([0, 1, 2].map((pod) => ({ address: member(pod), az: 'a' }))))]],
    ['hashring/hangs', [{ op: 'replicas.set', object: RECEIVER, replicas: 4 }, flag(RECEIVER, 'receive.replication-factor', '4'), file(ring([0, 1, 2, 3].map((pod) => ({ address: member(pod), az: pod === 3 ? 'b' : 'a' }))))]],
    ['hashring/not-a-member', [{ op: 'replicas.set', object: RECEIVER, replicas: 2 }]],
    ['hashring/not-a-member', [file(ring([member(0), member(1), member(2, 10902)]))]],
    ['hashring/not-a-member', [file(ring([member(0), member(1), member(2).replace('headless', 'headles')]))]],
    ['hashring/pod-left-out', [{ op: 'replicas.set', object: RECEIVER, replicas: 4 }]],
    ['receive/no-local-endpoint', [flag(RECEIVER, 'receive.local-endpoint')]],
    ['receive/local-endpoint-not-in-ring', [flag(RECEIVER, 'receive.local-endpoint', '$(POD_NAME):10901')]],
    ['receive/factor-above-ring', [flag(RECEIVER, 'receive.replication-factor', '5')]],
    ['receive/single-copy', [flag(RECEIVER, 'receive.replication-factor', '1')]],
    ['receive/hashmod', [flag(RECEIVER, 'receive.hashrings-algorithm', 'hashmod')]],
    ['receive/short-retention', [flag(RECEIVER, 'tsdb.retention', '12h')]],
    ['query/endpoint-unanswered', [{ op: 'flag.add', object: QUERY, flag: 'endpoint', value: 'dnssrv+_web._tcp.thanos-receiver-headless.monitoring.svc.cluster.local' }]],
    ['query/endpoint-unanswered', [{ op: 'flag.add', object: QUERY, flag: 'endpoint', value: 'thanos-store.monitoring.svc.cluster.local:10902' }]],
    ['query/store-not-asked', [flag(QUERY, 'endpoint', 'thanos-store.monitoring.svc.cluster.local:10901')]],
    ['query/hidden-replicas', [{ op: 'flag.add', object: QUERY, flag: 'endpoint', value: 'thanos-ruler.monitoring.svc.cluster.local:10901' }]],
    ['query/replica-label-missing', [flag(QUERY, 'query.replica-label', 'prometheus_replica')]],
    ['query/no-auto-downsampling', [flag(QUERY, 'query.auto-downsampling')]],
    ['compact/retention-below-downsampling', [flag(COMPACTOR, 'retention.resolution-raw', '1d')]],
    ['compact/retention-below-downsampling', [flag(COMPACTOR, 'retention.resolution-5m', '9d')]],
    ['compact/no-1h-data', [flag(COMPACTOR, 'retention.resolution-5m', '12d')]],
    ['compact/little-1h-data', [flag(COMPACTOR, 'retention.resolution-raw', '3d'), flag(COMPACTOR, 'retention.resolution-5m', '14d')]],
    ['compact/no-wait', [flag(COMPACTOR, 'wait')]],
    ['compact/several-replicas', [{ op: 'replicas.set', object: COMPACTOR, replicas: 2 }]],
    ['store/only-recent', [flag(STORE, 'min-time', '-8760h')]],
    ['store/future-time', [flag(STORE, 'max-time', '6h')]],
    ['store/empty-range', [flag(STORE, 'min-time', '-1h'), flag(STORE, 'max-time', '-6h')]],
    ['store/caches-above-limit', [{ op: 'resource.set', object: STORE, side: 'limits', resource: 'memory', quantity: '4Gi' }]],
    ['rule/alert-keeps-replica', [flag(RULER, 'alert.label-drop')]],
    ['rule/file-refused', [{ op: 'file.set', object: 'ConfigMap/monitoring/thanos-ruler-rules', key: 'thanos-alerts.yaml', text: 'groups: [{ name: a, rules: [{ alert: X, record: y, expr: up }] }]' }]],
    ['rule/no-files', [flag(RULER, 'rule-file', '/etc/thanos/rules/*.yml')]],
  ])('%s bites when a clean installation is changed by %j', (code, edits) => {
    expect(codes(lint(clean))).not.toContain(code)
    expect(codes(lint(applyEdits(clean, edits)))).toContain(code)
  })

  it.each<[string, string]>([
    ['objstore/placeholder', 'type: S3\nconfig: { bucket: b, endpoint: <endpoint> }\n'],
    ['objstore/scheme-in-endpoint', 'type: S3\nconfig: { bucket: b, endpoint: "http://minio:9000" }\n'],
    ['objstore/http-against-https', 'type: S3\nconfig: { bucket: b, endpoint: "minio:443", insecure: true }\n'],
    ['objstore/no-endpoint', 'type: S3\nconfig: { bucket: b }\n'],
    ['objstore/no-bucket', 'type: S3\nconfig: { endpoint: e }\n'],
    ['objstore/half-a-key', 'type: S3\nconfig: { bucket: b, endpoint: e, access_key: x }\n'],
    ['objstore/unknown-key', 'type: S3\nconfig: { bucket: b, endpoint: e, encrypt_sse: true }\n'],
    ['objstore/unknown-provider', 'type: S4\nconfig: { bucket: b }\n'],
  ])('%s bites on an objstore.yml pasted alone, and a right one has none', (code, text) => {
    const good = 'type: S3\nconfig: { bucket: b, endpoint: "minio:9000", insecure: true, access_key: $(A), secret_key: $(B) }\n'
    expect(codes(lint(adopt([{ name: 'objstore.yml', text: good }]).spec))).toEqual([])
    expect(codes(lint(adopt([{ name: 'objstore.yml', text }]).spec))).toContain(code)
  })

  it('says that a Secret holds something that is no object storage configuration, without quoting it', () => {
    const secret = 'apiVersion: v1\nkind: Secret\nmetadata: { name: s3 }\nstringData:\n  objstore.yml: "type: [CANARY\\nconfig: {}"\n'
    const findings = lint(adopt([{ name: 'secret.yaml', text: secret }]).spec)
    expect(codes(findings)).toEqual(['objstore/unreadable'])
    expect(JSON.stringify(findings)).not.toContain('CANARY')
  })

  it('finds components that look into different buckets', () => {
    const other = `apiVersion: v1\nkind: Secret\nmetadata: { name: other, namespace: monitoring }\nstringData:\n  objstore.yml: |\n    type: S3\n    config: { bucket: other, endpoint: "s3.internal:9000" }\n`
    const { spec } = adopt([{ name: 'other.yaml', text: other }])
    const changed = applyEdits({ ...clean, objects: [...clean.objects, ...spec.objects] }, [
      { op: 'field.set', object: COMPACTOR, pointer: '/spec/template/spec/volumes/0/secret/secretName', value: 'other' },
    ])
    expect(serious(lint(changed)).map(({ code, object }) => `${code} ${object}`)).toEqual([`objstore/differs ${COMPACTOR}`])
  })

  it('finds a second compactor on the same bucket, and none when a selector keeps them apart', () => {
    const second = guideFiles.filter(({ name }) => name.includes('compactor')).map(({ name, text }) => ({ name, text: text.replaceAll('thanos-compactor', 'compactor-b') }))
    const both = { ...clean, objects: [...clean.objects, ...adopt(second).spec.objects] }
    expect(codes(lint(both))).toContain('compact/two-compactors')
    const sharded = applyEdits(both, [COMPACTOR, 'StatefulSet/monitoring/compactor-b'].map((object) => flag(object, 'selector.relabel-config', '- action: keep')))
    expect(codes(lint(sharded))).not.toContain('compact/two-compactors')
  })

  it('takes a router of its own for a router, not for a receiver that lost itself', () => {
    const router = guideFiles.filter(({ name }) => name.includes('receiver')).map(({ name, text }) => ({ name, text: text.replaceAll('kind: StatefulSet', 'kind: Deployment').replaceAll(/name: thanos-receiver$/gm, 'name: router').replaceAll('app: thanos-receiver', 'app: router') }))
    const routerOnly = adopt(router).spec.objects.filter((object) => object.type === 'workload')
    expect(codes(lint({ ...clean, objects: [...clean.objects, ...routerOnly] }))).not.toContain('receive/no-local-endpoint')
  })

  it('says of a pasted piece only what can be seen in it', () => {
    const { spec } = adopt([{ name: 'paste', text: 'args:\n  - receive\n  - --tsdb.path=/var/thanos/receive\n  - --tsdb.retention=2h\n  - --objstore.config-file=/etc/thanos/objstore.yml\n  - --receive.hashrings-file=/etc/thanos/hashrings.json\n' }])
    expect(codes(lint(spec))).toEqual(['receive/no-external-label', 'receive/no-local-endpoint', 'receive/short-retention'])
  })

  it('offers fixes that mend what they are offered for', () => {
    const { spec } = adopt(guideFiles)
    for (const finding of lint(spec)) {
      if (!finding.fix) continue
      const after = lint(applyEdits(spec, finding.fix.edits))
      expect(after.filter(({ code, object, path, message }) => code === finding.code && object === finding.object && path === finding.path && message.en === finding.message.en), finding.code).toEqual([])
    }
  })

  it('speaks both languages in every sentence', () => {
    for (const { code, message, reason, fix } of lint(adopt(guideFiles).spec)) {
      for (const sentence of [message, reason, ...(fix ? [fix.title] : [])]) {
        expect(sentence.en, code).not.toMatch(/[가-힣]/)
        expect(sentence.ko, code).toMatch(/[가-힣]/)
      }
    }
  })
})
