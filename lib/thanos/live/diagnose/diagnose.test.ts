import { describe, expect, it } from 'vitest'
import { changed, COMPACTOR, flag, QUERY, RECEIVER, STORE } from '#lib/testing/check-cases/case.ts'
import { example } from '#lib/testing/examples.ts'
import { edge } from '#lib/testing/moving.ts'
import { dead, fresh, healthy, NOW } from '#lib/testing/observed.ts'
import { adopt } from '../../adopt.ts'
import { applyEdits } from '../../apply-edits.ts'
import { lint } from '../../lint.ts'
import { render } from '../../render.ts'
import type { StackSpec } from '../../spec.ts'
import type { Observation, Sample, SeenPod, SeenStore } from '../observation.ts'
import { diagnoseAll } from './all.ts'
import type { Diagnosis, PodLog, Problem, Scene } from './diagnosis.ts'

const SPEC = changed('corrected', {})
const QUIET: PodLog = { lines: ['level=info msg="ready"'] }

function sceneOf(spec: StackSpec, observation: Observation, logs: Scene['logs'] = {}): Scene {
  const pods = observation.pods.state === 'fresh' ? observation.pods.value : []
  return { spec, observation, before: undefined, revision: undefined, findings: lint(spec), logs: { ...Object.fromEntries(pods.map(({ name }) => [name, QUIET])), ...logs } }
}

function diagnosed(problem: Problem, scene: Scene): Diagnosis {
  const found = diagnoseAll(scene).find((diagnosis) => diagnosis.problem === problem)
  if (found === undefined) throw new Error(problem)
  return found
}

/** The same look with metrics of one kind changed; undefined takes them away. */
function counting(observation: Observation, kind: string, change: (sample: Sample) => number | undefined, more: Sample[] = []): Observation {
  return { ...observation, components: observation.components.map((component) => (component.kind !== kind || component.metrics.state !== 'fresh' ? component : {
    ...component, metrics: fresh([...component.metrics.value.flatMap((sample) => { const value = change(sample); return value === undefined ? [] : [{ ...sample, value }] }), ...more]),
  })) }
}

function withPods(observation: Observation, change: (pod: SeenPod) => SeenPod): Observation {
  return observation.pods.state === 'fresh' ? { ...observation, pods: fresh(observation.pods.value.map(change)) } : observation
}

const failedStep = ({ steps }: Diagnosis): string | undefined => steps.find(({ outcome }) => outcome.is === 'failed')?.id

describe('a healthy installation', () => {
  it.each(['corrected', 'router-ingestors', 'minimal'] as const)('has none of the five problems (examples/%s)', (base) => {
    const spec = changed(base, {})
    for (const diagnosis of diagnoseAll(sceneOf(spec, healthy(spec)))) expect(`${diagnosis.problem}: ${diagnosis.state}, ${diagnosis.verdict.en}`).toContain(': fine')
  })
})

describe('a cluster that does not answer', () => {
  it('is nobody\'s fault: no cause is claimed, nothing is called fine, and what could not be looked at is said', () => {
    const gone = 'The API server cannot be reached.'
    const observation: Observation = { ...healthy(SPEC), pods: dead(gone), workloads: dead(gone), components: [], stores: {}, targets: {}, rules: {}, blocks: {}, edges: dead(gone), alertmanagers: {} }
    for (const { problem, state, unseen } of diagnoseAll(sceneOf(SPEC, observation))) expect([problem, state, unseen.length > 0]).toEqual([problem, 'unknown', true])
  })
})

describe('receivers get nothing', () => {
  it('all Running and Ready, and not one sample gets in: the guide, whose receivers only forward', () => {
    const given = adopt(example('guide')).spec
    const observation = counting(healthy(given), 'receive', ({ name, labels, value }) => {
      if (name.startsWith('prometheus_tsdb')) return undefined
      if (name !== 'http_requests_total') return value
      return labels.code === '200' ? undefined : 40
    }, [{ name: 'thanos_receive_forward_requests_total', labels: { result: 'error' }, value: 900 }])
    const diagnosis = diagnosed('receiver-gets-nothing', sceneOf(given, observation))
    expect(diagnosis).toMatchObject({ state: 'cause', verdict: { en: 'All 3 receivers of thanos-receiver only forward, so nobody stores what comes in.' } })
    expect(failedStep(diagnosis)).toBe('keep')
    const mended = applyEdits(given, diagnosis.fix?.edits ?? [])
    expect(lint(mended).map(({ code }) => code)).not.toContain('receive/no-local-endpoint')
  })

  it('a receiver that crashes while the others bear it is told as a part, with what its log says and whether writes keep their quorum', () => {
    const observation = counting(withPods(healthy(SPEC), (pod) => (pod.name === 'thanos-receiver-0' ? { ...pod, isReady: false, restarts: 3, waiting: { reason: 'CrashLoopBackOff' } } : pod)), 'receive', ({ value }) => value, [{ name: 'thanos_receive_replication_factor', labels: {}, value: 3 }])
    const workloads = observation.workloads.state === 'fresh' ? fresh(observation.workloads.value.map((each) => (each.kind === 'receive' ? { ...each, ready: 2 } : each))) : observation.workloads
    const diagnosis = diagnosed('receiver-gets-nothing', sceneOf(SPEC, { ...observation, workloads }, { 'thanos-receiver-0': { lines: ['level=error err="opening storage failed"'] } }))
    expect(diagnosis).toMatchObject({ state: 'part', verdict: { en: 'thanos-receiver-0 does not run: CrashLoopBackOff. Every write still finds the 2 of 3 receivers that it needs. With one more down, writes fail.' } })
    // What stands behind it is asked all the same.
    expect(diagnosis.steps.map(({ outcome }) => outcome.is)).toEqual(['failed', 'passed', 'passed', 'passed', 'passed', 'passed'])
  })

  it('a wrong path at the edge: receivers work and nothing arrives', () => {
    const observation = counting(healthy(SPEC), 'receive', ({ name, value }) => (name === 'http_requests_total' ? 0 : value))
    const diagnosis = diagnosed('receiver-gets-nothing', sceneOf(SPEC, observation))
    expect(diagnosis).toMatchObject({ state: 'cause', way: 'edges' })
    expect(failedStep(diagnosis)).toBe('arrive')
    expect(diagnosis.verdict.en).toContain('/api/v1/receive')
  })

  it.each([['409', 'older than what is stored'], ['413', 'above the write limits'], ['429', 'head series limit'], ['503', 'quorum']])('most writes end in %s', (code, words) => {
    const observation = counting(healthy(SPEC), 'receive', (sample) => sample.value, [{ name: 'http_requests_total', labels: { handler: 'receive', code }, value: 50_000 }])
    const diagnosis = diagnosed('receiver-gets-nothing', sceneOf(SPEC, observation))
    expect(failedStep(diagnosis)).toBe('accepted')
    expect(diagnosis.verdict.en).toContain(words)
    // Each leads somewhere: to a fix, a page, or steps.
    expect(diagnosis.fix ?? diagnosis.way ?? diagnosis.todo).toBeDefined()
  })

  it('a limit that is reached is raised where it stands in the spec, and said where to look for where it does not', () => {
    const full = (given: StackSpec, code: string): Diagnosis => diagnosed('receiver-gets-nothing', sceneOf(given, counting(healthy(given), 'receive', (sample) => sample.value, [{ name: 'http_requests_total', labels: { handler: 'receive', code }, value: 50_000 }])))
    const limits = ['write:', '  # for all', '  default:', '    head_series_limit: 1000', '    request:', '      samples_limit: 5000', ''].join('\n')
    const withLimits = changed('corrected', { edits: [
      { op: 'object.add', manifest: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'limits' }, data: { 'limits.yaml': limits } } },
      flag(RECEIVER, 'receive.limits-config-file', '/limits/limits.yaml'),
      { op: 'field.set', object: RECEIVER, pointer: '/spec/template/spec/volumes/-', value: { name: 'limits', configMap: { name: 'limits' } } },
      { op: 'field.set', object: RECEIVER, pointer: '/spec/template/spec/containers/0/volumeMounts/-', value: { name: 'limits', mountPath: '/limits' } },
    ] })
    expect(full(withLimits, '429').fix?.edits).toEqual([expect.objectContaining({ op: 'file.set', key: 'limits.yaml', text: limits.replace('1000', '1500') })])
    expect(full(withLimits, '413').fix?.edits).toEqual([expect.objectContaining({ op: 'file.set', text: limits.replace('5000', '7500') })])
    const bare = full(SPEC, '429')
    expect([bare.fix, bare.todo?.[0]?.en]).toEqual([undefined, expect.stringMatching(/^No limits file/)])
  })

  it('what counts is what came since the older look, not an hour of errors long ago', () => {
    const now = counting(healthy(SPEC), 'receive', (sample) => sample.value, [{ name: 'http_requests_total', labels: { handler: 'receive', code: '503' }, value: 50_000 }])
    const before = counting(now, 'receive', ({ name, labels, value }) => ((name === 'http_requests_total' && labels.code === '200') || name.endsWith('appended_total') ? value - 100 : value))
    expect(diagnosed('receiver-gets-nothing', { ...sceneOf(SPEC, now), before }).state).toBe('fine')
  })

  const written = ({ name, labels }: Sample): boolean => (name === 'http_requests_total' && labels.handler === 'receive' && labels.code === '200') || name.endsWith('appended_total')
  const silentFor = (observation: Observation, seconds: number): Observation => ({ ...observation, edges: fresh([edge('tokyo-1', seconds + 5), edge('tokyo-2', seconds)]) })

  it('writes that came for days and stopped an hour ago', () => {
    const now = silentFor(healthy(SPEC), 3600)
    const diagnosis = diagnosed('receiver-gets-nothing', { ...sceneOf(SPEC, now), before: { ...now, at: now.at - 60_000 } })
    expect(diagnosis).toMatchObject({ state: 'cause', way: 'edges' })
    expect(failedStep(diagnosis)).toBe('arrive')
    expect(diagnosis.verdict.en).toMatch(/^Writes came, and have stopped/)
  })

  it('says nothing of now by what was counted for days, where every edge is silent and nothing was counted since', () => {
    const diagnosis = diagnosed('receiver-gets-nothing', sceneOf(SPEC, silentFor(healthy(SPEC), 3600)))
    expect(diagnosis.state).toBe('unknown')
    expect(diagnosis.unseen.map(({ en }) => en).join()).toContain('is 1 hour old')
  })

  it('takes the pause between two batches of an agent for no silence', () => {
    const now = silentFor(healthy(SPEC), 40)
    expect(diagnosed('receiver-gets-nothing', { ...sceneOf(SPEC, now), before: { ...now, at: now.at - 30_000 } }).state).toBe('fine')
  })

  it('takes receivers that still take in samples for well, though Query finds none that is young', () => {
    const now = silentFor(healthy(SPEC), 3600)
    const before = counting(now, 'receive', (sample) => (written(sample) ? sample.value - 100 : sample.value))
    expect(diagnosed('receiver-gets-nothing', { ...sceneOf(SPEC, now), before: { ...before, at: now.at - 60_000 } }).state).toBe('fine')
  })

  it('receivers without an external label, which end at once: the finding and its fix', () => {
    const spec = changed('corrected', { edits: [flag(RECEIVER, 'label')] })
    const observation = withPods(healthy(spec), (pod) => (pod.kind === 'receive' ? { ...pod, isReady: false, waiting: { reason: 'CrashLoopBackOff' } } : pod))
    const scene = sceneOf(spec, observation, { 'thanos-receiver-0': { lines: ['level=error err="no external labels configured for receive, uniquely identifying external labels must be configured"'] } })
    const diagnosis = diagnosed('receiver-gets-nothing', scene)
    expect(failedStep(diagnosis)).toBe('run')
    expect(diagnosis.fix?.edits.length).toBeGreaterThan(0)
  })

  it('says what it could not look at instead of calling it fine', () => {
    const observation = { ...healthy(SPEC), components: healthy(SPEC).components.map((component) => ({ ...component, metrics: dead<Sample[]>('403 Forbidden') })) }
    const diagnosis = diagnosed('receiver-gets-nothing', sceneOf(SPEC, observation))
    expect(diagnosis.state).toBe('unknown')
    expect(diagnosis.unseen.map(({ en }) => en).join()).toContain('403 Forbidden')
  })
})

describe('query shows nothing', () => {
  it('a store whose port is closed', () => {
    const observation = healthy(SPEC)
    const stores = Object.fromEntries(Object.entries(observation.stores).map(([query, reading]) => [query, reading.state === 'fresh' ? fresh(reading.value.filter(({ type }) => type !== 'store')) : reading]))
    const diagnosis = diagnosed('query-shows-nothing', sceneOf(SPEC, { ...observation, stores }))
    // Receivers and rulers answer: that a store is missing explains what is missing, and not that there is nothing.
    expect(diagnosis).toMatchObject({ state: 'part', way: 'stores' })
    expect(diagnosis.verdict.en).toContain('Query does not reach thanos-store')
    expect(diagnosis.verdict.en).toMatch(/what only there is kept is missing, while \d+ endpoints answer/)
  })

  it('a store whose port somebody moved by hand: the revision is to be applied again, also where Query still lists it with its last error', () => {
    const observation = withPods(healthy(SPEC), (pod) => (pod.kind === 'store' ? { ...pod, grpcPort: 10999 } : pod))
    const seeing = (change: (stores: SeenStore[]) => SeenStore[]): Diagnosis => {
      const stores = Object.fromEntries(Object.entries(observation.stores).map(([query, reading]) => [query, reading.state === 'fresh' ? fresh(change(reading.value)) : reading]))
      return diagnosed('query-shows-nothing', { ...sceneOf(SPEC, { ...observation, stores }), revision: 4 })
    }
    for (const diagnosis of [
      seeing((all) => all.filter(({ type }) => type !== 'store')),
      seeing((all) => all.map((store) => (store.type === 'store' ? { ...store, lastError: 'rpc error: code = Unavailable desc = connection error: desc = "transport: Error while dialing: dial tcp 10.96.1.2:10901: connect: connection refused"' } : store))),
    ]) {
      expect(diagnosis).toMatchObject({ state: 'part', way: 'apply' })
      expect(diagnosis.verdict.en).toContain('Query dials port 10901, and thanos-store listens for gRPC on 10999. thanos-store runs otherwise than revision 4 asks.')
    }
  })

  it('a store that answered and does not any more, though it runs as it should: the network between', () => {
    const observation = healthy(SPEC)
    const stores = Object.fromEntries(Object.entries(observation.stores).map(([query, reading]) => [query, reading.state === 'fresh' ? fresh(reading.value.map((store) => (store.type === 'store' ? { ...store, lastError: 'dial tcp 10.96.1.2:10901: i/o timeout' } : store))) : reading]))
    const diagnosis = diagnosed('query-shows-nothing', { ...sceneOf(SPEC, { ...observation, stores }), revision: 4 })
    expect(diagnosis).toMatchObject({ state: 'part', way: 'stores' })
    expect(diagnosis.verdict.en).toContain('nothing answers on its store port')
  })

  it('no endpoint at all: that is the whole cause', () => {
    const observation = healthy(SPEC)
    const stores = Object.fromEntries(Object.keys(observation.stores).map((query) => [query, fresh([])]))
    const diagnosis = diagnosed('query-shows-nothing', sceneOf(SPEC, { ...observation, stores }))
    expect(diagnosis.state).toBe('cause')
    expect(failedStep(diagnosis)).toBe('stores')
  })

  it('an endpoint that only the revision has which is not applied: it is to be applied', () => {
    const lacking = changed('corrected', { edits: [{ op: 'flag.set', object: QUERY, flag: 'endpoint', values: ['dns+thanos-ruler.monitoring.svc.cluster.local:10901'] }] })
    const running = healthy(lacking)
    expect(diagnosed('query-shows-nothing', { ...sceneOf(SPEC, running), revision: 7 })).toMatchObject({ state: 'part', way: 'apply', verdict: { en: expect.stringContaining('thanos-query runs otherwise than revision 7 asks.') } })
    expect(diagnosed('query-shows-nothing', sceneOf(SPEC, running)).way).toBe('stores')
  })

  it('a time that nobody answers, with the flags and the fix that closes it', () => {
    const spec = changed('corrected', { edits: [flag(RECEIVER, 'tsdb.retention', '2h'), flag(STORE, 'max-time', '-6h')] })
    const diagnosis = diagnosed('query-shows-nothing', sceneOf(spec, healthy(spec)))
    expect(failedStep(diagnosis)).toBe('times')
    const mended = applyEdits(spec, diagnosis.fix?.edits ?? [])
    expect(diagnosed('query-shows-nothing', sceneOf(mended, healthy(mended))).state).toBe('fine')
  })

  it('an edge that fell silent', () => {
    const observation = { ...healthy(SPEC), edges: fresh([{ labels: { cluster: 'tokyo-3' }, lastSampleAt: NOW - 3_600_000 }]) }
    const diagnosis = diagnosed('query-shows-nothing', sceneOf(SPEC, observation))
    expect(diagnosis).toMatchObject({ way: 'edges', verdict: { en: '{cluster="tokyo-3"} has sent nothing for 1 hour; query shows what came before.' } })
  })
})

describe('the compactor is stuck', () => {
  const haltedOn = (observation: Observation): Observation => counting(observation, 'compact', ({ name, value }) => (name === 'thanos_compact_halted' ? 1 : value))

  it('halted on overlapping blocks, which it names', () => {
    const observation = haltedOn(healthy(SPEC))
    const blocks = Object.fromEntries(Object.entries(observation.blocks).map(([pod, reading]) => {
      const [first] = reading.state === 'fresh' ? reading.value.blocks : []
      return [pod, first === undefined || reading.state !== 'fresh' ? reading : fresh({ blocks: [...reading.value.blocks, { ...first, ulid: '01JDOUBLE', minTime: first.minTime + 60_000 }] })]
    }))
    const diagnosis = diagnosed('compactor-stuck', sceneOf(SPEC, { ...observation, blocks }))
    expect(diagnosis.verdict.en).toMatch(/halted on blocks .* and 01JDOUBLE, which overlap/)
    expect(diagnosis.fix).toMatchObject({ safe: false, edits: [{ flag: 'compact.enable-vertical-compaction' }] })
  })

  it('halted as its log says, when the blocks cannot be listed', () => {
    const observation = { ...haltedOn(healthy(SPEC)), blocks: {} }
    const scene = sceneOf(SPEC, observation, { 'thanos-compactor-0': { lines: ['level=error msg="critical error detected; halting" err="compaction: group 0@123: pre compaction overlap check: overlaps found while gathering blocks."'] } })
    const diagnosis = diagnosed('compactor-stuck', scene)
    expect(diagnosis.verdict.en).toContain('halted on overlapping blocks')
    expect(diagnosis.steps.find(({ id }) => id === 'halted')?.outcome).toMatchObject({ evidence: [{}, { answer: { en: expect.stringContaining('pre compaction overlap check') } }] })
  })

  it('halted on something that no flag cures: the block that its log names, and what to do with it', () => {
    const scene = sceneOf(SPEC, haltedOn(healthy(SPEC)), { 'thanos-compactor-0': { lines: ['level=error msg="critical error detected; halting" err="compaction: gather index issues for block /data/compact/0@1/01JBQ4Y4M3ZB8M4V9WQ7N2R5T6: found 1 chunks non-completely outside the block"'] } })
    const { fix, way, todo } = diagnosed('compactor-stuck', scene)
    expect([fix, way]).toEqual([undefined, 'topology'])
    expect(todo?.map(({ en }) => en)).toEqual([expect.stringContaining('01JBQ4Y4M3ZB8M4V9WQ7N2R5T6'), expect.stringContaining('bucket mark --id=01JBQ4Y4M3ZB8M4V9WQ7N2R5T6 --marker=no-compact-mark.json'), expect.stringContaining('restart the compactor')])
  })

  it('a full disk: a larger one, which the plan says how to get', () => {
    const { verdict, fix, todo } = diagnosed('compactor-stuck', sceneOf(SPEC, healthy(SPEC), { 'thanos-compactor-0': { lines: ['level=error msg="compaction failed" err="write /data/x: no space left on device"'] } }))
    expect(verdict.en).toContain('disk is full')
    expect(fix).toMatchObject({ safe: false, edits: [{ op: 'storage.set', object: COMPACTOR, size: expect.stringMatching(/^\d+Gi$/) }] })
    expect(applyEdits(SPEC, fix?.edits ?? [])).not.toEqual(SPEC)
    expect(todo?.[0]?.en).toContain('the plan says')
  })

  it('ends after one round for want of --wait', () => {
    const spec = changed('corrected', { edits: [flag(COMPACTOR, 'wait')] })
    expect(failedStep(diagnosed('compactor-stuck', sceneOf(spec, healthy(spec))))).toBe('waits')
  })
})

describe('out of memory', () => {
  it('a pod that was killed, with its limit and one that is half as large again', () => {
    const observation = withPods(healthy(SPEC), (pod) => (pod.name === 'thanos-receiver-1' ? { ...pod, restarts: 4, memoryLimitBytes: 2 * 2 ** 30, lastEnd: { reason: 'OOMKilled', exitCode: 137, at: NOW - 1_200_000 } } : pod))
    const diagnosis = diagnosed('out-of-memory', sceneOf(SPEC, observation))
    expect(diagnosis.verdict.en).toBe('thanos-receiver-1 needs more than its limit of 2 GiB and was killed 20 minutes ago.')
    expect(diagnosis.fix?.edits).toEqual([{ op: 'resource.set', object: RECEIVER, side: 'limits', resource: 'memory', quantity: '3Gi' }])
  })

  it('a pod with less than the spec gives it: to be applied, and half as much again would be less than is asked for', () => {
    const observation = withPods(healthy(SPEC), (pod) => (pod.name === 'thanos-receiver-1' ? { ...pod, restarts: 4, memoryLimitBytes: 2 ** 30, lastEnd: { reason: 'OOMKilled', exitCode: 137, at: NOW - 1_200_000 } } : pod))
    const diagnosis = diagnosed('out-of-memory', sceneOf(SPEC, observation))
    expect(diagnosis).toMatchObject({ state: 'cause', way: 'apply', verdict: { en: expect.stringContaining('limit of 1 GiB') } })
    expect(diagnosis).not.toHaveProperty('fix')
  })

  it('a pod that was killed a month ago is no problem of now', () => {
    const observation = withPods(healthy(SPEC), (pod) => (pod.kind === 'receive' ? { ...pod, lastEnd: { reason: 'OOMKilled', exitCode: 137, at: NOW - 30 * 86_400_000 } } : pod))
    expect(diagnosed('out-of-memory', sceneOf(SPEC, observation)).state).toBe('fine')
  })

  it('a pod close to its limit', () => {
    const observation = counting(healthy(SPEC), 'store', ({ name, value }) => (name === 'process_resident_memory_bytes' ? 3.9 * 2 ** 30 : value))
    expect(diagnosed('out-of-memory', sceneOf(SPEC, observation)).verdict.en).toContain('98 % of its memory limit')
  })

  it('no pod whose resident size is mostly pages of files: the kernel takes those back', () => {
    const own: Sample[] = [{ name: 'go_memstats_sys_bytes', labels: {}, value: 2 * 2 ** 30 }, { name: 'go_memstats_heap_released_bytes', labels: {}, value: 2 ** 29 }]
    const observation = counting(healthy(SPEC), 'store', ({ name, value }) => (name === 'process_resident_memory_bytes' ? 3.9 * 2 ** 30 : value), own)
    const { state, steps } = diagnosed('out-of-memory', sceneOf(SPEC, observation))
    expect(state).toBe('fine')
    expect(JSON.stringify(steps)).toContain('1.5 GiB, 38 % of its limit')
  })
})

describe('the bucket refuses', () => {
  it.each([
    ['level=error err="bucket store initial sync: sync block: BaseFetcher: iter bucket: The AWS Access Key Id you provided does not exist in our records."', 'does not know the access key'],
    ['level=warn msg="upload failed" err="upload chunks: SignatureDoesNotMatch"', 'does not belong to the access key'],
    ['level=error msg="failed to upload block" err="Access Denied."', 'lacks a right'],
    ['level=error err="create bucket client: initialize s3 client: parse \\"https://${S3_ENDPOINT}\\": invalid character \\"{\\" in host name"', 'no host name'],
    ['level=error err="Bucket name contains invalid characters\\nBaseFetcher: iter bucket', 'not the name of one'],
    ['level=error err="iter bucket: The specified bucket does not exist"', 'no bucket of this name'],
  ])('as its log says: %s', (line, words) => {
    const diagnosis = diagnosed('bucket-refused', sceneOf(SPEC, healthy(SPEC), { 'thanos-store-0': { lines: [line] } }))
    expect(diagnosis.todo?.at(-1)?.en).toContain('restart the pods that are refused')
    expect(diagnosis).toMatchObject({ state: 'cause', way: 'object-storage' })
    expect(diagnosis.verdict.en).toContain(words)
  })

  it('a restart of the workloads that are refused, and of them alone, is offered beside the way to the key; taken later it is another restart', () => {
    const lines = ['level=error err="iter bucket: The AWS Access Key Id you provided does not exist in our records."']
    const told = (observation: Observation): Diagnosis => diagnosed('bucket-refused', sceneOf(SPEC, observation, { 'thanos-store-0': { lines }, 'thanos-store-1': { lines } }))
    const first = told(healthy(SPEC))
    expect(first).toMatchObject({ way: 'object-storage', fix: { safe: false, title: { en: expect.stringContaining('thanos-store') }, edits: [{ op: 'field.set', object: STORE }] } })
    const annotations = (spec: StackSpec): unknown[] => render(spec).flatMap((object) => (JSON.stringify(object).includes('restarted-at') ? [object.metadata.name] : []))
    const once = applyEdits(SPEC, first.fix?.edits ?? [])
    expect(annotations(once)).toEqual(['thanos-store'])
    const later = told({ ...healthy(SPEC), at: NOW + 60_000 })
    expect(render(applyEdits(once, later.fix?.edits ?? []))).not.toEqual(render(once))
    expect(lint(once).map(({ code }) => code)).toEqual(lint(SPEC).map(({ code }) => code))
  })

  it('where those that are refused run otherwise than the revision asks, that is applied: it starts them anew as well', () => {
    const lines = ['level=error err="iter bucket: Access Denied."']
    const observation = withPods(healthy(SPEC), (pod) => (pod.kind === 'store' ? { ...pod, image: 'quay.io/thanos/thanos:v0.1.0' } : pod))
    const diagnosis = diagnosed('bucket-refused', { ...sceneOf(SPEC, observation, { 'thanos-store-0': { lines } }), revision: 4 })
    expect(diagnosis).toMatchObject({ way: 'apply', verdict: { en: expect.stringContaining('otherwise than revision 4 asks') } })
    expect(diagnosis.fix).toBeUndefined()
  })

  it('no restart is offered for a clock that is off', () => {
    const diagnosis = diagnosed('bucket-refused', sceneOf(SPEC, healthy(SPEC), { 'thanos-store-0': { lines: ['level=error err="iter bucket: RequestTimeTooSkewed"'] } }))
    expect(diagnosis.verdict.en).toContain('The clock of the node')
    expect([diagnosis.fix, diagnosis.todo]).toEqual([undefined, undefined])
  })

  it('where most requests fail and no log was read, those workloads are restarted', () => {
    const observation = counting(healthy(SPEC), 'compact', ({ name, value }) => (name === 'thanos_objstore_bucket_operation_failures_total' ? 8990 : value))
    expect(diagnosed('bucket-refused', { ...sceneOf(SPEC, observation), logs: {} }).fix?.edits).toMatchObject([{ object: COMPACTOR }])
  })

  it('not any more when its log tells of an hour ago and its requests succeed since', () => {
    const at = (ms: number): string => `ts=${new Date(ms).toISOString()} level=error err="iter bucket: Access Denied."`
    const now = healthy(SPEC)
    const before = counting({ ...now, at: now.at - 90_000 }, 'store', ({ name, value }) => (name === 'thanos_objstore_bucket_operations_total' ? value - 5 : value))
    const state = (line: string, earlier: Observation | undefined): string => diagnosed('bucket-refused', { ...sceneOf(SPEC, now, { 'thanos-store-0': { lines: [line] } }), ...(earlier === undefined ? {} : { before: earlier }) }).state
    expect(state(at(NOW - 3_600_000), before)).toBe('fine')
    expect(state(at(NOW - 30_000), before)).toBe('cause')
    const failing = counting(before, 'store', ({ name, value }) => (name === 'thanos_objstore_bucket_operation_failures_total' ? value - 2 : value))
    expect(state(at(NOW - 3_600_000), failing)).toBe('cause')
  })

  it('finds failing requests without a log, and says that the log was not read', () => {
    const observation = counting(healthy(SPEC), 'store', ({ name, value }) => (name === 'thanos_objstore_bucket_operation_failures_total' ? 8990 : value))
    const diagnosis = diagnosed('bucket-refused', { ...sceneOf(SPEC, observation), logs: {} })
    expect(failedStep(diagnosis)).toBe('failures')
    expect(diagnosis.unseen).toHaveLength(1)
    expect(diagnosis.verdict.en).toContain('Its log says why')
  })

  it('does not take for silent a log that could not be read, unless the requests of its pod succeed', () => {
    const why = { en: 'It was not read: forbidden.', ko: '읽지 못함' }
    const now = healthy(SPEC)
    const logs = (names: readonly string[]): Scene['logs'] => Object.fromEntries(names.map((name) => [name, { why }]))
    const step = (scene: Scene): unknown => diagnosed('bucket-refused', scene).steps.find(({ id }) => id === 'refused')?.outcome
    const quiet = counting(now, 'store', ({ name, value }) => (name === 'thanos_objstore_bucket_operation_failures_total' ? 3 : value))
    expect(step(sceneOf(SPEC, quiet, logs(['thanos-store-0', 'thanos-store-1'])))).toEqual({ is: 'unseen', why: { en: expect.stringMatching(/^\d+ of \d+ logs read, without such a line\. Not that of thanos-store-0 and 1 more: It was not read: forbidden\.$/), ko: expect.any(String) } })
    const before = counting({ ...quiet, at: now.at - 60_000 }, 'store', ({ name, value }) => (name === 'thanos_objstore_bucket_operations_total' ? value - 5 : value))
    expect(step({ ...sceneOf(SPEC, quiet, logs(['thanos-store-0'])), before })).toMatchObject({ is: 'passed', answer: { en: expect.stringMatching(/^no such line, (\d+) of \d+ logs read; of the others all requests succeed$/) } })
  })

  it('says of a store that is not ready that its log is silent at first', () => {
    const observation = withPods(counting(healthy(SPEC), 'store', ({ name, value }) => (name === 'thanos_objstore_bucket_operation_failures_total' ? 8990 : value)), (pod) => (pod.kind === 'store' ? { ...pod, isReady: false } : pod))
    expect(diagnosed('bucket-refused', sceneOf(SPEC, observation)).verdict.en).toMatch(/fail\. A store is ready once it has listed its bucket\..*half a minute/)
  })
})
