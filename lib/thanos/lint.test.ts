import { describe, expect, it } from 'vitest'
import { example } from '../testing/examples.ts'
import { adopt } from './adopt.ts'
import { applyEdits } from './apply-edits.ts'
import type { Edit } from './edit.ts'
import type { Finding } from './finding.ts'
import { lint } from './lint.ts'
import type { StackSpec } from './spec.ts'

const guideFiles = example('guide')
const FILLED = [['${S3_BUCKET_NAME}', 'metrics'], ['${S3_ENDPOINT}', 's3.internal:9000'], ['${S3_ACCESS_KEY}', 'a-key'], ['${S3_SECRET_KEY}', 'a-secret']] as const

const QUERY = 'Deployment/monitoring/thanos-query'
const RECEIVER = 'StatefulSet/monitoring/thanos-receiver'
const STORE = 'StatefulSet/monitoring/thanos-store'
const RULER = 'StatefulSet/monitoring/thanos-ruler'
const COMPACTOR = 'StatefulSet/monitoring/thanos-compactor'
const RULES = 'ConfigMap/monitoring/thanos-ruler-rules'

const flag = (object: string, name: string, ...values: string[]): Edit => ({ op: 'flag.set', object, flag: name, values })

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
      `warning rule/unknown-metric ${RULES}`,
      `warning query/hidden-replicas ${QUERY}`,
      `warning query/no-auto-downsampling ${QUERY}`,
      `warning query/replica-label-missing ${QUERY}`,
      `warning receive/no-budget ${RECEIVER}`,
      `warning receive/short-retention ${RECEIVER}`,
      `warning receive/single-copy ${RECEIVER}`,
      `warning workload/frozen-file ${RECEIVER}`,
      `warning rule/alert-keeps-replica ${RULER}`,
      `advice rule/up-misses-absence ${RULES}`,
      `advice flag/deprecated ${QUERY}`,
      `advice probe/no-readiness ${QUERY}`,
      `advice query/endpoint-not-here ${QUERY}`,
      `advice query/replica-label-unused ${QUERY}`,
      `advice query/replica-label-unused ${QUERY}`,
      `advice store/idle-replicas ${QUERY}`,
      `advice receive/unready-not-published Service/monitoring/thanos-receiver-headless`,
      `advice compact/no-zoom-in ${COMPACTOR}`,
      `advice probe/no-readiness ${RECEIVER}`,
      `advice receive/hashmod ${RECEIVER}`,
      `advice receive/short-grace ${RECEIVER}`,
      `advice rule/no-reload ${RULER}`,
      `advice rule/one-alertmanager ${RULER}`,
      `advice workload/no-resources ${RULER}`,
      `advice workload/service-not-headless ${RULER}`,
      `advice probe/no-readiness ${STORE}`,
      `advice workload/service-not-headless ${STORE}`,
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
