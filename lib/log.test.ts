import { Writable } from 'node:stream'
import { pino } from 'pino'
import { describe, expect, it } from 'vitest'
import { logOptions } from './log.ts'

function logged(fields: object, message: string): string {
  const lines: string[] = []
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      lines.push(chunk.toString())
      done()
    },
  })
  pino({ ...logOptions, level: 'info' }, stream).info(fields, message)
  return lines.join('')
}

describe('the log', () => {
  it.each([
    ['an error', { err: new Error('connect failed: password=hunter2canary') }],
    ['a thrown string', { err: 'secret_key: hunter2canary' }],
    ['the address in a field', { url: 'http://somebody:hunter2canary@alertmanager:9093' }],
    ['a field', { secret_key: 'hunter2canary' }],
    ['a nested field', { input: { password: 'hunter2canary' } }],
  ])('holds no credential that came with %s', (_what, fields) => {
    expect(logged(fields, 'failed')).not.toContain('hunter2canary')
  })

  it('keeps what happened', () => {
    expect(logged({ err: new Error('connect ECONNREFUSED 127.0.0.1:1') }, 'failed')).toContain('ECONNREFUSED')
  })
})
