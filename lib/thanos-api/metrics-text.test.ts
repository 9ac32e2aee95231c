import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readMetrics } from './metrics-text.ts'

const all = (): boolean => true

describe('a page of metrics', () => {
  test('is read with labels, escapes, timestamps, exponents and what is no number', () => {
    const page = [
      '# HELP up Whether it is up.', '# TYPE up gauge', '', 'up 1', 'a{} 2', String.raw`b{path="C:\\DIR\n",say="\"hi\", you}"} 1.5e+03 1395066363000`,
      'c{x="1",} -Inf', 'd{ x = "1" , y="2" }  NaN', 'e:rate5m\t+Inf', String.raw`f{x="1",y=", \", z", z="\\" ,  _="3" , } 4`,
    ].join('\n')
    expect(readMetrics(page, all)).toEqual([
      { name: 'up', labels: {}, value: 1 }, { name: 'a', labels: {}, value: 2 }, { name: 'b', labels: { path: 'C:\\DIR\n', say: '"hi", you}' }, value: 1500 },
      { name: 'c', labels: { x: '1' }, value: Number.NEGATIVE_INFINITY }, { name: 'd', labels: { x: '1', y: '2' }, value: Number.NaN }, { name: 'e:rate5m', labels: {}, value: Number.POSITIVE_INFINITY },
      { name: 'f', labels: { x: '1', y: ', ", z', z: '\\', _: '3' }, value: 4 },
    ])
  })

  test('keeps what is wanted alone, and does not even read the rest', () => {
    expect(readMetrics('a 1\nb{broken\nc 3\r\n', (name) => name !== 'b')).toEqual([{ name: 'a', labels: {}, value: 1 }, { name: 'c', labels: {}, value: 3 }])
  })

  test.each(['a', 'a{x="1"', 'a{x=1} 2', 'a{x="1"y="2"} 2', 'a one', 'a 1 2 3', 'a 1 soon', 'a 0x', 'a 0x10', 'a 0b1', 'a 1_000', 'a 1e', 'a{x="1} 2', 'a_total 1 # {trace_id="x"} 0.5', String.raw`a{x="\d"} 1`, String.raw`a{x="\"} 1`])('refuses a wanted line that is no sample: %s', (line) => {
    expect(() => readMetrics(`b 1\n${line}\n`, all)).toThrow(/^line 2: /)
  })

  test('reads a page without a last line break, and an empty one', () => {
    expect(readMetrics('a 1', all)).toHaveLength(1)
    expect(readMetrics('', all)).toEqual([])
  })

  test.each(['<html><body>Sign in</body></html>', '{"status":"error"}\n"more"', '404 page not found', 'a 1\n\u0000\u001f'])('refuses what is no page of metrics, whatever is wanted: %j', (page) => {
    expect(() => readMetrics(page, () => false)).toThrow(/neither a sample nor a comment/)
  })

  test('passes over comments, empty lines and samples with their name in quotes, and reads past blanks where the format allows them', () => {
    expect(readMetrics('# EOF\n#\n \t\n\r\n{"a.b",x="1"} 1\n \ta {x="1"} 2 \n  # HELP b B.\n', all)).toEqual([{ name: 'a', labels: { x: '1' }, value: 2 }])
  })

  test('keeps every label set of a histogram: what is written is counted by code and tenant', () => {
    const page = ['# TYPE h histogram', ...['200', '409'].flatMap((code) => [`h_bucket{code="${code}",le="+Inf"} 2`, `h_sum{code="${code}"} ${code}`, `h_count{code="${code}"} 2`])].join('\n')
    expect(readMetrics(page, (name) => name === 'h_sum')).toEqual([{ name: 'h_sum', labels: { code: '200' }, value: 200 }, { name: 'h_sum', labels: { code: '409' }, value: 409 }])
  })

  test('takes the last of a series that stands there twice in a row', () => {
    expect(readMetrics('a{x="1"} 1\na{x="1"} 2\na{x="2"} 3\n', all)).toEqual([{ name: 'a', labels: { x: '1' }, value: 2 }, { name: 'a', labels: { x: '2' }, value: 3 }])
  })

  test('gives back whatever Prometheus’ own library for Go would write', () => {
    const text = fc.string({ unit: 'grapheme' })
    const labels = fc.dictionary(fc.stringMatching(/^[a-z_]\w{0,8}$/).filter((name) => name !== '__proto__'), text, { maxKeys: 5, noNullPrototype: true })
    const value = fc.oneof(fc.double(), fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, 1e21, 1e-7))
    const sample = fc.record({ name: fc.stringMatching(/^[a-z_:][\w:]{0,12}$/), labels, value: value.map((each) => each + 0) })
    const page = fc.uniqueArray(sample, { maxLength: 8, selector: (each) => written({ ...each, value: 0 }) })
    fc.assert(fc.property(page, (samples) => {
      expect(readMetrics(samples.map((each) => `# TYPE ${each.name} untyped\n${written(each)}\n`).join(''), all)).toEqual(samples)
    }))
  })
})

/** Source: github.com/prometheus/common, expfmt/text_create.go. */
function written({ name, labels, value }: { name: string; labels: Record<string, string>; value: number }): string {
  const pairs = Object.entries(labels).map(([key, each]) => `${key}="${each.replaceAll('\\', String.raw`\\`).replaceAll('\n', String.raw`\n`).replaceAll('"', String.raw`\"`)}"`)
  const number = String(value).replace('Infinity', 'Inf').replace(/^Inf/, '+Inf')
  return `${name}${pairs.length === 0 ? '' : `{${pairs.join(',')}}`} ${number}`
}
