import { expect, test } from 'vitest'
import { type Counted, noRateOf, rateOf } from './counters.ts'

const PODS = ['a', 'b', 'c']
/** What each pod had counted when it was read, in seconds and samples. */
const counted = (reads: Readonly<Record<string, readonly [seconds: number, samples: number]>>): Counted => Object.fromEntries(Object.entries(reads).map(([pod, [seconds, samplesIn]]) => [pod, { at: seconds * 1000, values: { samplesIn } }]))
const FIRST = counted({ a: [0, 0], b: [0, 0], c: [0, 0] })
const told = (now: Counted, before: Counted | undefined = FIRST): [rate: number | undefined, why: string | undefined] => [rateOf(now, before, 'samplesIn', PODS), noRateOf(now, before, 'samplesIn', PODS)?.en]

test('the rate of three pods is that of all three, whenever each was read', () => {
  expect(told(counted({ a: [10, 1000], b: [12, 1200], c: [5, 500] }))).toEqual([300, undefined])
})

test('while one pod was not read again the sum of the others is not told as that of all', () => {
  expect(told(counted({ a: [10, 1000], b: [0, 0], c: [0, 0] }))).toEqual([undefined, 'a rate needs two looks at least 5 s apart; 1 of 3 pods had them so far'])
})

test('two looks that lie close together tell no rate: what fell between them may be a whole request or none', () => {
  expect(told(counted({ a: [10, 1000], b: [10, 1000], c: [1, 500] }))).toEqual([undefined, 'a rate needs two looks at least 5 s apart; 2 of 3 pods had them so far'])
})

test('at the first look there is none, and where nobody counts that is said instead', () => {
  expect(rateOf(FIRST, undefined, 'samplesIn', PODS)).toBeUndefined()
  expect(noRateOf(FIRST, undefined, 'samplesIn', PODS)?.en).toBe('a rate needs two looks at least 5 s apart; 0 of 3 pods had them so far')
  expect(told({})).toEqual([undefined, 'no pod tells what it counts'])
})

test('a pod that started anew, or came since, waits for its next look and leaves the rate to the others', () => {
  expect(told(counted({ a: [10, 1000], b: [10, 1000], c: [10, 20] }), counted({ a: [0, 0], b: [0, 0], c: [0, 9000] }))).toEqual([200, undefined])
  expect(told(counted({ a: [10, 1000], b: [10, 1000], c: [10, 20] }), counted({ a: [0, 0], b: [0, 0] }))).toEqual([200, undefined])
})
