// One watch over a line that breaks, on the sandbox over HTTP.
import { setTimeout as pause } from 'node:timers/promises'
import { afterEach, describe, expect, test, vi } from 'vitest'
import type { WeatherInput } from '../../sandbox/weather.ts'
import { testSandbox } from '../../testing/sandbox.ts'
import { until } from '../../testing/wait.ts'
import { startMirror, type Mirror } from './mirror.ts'

vi.setConfig({ testTimeout: 30_000 })
const sandbox = testSandbox({ demo: true })
let mirror: Mirror | undefined
afterEach(() => {
  mirror?.stop()
  sandbox.calm()
})

let changes = 0
const stateNow = (): string => mirror?.reading().state ?? 'none'
async function follow(): Promise<void> {
  mirror = startMirror(sandbox.cluster(), { apiVersion: 'apps/v1', kind: 'StatefulSet', namespace: 'monitoring' }, () => { changes += 1 })
  await until(async () => stateNow(), (state) => state === 'fresh')
}
/** Every state that it tells within a while. */
async function statesFor(ms: number): Promise<Set<string>> {
  const states = new Set<string>()
  for (const end = Date.now() + ms; Date.now() < end; await pause(5)) states.add(stateNow())
  return states
}
const GONE: readonly [name: string, rules: NonNullable<WeatherInput['rules']>][] = [
  ['that cuts every line', [{ effect: { kind: 'drop', when: 'before' } }, { effect: { kind: 'cut-watch' } }]],
  ['that lets one wait', [{ effect: { kind: 'slow', ms: 60_000 } }, { effect: { kind: 'cut-watch' } }]],
  ['that refuses', [{ effect: { kind: 'refuse', status: 503 } }, { effect: { kind: 'cut-watch' } }]],
]

describe('a mirror', () => {
  test.each(GONE)('of a cluster %s is not fresh while it asks again, and keeps what it had', async (_name, rules) => {
    await follow()
    const had = mirror?.reading()
    sandbox.weather({ rules })
    await until(async () => stateNow(), (state) => state === 'stale')
    expect([...await statesFor(3_000)]).toEqual(['stale'])
    const kept = mirror?.reading()
    expect(kept && 'value' in kept ? kept.value : []).toEqual(had && 'value' in had ? had.value : undefined)
  })

  test('is fresh again when the line is back though nothing has changed, and says so', async () => {
    await follow()
    sandbox.weather({ rules: [{ effect: { kind: 'drop', when: 'before' } }, { effect: { kind: 'cut-watch' } }] })
    await until(async () => stateNow(), (state) => state === 'stale')
    const before = changes
    sandbox.calm()
    await until(async () => stateNow(), (state) => state === 'fresh')
    expect(changes).toBeGreaterThan(before)
    expect([...await statesFor(1_000)]).toEqual(['fresh'])
  })

  test('that may list and not watch looks again instead, and is fresh', async () => {
    sandbox.weather({ rules: [{ effect: { kind: 'refuse', status: 403 }, watch: true }] })
    await follow()
    expect([...await statesFor(1_000)]).toEqual(['fresh'])
  })
})
