import { describe, expect, it } from 'vitest'
import { AppError } from './errors.ts'
import { failureOf } from './failure.ts'

const door = { door: 'test' }

describe('failureOf', () => {
  it('shows our own failures in their words with their details', () => {
    expect(failureOf(new AppError('CONFLICT', 'Ann was first.', { details: { head: 2 } }), door)).toEqual({ code: 'CONFLICT', message: 'Ann was first.', details: { head: 2 } })
    expect(failureOf(new AppError('UPSTREAM', 'The cluster is down.', { cause: new Error('ECONNREFUSED') }), door)).toEqual({ code: 'UPSTREAM', message: 'The cluster is down.' })
  })

  it.each([new Error('password=hunter2'), new AppError('INTERNAL', 'password=hunter2'), 'password=hunter2', undefined])('shows nothing of an unknown one but a number for the log: %s', (error) => {
    const failure = failureOf(error, door)
    expect(failure).toEqual({ code: 'INTERNAL', message: expect.stringContaining(failure.requestId ?? 'none'), requestId: expect.stringMatching(/^[0-9a-f-]{36}$/) })
    expect(JSON.stringify(failure)).not.toContain('hunter2')
  })
})
