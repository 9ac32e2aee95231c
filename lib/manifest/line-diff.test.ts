import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { lineDiff, type DiffRow } from './line-diff.ts'

const lines = fc.array(fc.constantFrom('a', 'b', 'c', '', '- x: 1', '- x: 2', '  --flag=1'), { maxLength: 30 })
const unfolded = (rows: DiffRow[]): Exclude<DiffRow, { kind: 'folded' }>[] => rows.flatMap((row) => (row.kind === 'folded' ? row.hidden : [row]))
const short = (rows: DiffRow[]): string[] => rows.map((row) => (row.kind === 'folded' ? `~${row.hidden.length}` : `${{ same: ' ', added: '+', removed: '-' }[row.kind]}${row.text}`))

describe('lineDiff', () => {
  test('its rows give both texts back, numbered from 1, whatever is folded', () => {
    fc.assert(fc.property(lines, lines, fc.integer({ min: 0, max: 4 }), (before, after, context) => {
      const rows = unfolded(lineDiff(before.map((line) => `${line}\n`).join(''), after.map((line) => `${line}\n`).join(''), { context }))
      const old = rows.flatMap((row) => (row.kind === 'added' ? [] : [[row.oldLine, row.text]]))
      const current = rows.flatMap((row) => (row.kind === 'removed' ? [] : [[row.newLine, row.text]]))
      expect(old).toEqual(before.map((line, index) => [index + 1, line]))
      expect(current).toEqual(after.map((line, index) => [index + 1, line]))
    }), { numRuns: 300 })
  })

  test('marks lie within their row, in order, and name what differs', () => {
    fc.assert(fc.property(fc.string(), fc.string(), (before, after) => {
      for (const row of lineDiff(before.replaceAll('\n', ' '), after.replaceAll('\n', ' '))) {
        let end = 0
        for (const [from, to] of row.kind === 'added' || row.kind === 'removed' ? row.marks ?? [] : []) {
          expect(from).toBeGreaterThanOrEqual(end)
          expect(to).toBeLessThanOrEqual(row.text.length)
          end = to
        }
      }
    }))
    expect(lineDiff('- --tsdb.retention=2h\n', '- --tsdb.retention=24h\n')).toEqual([
      { kind: 'removed', oldLine: 1, text: '- --tsdb.retention=2h', marks: [[19, 21]] },
      { kind: 'added', newLine: 1, text: '- --tsdb.retention=24h', marks: [[19, 22]] },
    ])
  })

  test('lines with nothing in common carry no marks', () => {
    expect(lineDiff('abc\n', 'xyz\n')).toEqual([{ kind: 'removed', oldLine: 1, text: 'abc' }, { kind: 'added', newLine: 1, text: 'xyz' }])
  })

  test('unchanged runs fold but for the lines beside a change; two equal texts are one fold', () => {
    const text = Array.from({ length: 20 }, (_, index) => `l${index}`)
    const after = text.with(10, 'new')
    expect(short(lineDiff(text.join('\n'), after.join('\n')))).toEqual(['~7', ' l7', ' l8', ' l9', '-l10', '+new', ' l11', ' l12', ' l13', '~6'])
    expect(short(lineDiff(text.join('\n'), text.join('\n')))).toEqual(['~20'])
    expect(short(lineDiff('a\nb\nc\nx\n', 'a\nb\nc\ny\n', { context: 2 }))).toEqual([' a', ' b', ' c', '-x', '+y'])
    expect(short(lineDiff(text.join('\n'), after.join('\n'), { context: Infinity }))).toHaveLength(21)
    expect(lineDiff('', '')).toEqual([])
  })
})
