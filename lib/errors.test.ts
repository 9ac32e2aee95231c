import { describe, expect, it, vi } from 'vitest'
import { AppError } from './errors.ts'

describe('AppError', () => {
  it('is known across copies of this module, of which a bundled server has several', async () => {
    vi.resetModules()
    const copy = await import('./errors.ts')
    expect(copy.AppError).not.toBe(AppError)
    expect(new copy.AppError('CONFLICT', 'taken')).toBeInstanceOf(AppError)
  })

  it('does not take any other error, nor a look-alike that is none, for its own', () => {
    expect(new Error('broken')).not.toBeInstanceOf(AppError)
    expect({ name: 'AppError', code: 'CONFLICT' }).not.toBeInstanceOf(AppError)
  })
})
