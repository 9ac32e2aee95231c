import { describe, expect, it } from 'vitest'
import { AppError } from './errors.ts'
import { failureOf } from './failure.ts'
import { text } from './text.ts'

const door = { door: 'test', locale: 'en' } as const
const FIRST = text('Ann was first.', 'Ann 님이 먼저 저장했습니다.')
const SECRET = text('password=hunter2', 'password=hunter2')

describe('failureOf', () => {
  it('shows our own failures in their words with their details', () => {
    expect(failureOf(new AppError('CONFLICT', FIRST, { details: { head: 2 } }), door)).toEqual({ code: 'CONFLICT', message: 'Ann was first.', details: { head: 2 } })
    const down = new AppError('UPSTREAM', text('The cluster is down.', '클러스터가 내려가 있습니다.'), { cause: new Error('ECONNREFUSED') })
    expect(failureOf(down, door)).toEqual({ code: 'UPSTREAM', message: 'The cluster is down.' })
  })

  it('speaks the language of its reader, whether it knows the failure or not', () => {
    expect(failureOf(new AppError('CONFLICT', FIRST), { ...door, locale: 'ko' }).message).toBe('Ann 님이 먼저 저장했습니다.')
    const unknown = failureOf(new Error('a defect'), { ...door, locale: 'ko' })
    expect(unknown.message).toMatch(/^Gauntlet 자체의 문제로 실패했습니다/)
    expect(unknown.message).toContain(unknown.requestId)
  })

  it.each([new Error('password=hunter2'), new AppError('INTERNAL', SECRET), 'password=hunter2', undefined])('shows nothing of an unknown one but a number for the log: %s', (error) => {
    const failure = failureOf(error, door)
    expect(failure).toEqual({ code: 'INTERNAL', message: expect.stringContaining(failure.requestId ?? 'none'), requestId: expect.stringMatching(/^[0-9a-f-]{36}$/) })
    expect(JSON.stringify(failure)).not.toContain('hunter2')
  })
})
