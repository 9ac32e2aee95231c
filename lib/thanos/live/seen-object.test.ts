import { describe, expect, it } from 'vitest'
import { example } from '../../testing/examples.ts'
import { adopt } from '../adopt.ts'
import type { StackSpec } from '../spec.ts'
import { desiredOf } from './desired.ts'
import { workloadOf } from './readings.ts'
import { podName, seenName, twiceNamed } from './seen-object.ts'

const { spec } = adopt(example('corrected'))
/** With its store once more, in a namespace of its own. */
const TWICE: StackSpec = { ...spec, objects: spec.objects.flatMap((object) => (object.type === 'workload' && object.name === 'thanos-store' ? [{ ...object, namespace: 'far', replicas: 7 }, object] : [object])) }

describe('a workload in an observation', () => {
  it('goes by kind and name where these tell it apart, whatever namespaces are written out', () => {
    expect([...twiceNamed(spec)]).toEqual([])
    expect(seenName({ object: 'StatefulSet', name: 'thanos-store', namespace: 'monitoring' }, twiceNamed(spec))).toBe('StatefulSet/thanos-store')
  })

  it('has its namespace between where the same kind and name stands in the namespace of the stack', () => {
    expect([...twiceNamed(TWICE)]).toEqual(['StatefulSet/far/thanos-store'])
    expect(desiredOf(TWICE).workloads.filter(({ name }) => name === 'thanos-store').map(({ object, replicas }) => [object, replicas])).toEqual([['StatefulSet/far/thanos-store', 7], ['StatefulSet/thanos-store', workloadOf(spec, 'StatefulSet/thanos-store')?.replicas ?? 1]])
    expect(workloadOf(TWICE, 'StatefulSet/thanos-store')?.namespace).toBe('monitoring')
    expect(workloadOf(TWICE, 'StatefulSet/far/thanos-store')?.replicas).toBe(7)
    expect(podName('far/thanos-store-0')).toBe('thanos-store-0')
  })
})
