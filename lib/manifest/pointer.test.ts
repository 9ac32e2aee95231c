import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formatPointer, getAt, parsePointer, removeAt, setAt } from './pointer.ts'
import type { Json } from './types.ts'

const value: Json = { a: { b: [1, { c: 2 }], 'x/y~z': 3, '': 4 } }

describe('pointers', () => {
  test.each([['', value], ['/a/b/0', 1], ['/a/b/1/c', 2], ['/a/x~1y~0z', 3], ['/a/', 4], ['/a/b/2', undefined], ['/a/b/01', undefined], ['/a/b/-', undefined], ['/q/r', undefined], ['/a/b/0/c', undefined], ['/a/toString', undefined]])(
    '%j reads its place or nothing', (pointer, found) => {
      expect(getAt(value, pointer)).toEqual(found)
    })

  test.each([
    ['/a/b/0', { a: { b: [9, { c: 2 }], 'x/y~z': 3, '': 4 } }],
    ['/a/b/-', { a: { b: [1, { c: 2 }, 9], 'x/y~z': 3, '': 4 } }],
    ['/a/b/2', { a: { b: [1, { c: 2 }, 9], 'x/y~z': 3, '': 4 } }],
    ['/n/m/-', { ...value, n: { m: [9] } }],
    ['/n/0/m', { ...value, n: [{ m: 9 }] }],
    ['', 9],
  ])('setting %j makes what is missing and leaves the original alone', (pointer, after) => {
    const before = structuredClone(value)
    expect(setAt(value, pointer, 9)).toEqual(after)
    expect(value).toEqual(before)
  })

  test.each(['/a/b/5', '/a/b/x', '/a/b/0/c', 'a'])('setting %j where there is no such place is refused', (pointer) => {
    expect(() => setAt(value, pointer, 9)).toThrow(expect.objectContaining({ code: 'INVALID' }))
  })

  test('setting keeps the place of a key and never reaches a prototype', () => {
    expect(Object.keys(Object(setAt({ a: 1, b: 2 }, '/a', 3)))).toEqual(['a', 'b'])
    setAt({}, '/__proto__/polluted', true)
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false)
  })

  test('removing takes one place away and leaves the rest; nothing there, nothing happens', () => {
    expect(removeAt(value, '/a/b/0')).toEqual({ a: { b: [{ c: 2 }], 'x/y~z': 3, '': 4 } })
    expect(removeAt(value, '/a/b/1/c')).toEqual({ a: { b: [1, {}], 'x/y~z': 3, '': 4 } })
    expect(removeAt(value, '/a/x~1y~0z')).toEqual({ a: { b: [1, { c: 2 }], '': 4 } })
    expect(removeAt(value, '/a/q')).toBe(value)
    expect(() => removeAt(value, '')).toThrow()
  })

  test('what is set is read back, and a pointer reads back as its segments', () => {
    fc.assert(fc.property(fc.array(fc.string({ unit: fc.constantFrom('a', '/', '~', '1', '.') }).filter((key) => key !== '0'), { minLength: 1 }), fc.jsonValue(), (segments, next) => {
      const pointer = formatPointer(segments)
      expect(parsePointer(pointer)).toEqual(segments)
      const plain: Json = JSON.parse(JSON.stringify(next))
      expect(getAt(setAt({}, pointer, plain), pointer)).toEqual(plain)
    }))
  })
})
