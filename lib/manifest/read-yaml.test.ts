import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readYaml, type Reading } from './read-yaml.ts'

function read(...texts: string[]): Reading {
  return readYaml(texts.map((text, index) => ({ name: `${index}.yaml`, text })))
}
function values(...texts: string[]): unknown[] {
  return read(...texts).documents.map((document) => document.value)
}
function places(text: string): string[] {
  return read(text).problems.map((problem) => `${problem.file}:${problem.line}:${problem.column} ${problem.message.en}`)
}

describe('readYaml', () => {
  test('documents of several files come in order with the line they start on', () => {
    const { documents, problems } = read('# head\na: 1\n---\n\nb: 2\n', '--- {c: 3}\n...\n---\nd: 4')
    expect(documents.map(({ value, file, line }) => [value, file, line])).toEqual([
      [{ a: 1 }, '0.yaml', 2], [{ b: 2 }, '0.yaml', 5], [{ c: 3 }, '1.yaml', 1], [{ d: 4 }, '1.yaml', 4],
    ])
    expect(problems).toEqual([])
  })

  test.each([
    ['nothing', ''], ['comments', '# a\n---\n# b\n'], ['null', 'null\n---\n~\n'], ['markers', '---\n---\n...\n'], ['a directive', '%YAML 1.1\n---\n'], ['blank lines with CRLF', '\r\n---\r\n \r\n'],
  ])('a document with only %s is left out', (_, text) => {
    expect(read(text)).toEqual({ documents: [], problems: [] })
  })

  test('byte order mark and CRLF line ends do not matter', () => {
    const { documents } = read('\uFEFFa: 1\r\nb: |\r\n  x\r\n  y\r\n---\r\nc: "d"\r\n')
    expect(documents.map(({ value, line }) => [value, line])).toEqual([[{ a: 1, b: 'x\ny\n' }, 1], [{ c: 'd' }, 6]])
  })

  test('a bad document is a problem with its place and the good ones beside it still come in', () => {
    const { documents, problems } = read('a: 1\n---\nb: "open\nc: 1\n---\nd: 1\n---\n{ [\n---\ne: 1\n')
    expect(documents.map(({ value, line }) => [value, line])).toEqual([[{ a: 1 }, 1], [{ d: 1 }, 6], [{ e: 1 }, 10]])
    expect(problems.map(({ file, line }) => [file, line])).toEqual([['0.yaml', 5], ['0.yaml', 9]])
  })

  test.each([
    ['a tab', 'a:\n\tb: 1\n', '0.yaml:2:1 a tab is used for indentation'],
    ['a wrong column', 'a:\n  b: 1\n c: 2\n', '0.yaml:3:1 the indentation does not fit'],
    ['a colon in a value', 'a: b: c\n', '0.yaml:1:4 a mapping stands where a value is expected'],
    ['an open quote', 'a: "b\n', '0.yaml:2:1 a character is missing'],
    ['a reserved character', 'a: @b\n', '0.yaml:1:4 a value may not start with @'],
    ['a key twice', 'a: 1\nb: 2\na: 3\n', '0.yaml:3:1 the key "a" stands twice'],
    ['a key twice, once quoted', '"1": a\n1: b\n', '0.yaml:2:1 the key "1" stands twice'],
    ['an unknown alias', 'a: *b\n', '0.yaml:1:4 the alias *b has no anchor &b'],
    ['an anchor in itself', 'a: &a [*a]\n', '0.yaml:1:8 the anchor &a contains itself'],
    ['a merge in itself', 'a: &a\n  <<: *a\n', '0.yaml:2:7 the anchor &a contains itself'],
    ['a merge of a word', 'a: &a b\nc:\n  <<: *a\n', '0.yaml:3:7 the merge key << takes a mapping'],
    ['a list as a key', '? [a]\n: b\n', '0.yaml:1:3 a key must be a word'],
    ['no key', ': b\n', '0.yaml:1:1 a key must be a word'],
    ['the key __proto__', '__proto__: {a: 1}\n', '0.yaml:1:1 the key "__proto__"'],
    ['a number that JSON lacks', 'a: .inf\n', '0.yaml:1:4 .inf is no number in JSON'],
    ['a number too large', 'a: 9007199254740993\n', '0.yaml:1:4 this whole number is too large'],
    ['binary', 'a: !!binary aGk=\n', '0.yaml:1:13 Kubernetes does not take !!binary'],
    ['a tag that does not fit', 'a: !!int b\n', '0.yaml:1:10 this value is not of the type'],
    ['a file that is no text', 'PK\u0003\u0000', '0.yaml:1:1 this file is not text'],
    ['a plain template', 'a: {{ .Values.b }}\n', '0.yaml:1:5 this is a Helm template'],
    ['a quoted template', 'a: "{{ .Values.b }}"\n', '0.yaml:1:4 this is a Helm template'],
    ['a template with lines of its own', '{{- if .Values.a }}\na: 1\n{{- end }}\n', '0.yaml:1:3 this is a Helm template'],
  ])('%s is a problem that says where and what to do', (_, text, said) => {
    expect(places(text)).toEqual([expect.stringContaining(said)])
    expect(read(text).documents).toEqual([])
  })

  test('template actions of alert rules and templates inside a block of text are no Helm template', () => {
    const text = 'summary: "{{ $labels.instance }} is down"\nhelm: |\n  a: {{ .Values.b }}\n'
    expect(read(text).problems).toEqual([])
  })

  test('a problem never repeats a value of the document', () => {
    for (const text of ['password: "hunter2\n', 'password: hunter2: x\n', 'password: [hunter2\n', 'password: @hunter2\n', 'password: !!int hunter2\n', 'password: *hunter\n  x hunter2\n']) {
      expect(JSON.stringify(read(text).problems)).not.toContain('hunter2')
    }
  })

  // What sigs.k8s.io/yaml answers for each word (goyaml.v2/resolve.go), since that is what kubectl would send.
  test.each([
    ['yes', true], ['No', false], ['on', true], ['OFF', false], ['y', true], ['N', false], ['true', true], ['~', null], ['', null], ['Null', null],
    ['0777', 511], ['0o17', 15], ['08', 8], ['0x1F', 31], ['0b11', 3], ['1_000', 1000], ['-5', -5], ['+5', 5], ['1e3', 1000], ['.5', 0.5], ['1.', 1], ['-0', 0],
    ['2024-01-01', '2024-01-01'], ['12:30', '12:30'], ['1e400', '1e400'], ['yEs', 'yEs'], ['0x', '0x'], ['1h', '1h'], ['=', '='], ['"yes"', 'yes'], ["'1'", '1'],
    ['!!str 1', '1'], ['!!int "1"', 1], ['!mine 1', '1'], ['18014398509481984', 18014398509481984],
  ])('the word %s means what Kubernetes takes it for', (word, value) => {
    expect(values(`a: ${word}\n`)).toEqual([{ a: value }])
  })

  test('keys become strings as in Kubernetes, words of YAML 1.1 included', () => {
    expect(values('on: a\n1: b\n1.5: c\n0x10: d\n')).toEqual([{ true: 'a', 1: 'b', 1.5: 'c', 16: 'd' }])
  })

  test('merge keys: what stands below wins, of several mappings the first', () => {
    expect(values('b: &b {p: 1, q: 2}\nc:\n  <<: *b\n  q: 3\nd:\n  <<: [*b, {p: 9, r: 1}]\n')).toEqual([{ b: { p: 1, q: 2 }, c: { p: 1, q: 3 }, d: { p: 1, q: 2, r: 1 } }])
  })

  test('an alias means the anchor above it, also inside what is copied again', () => {
    expect(values('a: &a {p: &b 1, q: *b}\nb: &b 2\nc: *a\nd: *b\n')).toEqual([{ a: { p: 1, q: 1 }, b: 2, c: { p: 1, q: 1 }, d: 2 }])
  })

  test('an alias bomb is a problem, not a hang, and the document after it comes in', () => {
    const layers = Array.from({ length: 12 }, (_, index) => `a${index}: &a${index} [${Array(9).fill(index === 0 ? 'lol' : `*a${index - 1}`).join(', ')}]\n`)
    const { documents, problems } = read(`${layers.join('')}---\nb: 1\n`)
    expect(problems.map((problem) => problem.message.en)).toEqual([expect.stringContaining('multiply its content')])
    expect(documents.map((document) => document.value)).toEqual([{ b: 1 }])
    expect(places(`a: &a "${'x'.repeat(50_000)}"\nb: [${Array(500).fill('*a').join(', ')}]\n`)).toHaveLength(1)
  })

  test('nesting without end is a problem', () => {
    expect(places('['.repeat(8000))).toEqual([expect.stringContaining('nested too deeply')])
    expect(places(`${'['.repeat(300)}${']'.repeat(300)}`)).toEqual([expect.stringContaining('nested more than 200')])
  })

  test('items of lists come in one by one, each with its line; those of typed lists get their kind', () => {
    const list = 'apiVersion: v1\nkind: List\nitems:\n- kind: Service\n  spec: {a: 1}\n- apiVersion: v1\n  kind: ConfigMapList\n  items:\n  - metadata: {name: x}\n'
    expect(read(list).documents.map(({ value, line }) => [value, line])).toEqual([
      [{ kind: 'Service', spec: { a: 1 } }, 4], [{ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'x' } }, 9],
    ])
    expect(values('kind: WhiteList\nspec: {}\n')).toEqual([{ kind: 'WhiteList', spec: {} }])
  })

  test('JSON comes in: a file, a list, objects one after the other', () => {
    expect(values('{"a": "\\u00e9\\/\\ud83d\\ude00", "b": [1, null]}')).toEqual([{ a: 'é/😀', b: [1, null] }])
    expect(values('{\n\t"a": [\n\t\t1\n\t]\n}\n')).toEqual([{ a: [1] }])
    expect(read('{\n  "a": "}{"\n}\n{\n  "b": 2\n}\n').documents.map(({ value, line }) => [value, line])).toEqual([[{ a: '}{' }, 1], [{ b: 2 }, 4]])
    expect(values('{"a":1}\n{"b":2}\n{"kind":"List","items":[{"c":3}]}')).toEqual([{ a: 1 }, { b: 2 }, { c: 3 }])
  })

  test('every JSON value reads as JSON.parse reads it', () => {
    fc.assert(fc.property(fc.jsonValue({ maxDepth: 3 }).filter((value) => value !== null && !JSON.stringify(value).includes('__proto__')), (value) => {
      const plain: unknown = JSON.parse(JSON.stringify(value))
      for (const indent of [0, 2, '\t']) expect(values(JSON.stringify(value, null, indent))).toEqual([plain])
    }), { numRuns: 60 })
  })

  test('10 MB and 2,000 documents are the limit, and every file that is left out by it says so', () => {
    const six = `a: ${'x'.repeat(6_000_000)}\n`
    const { documents, problems } = read('a: 1\n', 'x'.repeat(10_000_001), six, six, '# nothing\n---\n\n', 'c: 1\n')
    expect(documents.map(({ file }) => file)).toEqual(['0.yaml', '2.yaml', '5.yaml'])
    expect(problems.map(({ file, message }) => [file, message.en])).toEqual([['1.yaml', expect.stringContaining('it has more than 10 MB')], ['3.yaml', expect.stringContaining('more than 10 MB were given')]])
    const many = read('a: 1\n---\n'.repeat(2100), 'b: 1\n', '---\n  # nothing\n', 'c: 1\n')
    expect(many.documents).toHaveLength(2000)
    expect(many.problems.map(({ file, line, message }) => [file, line, message.en])).toEqual([
      ['0.yaml', 4001, expect.stringContaining('2,000')], ['1.yaml', 1, expect.stringContaining('2,000')], ['3.yaml', 1, expect.stringContaining('2,000')],
    ])
  })

  test('the byte order marks of files that were put together are no part of any document', () => {
    expect(values('\uFEFFa: 1\n---\n\uFEFFb: 1\n\uFEFF---\nc: 1\n')).toEqual([{ a: 1 }, { b: 1 }, { c: 1 }])
  })

  test('no text whatever makes it throw', () => {
    const piece = fc.constantFrom('a', ': ', '- ', '\n', '  ', '"', "'", '{', '}', '[', ']', '|', '>', '&a ', '*a', '<<: ', '!!int ', '---\n', '...\n', '#', '%', '?', ',', '\t', '\r\n', '{{ ', '\u0000')
    fc.assert(fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
      for (const problem of read(pieces.join('')).problems) {
        expect(problem.line).toBeGreaterThanOrEqual(1)
        expect(problem.column).toBeGreaterThanOrEqual(1)
      }
    }), { numRuns: 500 })
  })
})
