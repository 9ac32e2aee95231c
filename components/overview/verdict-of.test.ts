import { describe, expect, it } from 'vitest'
import type { Health, Sync, WorkloadStatus } from '#lib/services/views.ts'
import type { LiveStatus } from '#lib/queries/stack-status.ts'
import { text } from '#lib/text.ts'
import { nameOf, verdictOf, worstFirst } from './verdict-of.ts'

const AT = '2026-11-22T03:12:00.000Z'
const workload = (name: string, health: Health): WorkloadStatus => ({ object: `Deployment/monitoring/${name}`, seen: `Deployment/${name}`, kind: 'query', health, message: '', ready: health === 'Healthy' ? 1 : 0, want: 1, restarts: 0 })
const live = (sync: Sync, ...workloads: WorkloadStatus[]): LiveStatus => ({ at: AT, good: { ok: true, at: AT, health: 'Healthy', sync, workloads, version: 'v0.42.4', isWhole: true } })

describe('the first sentence of the overview', () => {
  it.each([
    ['says so while nothing is known', { head: 2, applied: 2 }, undefined, { key: 'waiting' }],
    ['asks for an import when no revision exists', {}, live('Unknown'), { key: 'unmanaged' }],
    ['names the cluster that does not answer before what it last said', { head: 2, applied: 2 }, { ...live('Synced', workload('a', 'Healthy')), fault: { from: 'cluster', reason: 'x' } }, { key: 'silentCluster' }],
    ['names the one degraded workload before several that roll', { head: 2, applied: 2 }, live('OutOfSync', workload('a', 'Progressing'), workload('b', 'Degraded'), workload('c', 'Progressing')), { key: 'oneDegraded', name: 'b' }],
    ['counts several of the same', { head: 2, applied: 2 }, live('Synced', workload('a', 'Progressing'), workload('b', 'Progressing'), workload('c', 'Healthy')), { key: 'manyProgressing', count: 2, total: 3 }],
    ['tells drift before a pending revision', { head: 3, applied: 2 }, live('OutOfSync', workload('a', 'Healthy')), { key: 'differs', revision: 2, total: 1 }],
    ['tells a revision that waits', { head: 3, applied: 2 }, live('Synced', workload('a', 'Healthy')), { key: 'pending', revision: 3, total: 1 }],
    ['is content only when the cluster is what the applied revision asks', { head: 2, applied: 2 }, live('Synced', workload('a', 'Healthy')), { key: 'asAsked', revision: 2, total: 1 }],
    ['never claims agreement that was not looked at', { head: 2, applied: 2 }, live('Unknown', workload('a', 'Healthy')), { key: 'works', total: 1 }],
    ['sees that the namespace is empty', { head: 1 }, live('Unknown'), { key: 'nothingThere' }],
  ] as const)('%s', (_, stack, status, verdict) => {
    expect(verdictOf(stack, status)).toEqual(verdict)
  })

  it('says what is seen to go wrong although every pod is ready, and no workload that does not work is passed over for it', () => {
    const trouble = text('thanos-receiver refuses writes', 'thanos-receiver이(가) 쓰기를 거부합니다')
    expect(verdictOf({ head: 2, applied: 2 }, live('Synced', workload('a', 'Healthy')), trouble)).toEqual({ key: 'trouble', what: trouble })
    expect(verdictOf({ head: 2, applied: 2 }, live('Synced', workload('a', 'Degraded')), trouble)).toEqual({ key: 'oneDegraded', name: 'a' })
    expect(verdictOf({}, live('Unknown', workload('a', 'Healthy')), trouble)).toEqual({ key: 'unmanagedTrouble', what: trouble })
  })

  it('says of a workload with some of its replicas that it has those, and what was seen of it rather than that', () => {
    const [part, down] = [{ ...workload('a', 'Degraded'), ready: 2, want: 3 }, { ...workload('b', 'Degraded'), ready: 0, want: 1 }]
    const quorum = text('a works with 2 of 3 ready', 'a: 2/3 준비, 동작 중')
    expect(verdictOf({ head: 2, applied: 2 }, live('Synced', part))).toEqual({ key: 'onePartly', name: 'a', ready: 2, want: 3 })
    expect(verdictOf({ head: 2, applied: 2 }, live('Synced', part), undefined, new Map([['Deployment/a', quorum]]))).toEqual({ key: 'trouble', what: quorum })
    expect(verdictOf({ head: 2, applied: 2 }, live('Synced', part, down))).toEqual({ key: 'manyPartly', count: 2, total: 2 })
    expect(verdictOf({ head: 2, applied: 2 }, live('Synced', down, { ...down, object: 'Deployment/monitoring/c' }))).toEqual({ key: 'manyDegraded', count: 2, total: 2 })
  })
})

describe('two workloads of one name in two namespaces', () => {
  const [home, far] = [workload('store', 'Healthy'), { ...workload('store', 'Degraded'), object: 'Deployment/far/store', seen: 'Deployment/far/store' }]

  it('are not taken for each other: the one that fails is named with its namespace, and by what was seen of it', () => {
    expect(verdictOf({ head: 2, applied: 2 }, live('Synced', home, far), undefined, new Map([['Deployment/store', text('store is down', 'store 중단')]]))).toEqual({ key: 'oneDegraded', name: 'far/store' })
    const down = text('far/store is down', 'far/store 중단')
    expect(verdictOf({ head: 2, applied: 2 }, live('Synced', home, far), undefined, new Map([['Deployment/far/store', down]]))).toEqual({ key: 'trouble', what: down })
  })

  it('one that is ready and does not work is degraded, not a part of itself', () => {
    expect(verdictOf({ head: 2, applied: 2 }, live('Synced', { ...far, ready: 1, want: 1 }))).toEqual({ key: 'oneDegraded', name: 'far/store' })
  })
})

describe('a list of workloads', () => {
  it('begins with the worst and keeps the order of equals', () => {
    const given = [workload('a', 'Healthy'), workload('b', 'Progressing'), workload('c', 'Healthy'), workload('d', 'Degraded')]
    expect(worstFirst(given).map((each) => nameOf(each))).toEqual(['d', 'b', 'a', 'c'])
  })
})
