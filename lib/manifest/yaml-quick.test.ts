import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseDocument } from 'yaml'
import type { Json } from './types.ts'
import { documentChunks } from './yaml-chunks.ts'
import { quickDocument } from './yaml-quick.ts'
import { ALIAS_BUDGET, yamlValue } from './yaml-value.ts'

/** The full reader's answer to the same text, as read-yaml.ts asks it. */
function fully(text: string): { value: Json; start: number } {
  const parsed = parseDocument(text, { schema: 'failsafe', resolveKnownTags: false, uniqueKeys: false, prettyErrors: false, logLevel: 'silent' })
  expect(parsed.errors, text).toEqual([])
  return { value: yamlValue(parsed.contents, { itemStarts: new WeakMap(), budget: { left: ALIAS_BUDGET } }), start: parsed.contents?.range?.[0] ?? 0 }
}

const EXAMPLES = join(import.meta.dirname, '../../examples')
const examples = readdirSync(EXAMPLES, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.yaml'))

/** Pieces that make whole documents often enough, and what readers of YAML dispute. */
const PIECE = fc.constantFrom(
  'a: b\n', '- a\n', 'k:\n  - ', 'key: |\n  text\n\n  more\n', 'key: >-\n  text\n', 'a', 'b: ', ': ', '- ', '\n', '\n  ', '\n    ', ' ', '"', "'", '{', '}', '[', ']', '|', '|+\n', '|2\n', '<<: ', '---\n', '#', ' # x', '? ', ',',
  '\\n', '\\x41', '\t', '\r\n', '0x1', 'yes', '~', '{{ .Values.a }}', '&a ', '*a', '!!str ', '%', '@',
)

describe('quickDocument', () => {
  it.each(examples)('reads %s itself, as the full reader does', (path) => {
    for (const { text } of documentChunks(readFileSync(join(EXAMPLES, path), 'utf8'))) {
      const quick = quickDocument(text)
      expect(quick?.value).toEqual(fully(text).value)
      expect(quick?.start).toBe(fully(text).start)
    }
  })

  it('gives the value of the full reader, or gives up', () => {
    let read = 0
    fc.assert(fc.property(fc.array(PIECE, { maxLength: 8 }), (pieces) => {
      const text = pieces.join('')
      const quick = quickDocument(text)
      if (quick === undefined) return
      read += 1
      const full = fully(text)
      expect(JSON.stringify(quick.value)).toBe(JSON.stringify(full.value))
      expect(quick.start).toBe(full.start)
    }), { numRuns: 4000 })
    expect(read).toBeGreaterThan(100)
  })

  it.each([
    ['an anchor', 'a: &b 1\n'], ['a merge key', '<<: {a: 1}\n'], ['a tag', 'a: !!str 1\n'], ['a key twice', 'a: 1\na: 2\n'], ['a template', 'a: "{{ .Values.b }}"\n'], ['a number that JSON lacks', 'a: .inf\n'],
    ['a long key', '? a\n: b\n'], ['a tab as indentation', 'a:\n\tb: 1\n'], ['a word alone', 'a\n'], ['a fault', 'a: [\n'], ['the key __proto__', '__proto__: {a: 1}\n'],
  ])('leaves %s to the full reader', (_what, text) => {
    expect(quickDocument(text)).toBeUndefined()
  })

  it('reads tabs inside a block of text, since dashboards and scripts have them', () => {
    expect(quickDocument('a: |\n  \tx\n  y\tz\nb: 1\n')?.value).toEqual({ a: '\tx\ny\tz\n', b: 1 })
  })
})
