import fc from 'fast-check'
import { expect, test } from 'vitest'
import { jsonInPieces } from './json-in-pieces.ts'

const now = async (): Promise<void> => undefined

test('the pieces joined are what JSON.stringify gives, of lists long and short and of what JSON leaves out', async () => {
  const long = Array.from({ length: 230 }, (_, index) => ({ index, gone: undefined }))
  const some = [{}, [], null, 'a"\u2028', { a: undefined, b: [undefined, 1], c: long, d: { e: { f: { g: { h: long } } } } }, [[[long]]], new Date(0)]
  for (const value of some) expect((await jsonInPieces(value, now)).join('')).toBe(JSON.stringify(value))
  await fc.assert(fc.asyncProperty(fc.jsonValue({ maxDepth: 8 }), async (value) => {
    expect((await jsonInPieces(value, now)).join('')).toBe(JSON.stringify(value))
  }))
})

test('gives way while it writes', async () => {
  let pauses = 0
  const value = { objects: Array.from({ length: 4000 }, () => ({ text: 'x'.repeat(5000) })) }
  await jsonInPieces(value, async () => { pauses += 1 })
  expect(pauses).toBeGreaterThan(1)
})
