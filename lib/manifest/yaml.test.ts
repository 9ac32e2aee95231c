import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readYaml } from './read-yaml.ts'
import type { Json } from './types.ts'
import { toYaml, toYamlStream } from './yaml.ts'

const AWKWARD = [
  'yes', 'No', 'on', 'y', 'n', 'true', 'null', '~', '', ' ', '1', '-1', '+1', '0x1', '0777', '0o17', '08', '1_000', '1e3', '.5', '1.', '.inf', '.nan', '<<', '=',
  '2024-01-01', '12:30:45', '- a', '? a', ': a', 'a: b', 'a:', 'a #b', '#a', '&a', '*a', '!a', '%a', '@a', '`a`', '|', '>', '{a', '[a', ']', '}', ',', '"a"', "'a'", '---', '...',
  'a\n', '\na', 'a\nb', 'a\nb\n', 'a\n\nb\n\n', ' a\nb', '  a\n b\n', 'a \nb', 'a\n ', '\n', '\n\n', 'a\tb', '\ta', '\ta\nb', 'a\n\tb', 'a\r\nb', '\r', 'a\u0085b', 'a\u2028b', '\uFEFFa', '한글', '😀', '\u0000', '\\n', '"\n"',
  '$(POD_NAME)', '{{ .Values.x }}', 'x'.repeat(300), 'word '.repeat(60), '--flag=a b: c', 'a: b\nc: d\n', '# c\na\n', '---\na\n', 'a\n---\nb',
]
const text = fc.oneof(fc.constantFrom(...AWKWARD), fc.string({ unit: 'grapheme' }), fc.string({ unit: fc.constantFrom(' ', '\n', '\t', 'a', ':', '-', '#', '"', "'", '\\', '\r') }))
const key = text.filter((word) => word !== '__proto__')
const json = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    text, fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => number + 0), fc.boolean(), fc.constant(null),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.array(fc.tuple(key, tie('value')), { maxLength: 4 }).map((entries): Json => Object.fromEntries(entries)),
  ),
})).value

/** Helm actions in quoted values are refused on reading, by design, so they stand in a property of their own. */
function readBack(value: Json): unknown {
  const { documents, problems } = readYaml([{ name: 'a.yaml', text: toYaml({ value }) }])
  return problems.length > 0 ? problems : documents.map((document) => document.value)
}

describe('toYaml', () => {
  test('what is written reads back as the same value', () => {
    fc.assert(fc.property(json, (value) => {
      fc.pre(!JSON.stringify(value).includes('{{ .Values'))
      expect(readBack(value)).toEqual([{ value }])
    }), { numRuns: 400 })
  })

  test.each(AWKWARD.filter((word) => !word.startsWith('{{')))('the string %j stays a string, as a value, a key, an item and a whole document', (word) => {
    expect(readBack({ [word]: word, list: [word, [word]] })).toEqual([{ value: { [word]: word, list: [word, [word]] } }])
    expect(readYaml([{ name: 'a', text: toYaml(word) }]).documents.map((document) => document.value)).toEqual([word])
  })

  test('a stream of objects reads back as the same objects', () => {
    fc.assert(fc.property(fc.array(json.filter((value) => value !== null), { maxLength: 5 }), (values) => {
      fc.pre(!JSON.stringify(values).includes('{{ .Values'))
      const objects = values.map((value) => ({ value }))
      expect(readYaml([{ name: 'a', text: toYamlStream(objects) }]).documents.map((document) => document.value)).toEqual(objects)
    }), { numRuns: 60 })
  })

  test('an object starts with apiVersion, kind, metadata and ends with status; below that keys keep their order', () => {
    const yaml = toYaml({
      status: { b: 1 }, spec: { z: 1, a: { k: 'x', b: [] } }, kind: 'Deployment', metadata: { annotations: { w: '1' }, name: 'q', uid: 'u', namespace: 'm', labels: {} }, apiVersion: 'apps/v1',
    })
    expect(yaml).toBe([
      'apiVersion: apps/v1', 'kind: Deployment', 'metadata:', '  name: q', '  namespace: m', '  labels: {}', '  annotations:', '    w: "1"', '  uid: u',
      'spec:', '  z: 1', '  a:', '    k: x', '    b: []', 'status:', '  b: 1', '',
    ].join('\n'))
  })

  test('arguments stay on one unquoted line and texts become blocks', () => {
    const long = `--selector.relabel-config=${'x y '.repeat(50)}z`
    expect(toYaml({ args: ['query', '--http-address=0.0.0.0:10902', long], data: { 'a.yml': 'a: 1\nb:\n  - "c"\n' } })).toBe(
      `args:\n- query\n- --http-address=0.0.0.0:10902\n- ${long}\ndata:\n  a.yml: |\n    a: 1\n    b:\n      - "c"\n`)
  })
})
