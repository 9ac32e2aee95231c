import { expect, test } from 'vitest'
import { roughly, roughlySeconds } from './span-words.ts'

const [MINUTE, HOUR, DAY] = [60_000, 3_600_000, 86_400_000]

test.each([
  [31 * DAY, '31 days', '31일'], [2 * DAY, '2 days', '2일'], [47 * HOUR, '47 hours', '47시간'], [2 * HOUR, '2 hours', '2시간'],
  [119 * MINUTE, '1 hour 59 minutes', '1시간 59분'], [HOUR, '1 hour', '1시간'], [61 * MINUTE, '1 hour 1 minute', '1시간 1분'], [20 * MINUTE, '20 minutes', '20분'], [0, '1 minute', '1분'],
])('%d ms are said as people say them in both languages', (ms, en, ko) => {
  expect(roughly(ms)).toEqual({ en, ko })
})

test.each([[1000, '1 second', '1초'], [90_000, '90 seconds', '90초'], [120_000, '2 minutes', '2분']])('%d ms of a clock that is off are said to the second while they are few', (ms, en, ko) => {
  expect(roughlySeconds(ms)).toEqual({ en, ko })
})
