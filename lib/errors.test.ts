import { describe, expect, it, vi } from 'vitest'
import { AppError, sentenceOf } from './errors.ts'
import { text } from './text.ts'

const TAKEN = text('It is taken.', '이미 쓰이고 있습니다.')

describe('AppError', () => {
  it('is known across copies of this module, of which a bundled server has several', async () => {
    vi.resetModules()
    const copy = await import('./errors.ts')
    expect(copy.AppError).not.toBe(AppError)
    const foreign = new copy.AppError('CONFLICT', TAKEN)
    expect(foreign).toBeInstanceOf(AppError)
    expect(foreign instanceof AppError && sentenceOf(foreign)).toEqual(TAKEN)
  })

  it('does not take any other error, nor a look-alike that is none, for its own', () => {
    expect(new Error('broken')).not.toBeInstanceOf(AppError)
    expect({ name: 'AppError', code: 'CONFLICT' }).not.toBeInstanceOf(AppError)
  })

  it('has its English sentence as the message that logs and events keep', () => {
    expect(new AppError('CONFLICT', TAKEN).message).toBe('It is taken.')
  })

  it('says the one sentence that it has in both languages, when a copy of the class gave it no other', () => {
    const bare: unknown = Object.assign(new Error('It is taken.'), { name: 'AppError', code: 'CONFLICT' })
    expect(bare instanceof AppError && sentenceOf(bare)).toEqual({ en: 'It is taken.', ko: 'It is taken.' })
  })
})
