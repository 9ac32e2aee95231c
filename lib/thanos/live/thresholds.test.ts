// The overview and the diagnosis begin to tell at the same point: whoever follows the one to the other finds it there.
import { describe, expect, it } from 'vitest'
import { example } from '../../testing/examples.ts'
import { edge, moving } from '../../testing/moving.ts'
import { adopt } from '../adopt.ts'
import { attentionOf } from './attention.ts'
import { countedOf } from './counters.ts'
import { diagnoseAll } from './diagnose/all.ts'
import type { Problem } from './diagnose/diagnosis.ts'
import type { Observation, Sample } from './observation.ts'
import { topologyOf } from './topology.ts'

const { spec } = adopt(example('corrected'))

function withSamples(seen: Observation, of: (kind: string) => Sample[]): Observation {
  return { ...seen, components: seen.components.map((each) => (each.metrics.state === 'fresh' ? { ...each, metrics: { ...each.metrics, value: [...each.metrics.value.filter(({ name }) => !of(each.kind).some((more) => more.name === name && more.labels.code === undefined)), ...of(each.kind)] } } : each)) }
}

/** Whether the overview tells it, and how the diagnosis' check ends. */
function told({ before, now, is, problem, step }: { before: Observation; now: Observation; is: string; problem: Problem; step: string }): [boolean, string | undefined] {
  const needs = attentionOf(topologyOf({ observation: now, before: countedOf(before), spec }))
  const outcome = diagnoseAll({ spec, observation: now, before, revision: undefined, findings: [], logs: {} }).find((each) => each.problem === problem)?.steps.find(({ id }) => id === step)?.outcome
  return [needs.some((need) => need.is === is), outcome?.is === 'failed' && outcome.isPart === true ? 'part' : outcome?.is]
}

describe('the overview and the diagnosis', () => {
  // Each second a receiver takes 10 writes.
  it.each([[0.4, false, 'passed'], [0.7, true, 'part'], [5, true, 'part'], [30, true, 'failed']])('tell of %d refused writes a second alike: %s, %s', (perSecond, isTold, outcome) => {
    const at = (seconds: number): Observation => withSamples(moving(spec, { edges: [edge('a')], seconds }), (kind) => (kind === 'receive' ? [{ name: 'http_requests_total', labels: { handler: 'receive', code: '429' }, value: 7_000 + perSecond * seconds }, { name: 'prometheus_tsdb_head_samples_appended_total', labels: {}, value: 1_000 + 100 * seconds }] : []))
    expect(told({ before: at(0), now: at(100), is: 'refused', problem: 'receiver-gets-nothing', step: 'accepted' })).toEqual([isTold, outcome])
  })

  it.each([[3.5, 0, false, 'passed'], [3.6, 0, true, 'failed'], [3.9, 0, true, 'failed'], [3.9, 2, false, 'passed']])('tell of %d GiB of 4, of which %d are pages of files, alike: %s, %s', (resident, files, isTold, outcome) => {
    const gib = 2 ** 30
    const seen = withSamples(moving(spec, { edges: [edge('a')] }), (kind) => (kind === 'store' ? [
      { name: 'process_resident_memory_bytes', labels: {}, value: resident * gib }, { name: 'go_memstats_sys_bytes', labels: {}, value: (resident - files) * gib }, { name: 'go_memstats_heap_released_bytes', labels: {}, value: 0 },
    ] : [{ name: 'process_resident_memory_bytes', labels: {}, value: 1 }]))
    const limited: Observation = seen.pods.state === 'fresh' ? { ...seen, pods: { ...seen.pods, value: seen.pods.value.map((pod) => ({ ...pod, memoryLimitBytes: 4 * gib })) } } : seen
    expect(told({ before: limited, now: limited, is: 'memory', problem: 'out-of-memory', step: 'near' })).toEqual([isTold, outcome])
  })
})
