import { describe, expect, it } from 'vitest'
import { podsProgress } from './pod-progress.ts'
import type { JsonObject, KubeObject } from './types.ts'

const set = (spec: JsonObject = {}): KubeObject => ({ apiVersion: 'apps/v1', kind: 'StatefulSet', metadata: { name: 'receive', uid: 'set' }, spec: { replicas: 3, ...spec } })
const old = (ordinal: number, container: JsonObject): KubeObject => ({
  apiVersion: 'v1', kind: 'Pod', metadata: { name: `receive-${ordinal}`, uid: `pod-${ordinal}`, labels: { 'controller-revision-hash': 'old' } },
  status: { phase: 'Running', conditions: [{ type: 'Ready', status: 'False' }], containerStatuses: [{ name: 'thanos', ready: false, restartCount: 5, ...container }] },
})
const crashing = (ordinal: number): KubeObject => old(ordinal, { state: { waiting: { reason: 'CrashLoopBackOff' } } })
const running = (ordinal: number): KubeObject => old(ordinal, { restartCount: 0, state: { running: {} } })
const stuck = (...given: Parameters<typeof podsProgress>): string[] => podsProgress(...given).filter(({ isStuck }) => isStuck === true).map(({ name }) => name)

describe('podsProgress', () => {
  it('calls a broken pod of the old template stuck, and none that a partition keeps at it: deleted, it would come back as it was', () => {
    const pods = [crashing(0), crashing(1), crashing(2)]
    expect(stuck(set(), pods, 'new')).toEqual(['receive-0', 'receive-1', 'receive-2'])
    expect(stuck(set({ updateStrategy: { rollingUpdate: { partition: 2 } } }), pods, 'new')).toEqual(['receive-2'])
    expect(stuck(set({ ordinals: { start: 1 }, updateStrategy: { rollingUpdate: { partition: 1 } } }), pods, 'new')).toEqual(['receive-2'])
    expect(stuck(set({ podManagementPolicy: 'Parallel' }), pods, 'new')).toEqual([])
  })

  it('calls one stuck that runs and was not ready for long, and not before', () => {
    expect(stuck(set(), [running(0)], 'new')).toEqual([])
    expect(stuck(set(), [running(0)], 'new', new Set(['pod-0']))).toEqual(['receive-0'])
    expect(stuck(set(), [running(0)], 'old', new Set(['pod-0']))).toEqual([])
  })
})
