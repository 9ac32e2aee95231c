import { expect, test } from 'vitest'
import { dead, fresh, healthy, NOW } from '#lib/testing/observed.ts'
import { EMPTY_SPEC } from '../spec.ts'
import type { Observation, SeenTargets } from './observation.ts'
import { targetsSeen, type TargetsSeen } from './targets.ts'

const GROUP = { job: 'node', labels: { cluster: 'a' }, up: 3, down: 0, unknown: 0 }
const SEEN: SeenTargets = { groups: [{ ...GROUP, down: 1, job: 'api' }, GROUP], broken: [{ job: 'api', labels: { cluster: 'a' }, error: 'EOF' }], left: { groups: 0, broken: 0 }, warnings: [] }

function look(targets: Observation['targets']): TargetsSeen | undefined {
  return targetsSeen({ ...healthy(EMPTY_SPEC), targets })
}

test('nothing is told where no query lists a sidecar', () => {
  expect(look({})).toBeUndefined()
})

test('jobs with a target that is not up stand apart from the rest', () => {
  const seen = look({ 'query-0': fresh(SEEN) })
  expect(seen?.counts).toEqual({ up: 6, down: 1, unknown: 0 })
  expect(seen?.troubled.map(({ job }) => job)).toEqual(['api'])
  expect(seen?.calm.map(({ job }) => job)).toEqual(['node'])
  expect(seen?.why).toBeUndefined()
})

test('of several queries the newest answer counts, an old one only where there is no other', () => {
  const older = { ...fresh({ ...SEEN, groups: [] }, 'older'), at: NOW - 60_000 }
  const stale = { state: 'stale' as const, from: 'stale', at: NOW + 60_000, since: NOW, why: { en: 'gone', ko: '없음' }, value: SEEN }
  expect(look({ a: older, b: fresh(SEEN, 'newer'), c: stale, d: dead() })?.from).toBe('newer')
  const old = look({ c: stale, d: dead() })
  expect([old?.from, old?.at, old?.why?.en]).toEqual(['stale', NOW + 60_000, 'gone'])
})

test('where none answered that is said, and no number', () => {
  const seen = look({ a: dead('refused') })
  expect(seen).toMatchObject({ counts: { up: 0, down: 0, unknown: 0 }, why: { en: 'refused' } })
  expect(seen?.at).toBeUndefined()
})
