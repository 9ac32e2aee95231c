// What a shell, the kubelet or a file fills in is not called wrong or missing, and no fix writes over it.
import { describe, expect, it } from 'vitest'
import { adopt } from './adopt.ts'
import type { Finding } from './finding.ts'
import { lint } from './lint.ts'

type Container = { command?: string[]; args?: string[]; env?: object[] }

const found = (kind: 'Deployment' | 'StatefulSet', container: Container, replicas = 1): Finding[] => lint(adopt([{
  name: 'pod.json', text: JSON.stringify({
    apiVersion: 'apps/v1', kind, metadata: { name: 'thanos', namespace: 'monitoring' },
    spec: { replicas, selector: { matchLabels: { app: 'thanos' } }, template: { metadata: { labels: { app: 'thanos' } }, spec: { containers: [{ name: 'thanos', image: 'quay.io/thanos/thanos:v0.42.4', ...container }] } } },
  }),
}]).spec)
const errors = (findings: readonly Finding[]): string[] => findings.filter(({ severity }) => severity === 'error').map(({ code, path }) => `${code} ${path}`)
const codes = (findings: readonly Finding[]): string[] => findings.map(({ code }) => code)
const line = (text: string, ...args: string[]): Container => ({ command: ['sh', '-c', text], ...(args.length === 0 ? {} : { args }) })

describe('flags that may stand in arguments out of sight', () => {
  it.each<[string, Container]>([
    ['the arguments of a line', line('exec thanos receive "$@"', '--', '--label=a="b"', '--tsdb.path=/d')],
    ['a variable of a shell', line('exec thanos receive $ARGS')],
    ['a variable with braces', line('thanos receive ${ARGS:-}')],
    ['a command of a shell', line('thanos receive $(cat /etc/arguments)')],
    ['a variable of the kubelet', { args: ['receive', '$(EXTRA)'], env: [{ name: 'EXTRA', value: '--label=a="b"' }] }],
    ['a file of arguments', { args: ['receive', '@/etc/arguments'] }],
  ])('are not called missing beside %s, and no fix adds one', (_what, container) => {
    const findings = found('StatefulSet', container)
    expect(codes(findings)).not.toContain('receive/no-external-label')
    expect(findings.flatMap(({ fix }) => fix?.edits ?? []).filter(({ op }) => op.startsWith('flag.'))).toEqual([])
  })

  it('are called missing where all of them are in sight', () => {
    expect(codes(found('StatefulSet', line('exec thanos receive --tsdb.path=/d')))).toContain('receive/no-external-label')
    expect(codes(found('StatefulSet', { args: ['receive'] }))).toContain('receive/no-external-label')
    expect(codes(found('Deployment', line('exec thanos query')))).toContain('query/no-endpoints')
    expect(codes(found('Deployment', line('exec thanos compact --data-dir=/d')))).toContain('compact/no-wait')
  })

  it.each(['${ARGS}', '"$@"', '`cat /etc/arguments`'])('are no reason to say that a querier or a compactor lacks something beside %s', (word) => {
    expect(codes(found('Deployment', line(`exec thanos query ${word}`)))).not.toContain('query/no-endpoints')
    expect(codes(found('Deployment', line(`exec thanos compact --data-dir=/d ${word}`)))).not.toContain('compact/no-wait')
  })

  it('are as wrong as before where they are seen', () => {
    expect(errors(found('StatefulSet', line('exec thanos receive --tsdb.retention=x "$@"', '--')))).toEqual(['flag/bad-value flags.tsdb.retention'])
  })
})

describe('values that a shell fills in', () => {
  it('are not judged', () => {
    const text = 'exec thanos compact --wait --data-dir=$D --objstore.config-file=$F --retention.resolution-raw=$RAW --delete-delay=${D:-48h} --compact.concurrency=$(nproc) --compact.blocks-fetch-concurrency=`nproc`'
    expect(errors(found('StatefulSet', line(text)))).toEqual([])
    expect(errors(found('StatefulSet', line('exec thanos store --data-dir=/d --chunk-pool-size=$((1024*2))MB --index-cache-size="${SIZE}"')))).toEqual([])
  })

  it('may be a label of the pod, or the place of it in a ring', () => {
    expect(codes(found('StatefulSet', line('exec thanos receive --tsdb.path=/d --label=replica=\\"$HOSTNAME\\" --label=$LABEL'), 3))).not.toContain('receive/same-labels')
    expect(errors(found('StatefulSet', line('exec thanos receive --tsdb.path=/d --label=replica=\\"$HOSTNAME\\" --label=$LABEL'), 3))).toEqual([])
  })

  it('are what Thanos gets where there is no shell', () => {
    expect(errors(found('StatefulSet', { args: ['compact', '--wait', '--retention.resolution-raw=$RAW', '--objstore.config-file=$F'] }))).toEqual(['flag/bad-value flags.retention.resolution-raw', 'workload/file-not-mounted flags.objstore.config-file'])
    expect(codes(found('StatefulSet', { args: ['receive', '--tsdb.path=/d', '--label=replica="$HOSTNAME"'] }, 3))).toContain('receive/same-labels')
  })

  it('are not confused with a variable of the kubelet that is not set', () => {
    expect(errors(found('StatefulSet', line('exec thanos store --data-dir=/d --min-time=$(MIN_TIME)')))).toEqual(['workload/unset-variable flags.min-time'])
  })
})
