import { describe, expect, test } from 'vitest'
import { example } from '../../testing/examples.ts'
import { edge, moving } from '../../testing/moving.ts'
import { dead, fresh, NOW } from '../../testing/observed.ts'
import { adopt } from '../adopt.ts'
import { attentionOf } from './attention.ts'
import type { Observation, SeenEdge } from './observation.ts'
import { topologyOf } from './topology.ts'

const { spec } = adopt(example('guide'))

function kindsOf(bend: (seen: Observation) => Observation, edges: SeenEdge[] = [edge('a'), edge('b')]): string[] {
  return attentionOf(topologyOf({ observation: bend(moving(spec, { edges })), spec })).map(({ is }) => is)
}

/** Some pods of a workload as they are when they crash. */
function crashing(seen: Observation, object: string, count: number): Observation {
  if (seen.pods.state !== 'fresh' || seen.workloads.state !== 'fresh') return seen
  let left = count
  return {
    ...seen,
    pods: { ...seen.pods, value: seen.pods.value.map((pod) => (pod.object === object && left-- > 0 ? { ...pod, isReady: false, waiting: { reason: 'CrashLoopBackOff' }, lastEnd: { reason: 'OOMKilled', exitCode: 137, at: NOW - 60_000 } } : pod)) },
    workloads: { ...seen.workloads, value: seen.workloads.value.map((each) => (each.object === object ? { ...each, ready: each.want - count } : each)) },
  }
}

const halted = (seen: Observation): Observation => ({ ...seen, components: seen.components.map((each) => (each.metrics.state === 'fresh' ? { ...each, metrics: { ...each.metrics, value: each.metrics.value.map((sample) => (sample.name === 'thanos_compact_halted' ? { ...sample, value: 1 } : sample)) } } : each)) })

describe('what needs a person', () => {
  test('is nothing while all of it works', () => {
    expect(kindsOf((seen) => seen)).toEqual([])
  })

  test('comes in the order of what it costs: samples and answers that are lost before what only differs', () => {
    const found = kindsOf((seen) => {
      const broken = halted(crashing(seen, 'StatefulSet/thanos-receiver', 1))
      return broken.workloads.state !== 'fresh' ? broken : { ...broken, workloads: { ...broken.workloads, value: broken.workloads.value.map((each) => (each.kind === 'query' ? { ...each, images: ['x/thanos:v0.1.0'] } : each)) } }
    }, [edge('a'), edge('b', 3600)])
    expect(found).toEqual(['halted', 'silent-edge', 'failing', 'differs'])
  })

  test('no edge at all comes before each of its causes', () => {
    const [first] = attentionOf(topologyOf({ observation: halted(moving(spec, { edges: [edge('a', 3600), edge('b', 7200)] })), spec }))
    expect(first).toMatchObject({ is: 'no-edge', since: NOW - 7_200_000 })
  })

  test('tells a workload without any ready pod as down, with the words of the cluster and since when', () => {
    const all = attentionOf(topologyOf({ observation: crashing(moving(spec, { edges: [edge('a')] }), 'StatefulSet/thanos-compactor', 1), spec }))
    expect(all[0]).toMatchObject({ is: 'down', title: { en: 'thanos-compactor is down' }, since: NOW - 60_000, link: { to: 'diagnose', problem: 'out-of-memory' } })
    expect(all[0]?.why.en).toContain('OOMKilled')
  })

  test('says of receivers of which one is down whether writes keep their quorum, and that it costs something only when they do not', () => {
    const told = (down: number) => {
      const observation = crashing(moving(spec, { edges: [edge('a')] }), 'StatefulSet/thanos-receiver', down)
      const withFactor = { ...observation, components: observation.components.map((each) => (each.kind === 'receive' && each.metrics.state === 'fresh' ? { ...each, metrics: { ...each.metrics, value: [...each.metrics.value, { name: 'thanos_receive_replication_factor', labels: {}, value: 3 }] } } : each)) }
      return attentionOf(topologyOf({ observation: withFactor, spec })).find(({ id }) => id === 'StatefulSet/thanos-receiver')
    }
    expect(told(1)).toMatchObject({ is: 'failing', costsNow: false, title: { en: 'thanos-receiver works with 2 of 3 ready' }, why: { en: expect.stringMatching(/still finds the 2 of 3 receivers.*With one more down, writes fail\. thanos-receiver-0: CrashLoopBackOff/) } })
    expect(told(2)).toMatchObject({ is: 'failing', costsNow: true, title: { en: 'thanos-receiver has lost its quorum: 1 of 3 ready' }, why: { en: expect.stringContaining('those fail') } })
  })

  test('leads to the checks that end in a fix, to what queries see, or to the edges', () => {
    const bucketless = (seen: Observation): Observation => ({ ...seen, blocks: { 'thanos-compactor-0': fresh({ blocks: [], error: 'AccessDenied' }) } })
    const links = (bend: (seen: Observation) => Observation, edges = [edge('a')]) => attentionOf(topologyOf({ observation: bend(moving(spec, { edges })), spec })).map(({ is, link }) => ({ is, link }))
    expect(links(halted)).toEqual([{ is: 'halted', link: { to: 'diagnose', problem: 'compactor-stuck' } }])
    expect(links(bucketless)).toEqual([{ is: 'down', link: { to: 'diagnose', problem: 'bucket-refused' } }])
    expect(links((seen) => seen, [edge('a', 3600)])).toEqual([{ is: 'no-edge', link: { to: 'diagnose', problem: 'receiver-gets-nothing' } }])
    expect(links((seen) => seen, [edge('a'), edge('b', -240)])).toEqual([{ is: 'clock', link: { to: 'edges' } }])
  })

  test('an edge that waits for its first sample needs nobody', () => {
    expect(kindsOf((seen) => seen, [edge('a'), { labels: { cluster: 'new' } }])).toEqual([])
  })

  test('a cluster that does not answer is told as one matter, not as workloads that are down', () => {
    expect(kindsOf((seen) => ({ ...seen, workloads: dead(), pods: dead(), components: [], stores: {}, blocks: {}, edges: dead() }))).toEqual(['blind'])
  })

  test('is told in both languages, and each leads somewhere', () => {
    for (const need of attentionOf(topologyOf({ observation: halted(crashing(moving(spec, { edges: [edge('a', 3600)] }), 'StatefulSet/thanos-store', 1)), spec }))) {
      expect(need.title.en).not.toBe(need.title.ko)
      expect(need.link.to).toBeTruthy()
    }
  })
})
