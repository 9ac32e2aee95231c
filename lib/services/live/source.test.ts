import { afterEach, expect, test } from 'vitest'
import { AppError } from '../../errors.ts'
import { until } from '../../testing/wait.ts'
import { text } from '../../text.ts'
import { startRounds, type Rounds } from './rounds.ts'
import { createSource, type Source } from './source.ts'

let rounds: Rounds | undefined
afterEach(() => { rounds?.stop() })

function counted(answer: () => string): { source: Source<string>; asked: () => number } {
  let asked = 0
  const ask = async (): Promise<string> => {
    asked += 1
    return answer()
  }
  return { source: createSource({ from: 'here', everyMs: 10, ask }), asked: () => asked }
}
const refuse = (): string => { throw new AppError('UPSTREAM', text('It is gone.', '없습니다.')) }

function round(sources: readonly Source<unknown>[], atOnce = 2): void {
  rounds = startRounds({ sources: () => sources, atOnce, asked: () => undefined })
  rounds.wake()
}

test('a source that stays dead is asked more and more seldom, and says why', async () => {
  const [dead, alive] = [counted(refuse), counted(() => 'yes')]
  round([dead.source, alive.source])
  await until(async () => alive.asked(), (count) => count >= 40)
  expect(dead.asked()).toBeLessThan(alive.asked() / 2)
  expect(dead.source.reading()).toMatchObject({ state: 'dead', why: { en: 'It is gone.' } })
})

test('a source that comes back is asked at its pace again, and its last good value was kept meanwhile', async () => {
  let isDown = false
  const source = counted(() => (isDown ? refuse() : 'good'))
  round([source.source])
  await until(async () => source.source.reading().state, (state) => state === 'fresh')
  isDown = true
  const stale = await until(async () => source.source.reading(), ({ state }) => state === 'stale')
  expect(stale).toMatchObject({ value: 'good', why: { en: 'It is gone.' } })
  isDown = false
  await until(async () => source.source.reading().state, (state) => state === 'fresh')
  const before = source.asked()
  await until(async () => source.asked(), (count) => count > before + 5)
})

test('no more are asked at a time than is allowed, and a hurried one is asked at once', async () => {
  let underway = 0
  let most = 0
  const slow = Array.from({ length: 6 }, () => createSource({
    from: 'here', everyMs: 60_000,
    ask: async () => {
      underway += 1
      most = Math.max(most, underway)
      await new Promise((resolve) => { setImmediate(resolve) })
      underway -= 1
      return 'yes'
    },
  }))
  round(slow, 2)
  await until(async () => slow.map((source) => source.reading().state), (states) => states.every((state) => state === 'fresh'))
  expect(most).toBe(2)
  const [first] = slow
  const at = first?.reading()
  first?.hurry()
  rounds?.wake()
  await until(async () => first?.reading(), (reading) => reading !== at)
})
