import { describe, expect, test } from 'vitest'
import { podRestarts, podTemplateChanged } from './restarts.ts'
import type { JsonObject, KubeObject } from './types.ts'

const workload = (image: string, spec: JsonObject = {}): KubeObject => ({
  apiVersion: 'apps/v1', kind: 'StatefulSet', metadata: { name: 'w' }, spec: { ...spec, template: { spec: { containers: [{ name: 'thanos', image }] } } },
})

describe('podRestarts', () => {
  test.each<[string, KubeObject | undefined, KubeObject, number]>([
    ['a new image restarts every pod', workload('a', { replicas: 3 }), workload('b', { replicas: 3 }), 3],
    ['without a number of replicas there is one', workload('a'), workload('b'), 1],
    ['scaling alone restarts none', workload('a', { replicas: 3 }), workload('a', { replicas: 5 }), 0],
    ['pods that go or come are not restarted', workload('a', { replicas: 5 }), workload('b', { replicas: 2 }), 2],
    ['a new workload restarts none', undefined, workload('a'), 0],
    ['a paused one restarts none', workload('a'), workload('b', { paused: true }), 0],
    ['with OnDelete none', workload('a'), workload('b', { updateStrategy: { type: 'OnDelete' } }), 0],
    ['below the partition none', workload('a', { replicas: 3 }), workload('b', { replicas: 3, updateStrategy: { rollingUpdate: { partition: 2 } } }), 1],
    ['a partition above all restarts none', workload('a', { replicas: 3 }), workload('b', { replicas: 3, updateStrategy: { rollingUpdate: { partition: 9 } } }), 0],
  ])('%s', (_, before, after, restarts) => {
    expect(podRestarts(before, after)).toBe(restarts)
  })

  const rolled = (spec: JsonObject, updated: number): KubeObject => ({ ...workload('a', { replicas: 3, ...spec }), status: { replicas: 3, updatedReplicas: updated } })
  const partition = (at: number): JsonObject => ({ updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: at } } })

  test.each<[string, KubeObject, KubeObject, number]>([
    ['a partition that is lowered replaces those that it kept from their template', rolled(partition(3), 0), workload('a', { replicas: 3, ...partition(0) }), 3],
    ['step by step', rolled(partition(2), 1), workload('a', { replicas: 3, ...partition(1) }), 1],
    ['and none where all have it already', rolled(partition(3), 3), workload('a', { replicas: 3, ...partition(0) }), 0],
    ['and none when it is raised', rolled(partition(1), 2), workload('a', { replicas: 3, ...partition(2) }), 0],
    ['OnDelete no more replaces those that nobody deleted', rolled({ updateStrategy: { type: 'OnDelete' } }, 1), workload('a', { replicas: 3 }), 2],
    ['a Deployment goes on where it was paused', rolled({ paused: true }, 0), workload('a', { replicas: 3 }), 3],
    ['what rolls already is not of this change', rolled({}, 1), workload('a', { replicas: 3, minReadySeconds: 5 }), 0],
  ])('the template stays: %s', (_, before, after, restarts) => {
    expect(podRestarts(before, after)).toBe(restarts)
  })

  test('an object without pods has no template that could change', () => {
    const service: KubeObject = { apiVersion: 'v1', kind: 'Service', metadata: { name: 's' }, spec: { a: 1 } }
    expect(podTemplateChanged(service, { ...service, spec: { a: 2 } })).toBe(false)
    expect(podTemplateChanged(workload('a'), workload('b'))).toBe(true)
  })
})
