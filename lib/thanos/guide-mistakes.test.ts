// The 39 mistakes of the guide: each is found, with the code and the place, or is said to be out of sight, with the reason.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { changed, COMPACTOR, flag, RECEIVER } from '../testing/check-cases/case.ts'
import { example } from '../testing/examples.ts'
import { adopt } from './adopt.ts'
import { applyEdits } from './apply-edits.ts'
import { lint } from './lint.ts'

const ROOT = join(import.meta.dirname, '../..')
const SNIPPETS = join(ROOT, 'examples/guide/snippets')

/** Where a finding comes up: in the guide's manifests as a whole, or in one of its snippets alone ("09-store-time-partitioning"). */
type Found = { readonly code: string; readonly in: string; readonly object?: string }
type Row = { readonly number: number; readonly says: string; readonly found: readonly Found[]; readonly outOfSight?: string }

const manifests = (code: string, object?: string): Found => ({ code, in: 'manifests', ...(object === undefined ? {} : { object }) })
const snippet = (name: string, ...codes: string[]): Found[] => codes.map((code) => ({ code, in: name }))
const found = (number: number, says: string, ...places: readonly (Found | Found[])[]): Row => ({ number, says, found: places.flat() })
const outOfSight = (number: number, says: string, why: string): Row => ({ number, says, found: [], outOfSight: why })

const ROWS: readonly Row[] = [
  found(1, 'query --store', manifests('flag/deprecated', 'Deployment/monitoring/thanos-query'), snippet('01-query-args', 'flag/unknown')),
  found(2, 'store --min-time=-6h for old data', manifests('store/only-recent'), snippet('07-store-args', 'store/only-recent')),
  found(3, 'store --min-time=-8760h for more than a year', snippet('09-store-time-partitioning', 'store/only-recent')),
  found(4, 'receive --tsdb.retention=2h', manifests('receive/short-retention'), snippet('04-receive-args', 'receive/short-retention')),
  found(5, 'receive without --label', manifests('receive/no-external-label'), snippet('04-receive-args', 'receive/no-external-label')),
  found(6, 'hashring without --receive.local-endpoint', manifests('receive/no-local-endpoint'), snippet('04-receive-args', 'receive/no-local-endpoint')),
  found(7, 'replication factor 1 with three receivers', manifests('receive/single-copy'), snippet('04-receive-args', 'receive/single-copy')),
  found(8, 'no --receive.hashrings-algorithm', manifests('receive/hashmod')),
  found(9, 'rule_replica against ruler_replica', manifests('query/replica-label-missing'), manifests('query/replica-label-unused')),
  found(10, 'ruler without --alert.label-drop', manifests('rule/alert-keeps-replica'), snippet('14-rule-args', 'rule/alert-keeps-replica')),
  found(11, 'replicas of the ruler behind one address', manifests('query/hidden-replicas')),
  found(12, 'store is stateless, scale it freely', manifests('store/idle-replicas')),
  found(13, 'short raw retention without auto-downsampling', manifests('query/no-auto-downsampling')),
  found(14, 'downsampling to save space', manifests('compact/no-zoom-in'), snippet('11-compact-args', 'compact/no-zoom-in')),
  found(15, '3d/14d/90d to save cost', snippet('12-compact-short-retention', 'compact/little-1h-data')),
  outOfSight(16, 'no deduplication in the bucket with three copies', 'the manifests keep one copy; with the three that the guide recommends, compact/copies-kept says it'),
  outOfSight(17, 'the compactor is always single', 'a sentence of the guide; its one compactor is right, and several with disjoint selectors are accepted'),
  found(18, 'folders compact/, receive/ and debug/ in the bucket', snippet('17-bucket-layout', 'command/bucket-layout')),
  found(19, 'lifecycle that expires objects after 395 days', snippet('19-bucket-lifecycle', 'objstore/lifecycle-expires', 'objstore/lifecycle-malformed')),
  found(20, 'bucket policy without a principal', snippet('18-bucket-policy', 'objstore/policy-without-principal', 'objstore/policy-allows-delete')),
  found(21, '${S3_BUCKET_NAME} in the Secret', manifests('objstore/placeholder'), snippet('16-s3-secret', 'objstore/placeholder')),
  outOfSight(22, 'signature_version2 and http_config', 'valid as the guide writes it; any other key would be objstore/unknown-key'),
  outOfSight(23, 'port 10902 in the pod, 9090 outside', 'right with these manifests, whose Service maps 9090 to 10902; 9090 inside the pod would be command/wrong-port-in-pod'),
  found(24, 'grep "samples ingested"', snippet('25-query-debugging', 'command/log-line-absent')),
  found(25, 'curl on /api/v1/receive', snippet('23-receive-refused', 'command/get-on-remote-write')),
  found(26, 'thanos_receive_write_requests_total', snippet('30-queries', 'rule/unknown-metric')),
  found(27, 'thanos_query_gate_queries_total', snippet('30-queries', 'rule/unknown-metric')),
  found(28, 'thanos_objstore_bucket_blocks', snippet('30-queries', 'rule/unknown-metric')),
  found(29, 'thanos_query_duration_seconds_bucket', manifests('rule/unknown-metric', 'ConfigMap/monitoring/thanos-ruler-rules'), snippet('31-alert-rules', 'rule/unknown-metric')),
  found(30, 'thanos_compact_iterations_total as a rate', snippet('30-queries', 'rule/misleading-metric')),
  found(31, 'up == 0', manifests('rule/up-misses-absence'), snippet('31-alert-rules', 'rule/up-misses-absence')),
  found(32, 'one address for all Alertmanagers', manifests('rule/one-alertmanager'), snippet('14-rule-args', 'rule/one-alertmanager')),
  found(33, 'rule files that nothing reloads', manifests('rule/no-reload')),
  outOfSight(34, 'the glob *.yaml', 'it finds both files of the guide; a file that it misses is rule/file-left-out, a glob that finds none rule/no-files'),
  found(35, 'deleting the pod of a stuck compactor', snippet('26-compact-debugging', 'command/restart-as-cure')),
  found(36, 'caches above the memory limit', manifests('store/caches-above-limit'), snippet('08-store-caches', 'store/caches-need-memory')),
  found(37, 'an order of deployment that waits for nothing', snippet('20-deploy-order', 'command/applies-without-waiting'), manifests('receive/unready-not-published')),
  found(38, 'curl with braces', snippet('22-check-metrics', 'command/globbed-query')),
  found(39, 'a central Prometheus without a sidecar', manifests('query/endpoint-not-here')),
]

const findings = new Map([
  ['manifests', lint(adopt(example('guide')).spec)],
  ...readdirSync(SNIPPETS).map((name) => [name.replace('.txt', ''), lint(adopt([{ name, text: readFileSync(join(SNIPPETS, name), 'utf8') }]).spec)] as const),
])

describe('the 39 mistakes of the guide', () => {
  it('are all in the table', () => {
    expect(ROWS.map(({ number }) => number)).toEqual(Array.from({ length: 39 }, (_, index) => index + 1))
  })

  it.each(ROWS.filter(({ outOfSight: why }) => why === undefined))('$number, $says, is found', ({ found: places }) => {
    expect(places.length).toBeGreaterThan(0)
    for (const place of places) {
      const there = findings.get(place.in)?.filter(({ object }) => place.object === undefined || object === place.object) ?? []
      expect(there.map(({ code }) => code), place.in).toContain(place.code)
    }
  })

  it.each([['26', 'thanos_receive_write_requests_total'], ['27', 'thanos_query_gate_queries_total'], ['28', 'thanos_objstore_bucket_blocks']])('%s is found under its own name', (_number, metric) => {
    expect(findings.get('30-queries')?.some(({ message }) => message.en.includes(metric))).toBe(true)
  })

  it('3 and 2 are two findings of one snippet', () => {
    expect(findings.get('09-store-time-partitioning')?.map(({ message }) => /-8760h|-6h/.exec(message.en)?.[0])).toEqual(['-6h', '-8760h'])
  })

  it('16 is found once three copies are kept', () => {
    const withCopies = applyEdits(adopt(example('guide')).spec, [flag(RECEIVER, 'receive.replication-factor', '3'), flag(RECEIVER, 'label', 'receive_replica="$(POD_NAME)"')])
    expect(lint(withCopies).map(({ code }) => code)).toContain('compact/copies-kept')
  })

  it('17: one compactor is right', () => {
    expect(findings.get('manifests')?.filter(({ code, object }) => object === COMPACTOR && code.startsWith('compact/') && code !== 'compact/no-zoom-in')).toEqual([])
  })

  it('22 and 23 are right as they are printed', () => {
    expect(findings.get('16-s3-secret')?.map(({ code }) => code)).toEqual(['objstore/placeholder'])
    expect(findings.get('manifests')?.some(({ code }) => code.startsWith('service/'))).toBe(false)
  })

  it('34 would be found in a file that the glob misses', () => {
    const missed = changed('corrected', { edits: [{ op: 'file.set', object: 'ConfigMap/monitoring/thanos-ruler-rules', key: 'more.yml', text: 'groups: []\n' }] })
    expect(lint(missed).map(({ code }) => code)).toContain('rule/file-left-out')
  })

  it('are the same in the page for operators', () => {
    const page = readFileSync(join(ROOT, 'docs/guide-mistakes.md'), 'utf8')
    for (const { number, found: places, outOfSight: why } of ROWS) {
      const line = page.split('\n').find((each) => each.startsWith(`| ${number} |`))
      expect(line, `row ${number}`).toBeDefined()
      for (const { code } of places) expect(line).toContain(`\`${code}\``)
      expect(line?.includes('not visible')).toBe(why !== undefined)
    }
  })
})

describe('what is right in the guide', () => {
  it.each(['02-query-resources', '03-query-replicas', '05-hashring', '06-receive-storage', '10-store-replicas', '13-compact-concurrency', '15-recording-rules', '27-more-memory'])('%s has no finding', (name) => {
    expect(findings.get(name)).toEqual([])
  })
})
