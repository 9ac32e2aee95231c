import { describe, expect, test } from 'vitest'
import { readMetrics } from './metrics-text.ts'

const all = (): boolean => true

describe('a page of metrics', () => {
  test('is read with labels, escapes, timestamps, exponents and what is no number', () => {
    const page = [
      '# HELP up Whether it is up.', '# TYPE up gauge', '', 'up 1', 'a{} 2', String.raw`b{path="C:\\DIR\n",say="\"hi\", you}"} 1.5e+03 1395066363000`,
      'c{x="1",} -Inf', 'd{ x = "1" , y="2" }  NaN', 'e:rate5m\t+Inf',
    ].join('\n')
    expect(readMetrics(page, all)).toEqual([
      { name: 'up', labels: {}, value: 1 }, { name: 'a', labels: {}, value: 2 }, { name: 'b', labels: { path: 'C:\\DIR\n', say: '"hi", you}' }, value: 1500 },
      { name: 'c', labels: { x: '1' }, value: Number.NEGATIVE_INFINITY }, { name: 'd', labels: { x: '1', y: '2' }, value: Number.NaN }, { name: 'e:rate5m', labels: {}, value: Number.POSITIVE_INFINITY },
    ])
  })

  test('keeps what is wanted alone, and does not even read the rest', () => {
    expect(readMetrics('a 1\nb{broken\nc 3\r\n', (name) => name !== 'b')).toEqual([{ name: 'a', labels: {}, value: 1 }, { name: 'c', labels: {}, value: 3 }])
  })

  test.each(['a', 'a{x="1"', 'a{x=1} 2', 'a{x="1"y="2"} 2', 'a one', 'a 1 2 3', 'a 1 soon', 'a 0x', 'a{x="1} 2'])('refuses a wanted line that is no sample: %s', (line) => {
    expect(() => readMetrics(`b 1\n${line}\n`, all)).toThrow(/^line 2: /)
  })

  test('reads a page without a last line break, and an empty one', () => {
    expect(readMetrics('a 1', all)).toHaveLength(1)
    expect(readMetrics('', all)).toEqual([])
  })
})
