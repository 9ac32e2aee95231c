import { expect, test } from 'vitest'
import type { Workload } from '../spec.ts'
import { deleteDelayMs, hiddenAfterMs, keptMs, shortened } from './retention.ts'

const DAY_MS = 86_400_000
const workload = (kind: 'compact' | 'store', flags: Record<string, string>): Workload => ({
  type: 'workload', object: 'StatefulSet', name: kind, kind, container: kind, rest: {},
  args: Object.entries(flags).map(([flag, value]) => ({ style: 'equals', flag, value })),
})

test('keeps for ever what is 0d or not set, and knows nothing of a value that it cannot read', () => {
  expect(keptMs(workload('compact', { 'retention.resolution-raw': '30d' }), 'raw')).toBe(30 * DAY_MS)
  expect(keptMs(workload('compact', { 'retention.resolution-raw': '0d' }), 'raw')).toBe(Infinity)
  expect(keptMs(workload('compact', {}), '5m')).toBe(Infinity)
  expect(keptMs(workload('compact', { 'retention.resolution-1h': 'x' }), '1h')).toBeUndefined()
})

test('names a resolution that loses data, also when it was kept for ever, and none that gains time', () => {
  const before = workload('compact', { 'retention.resolution-raw': '7d', 'retention.resolution-5m': '30d' })
  const after = workload('compact', { 'retention.resolution-raw': '30d', 'retention.resolution-5m': '14d', 'retention.resolution-1h': '365d' })
  expect(shortened(before, after)).toEqual([
    { resolution: '5m', wasMs: 30 * DAY_MS, nowMs: 14 * DAY_MS }, { resolution: '1h', wasMs: Infinity, nowMs: 365 * DAY_MS },
  ])
  expect(shortened(undefined, after)).toEqual([])
})

test('hides a block when the most patient store does, and deletes it after the delete delay', () => {
  expect(deleteDelayMs(workload('compact', {}))).toBe(2 * DAY_MS)
  expect(hiddenAfterMs({ version: 1, objects: [workload('store', { 'ignore-deletion-marks-delay': '36h' }), workload('store', {})] })).toBe(1.5 * DAY_MS)
})
