import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mergeLines } from './merge-lines.ts'
import { mergeOrder } from './merge-order.ts'

const lines = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 8 })
const words = (text: string): string[] => text.split(' ').filter((word) => word !== '')
const merged = (base: string, theirs: string, mine: string): string[] => mergeLines(words(base), words(theirs), words(mine))
  .map(({ change, ...run }) => (change === 'none' ? run.base.join(' ') : `${change}(${run.base.join(' ')}|${run.theirs.join(' ')}|${run.mine.join(' ')})`))

describe('mergeLines', () => {
  it('takes changes that stand apart from both', () => {
    expect(merged('1 2 3 4 5', '1 2x 3 4 5', '1 2 3 4 5 6')).toEqual(['1', 'theirs(2|2x|2)', '3 4 5', 'mine(||6)'])
  })

  it('asks where both changed the same line, also with a change that only touches it', () => {
    expect(merged('1 2 3', '1 2x 3', '1 2y 3')).toEqual(['1', 'conflict(2|2x|2y)', '3'])
    expect(merged('1 2 3 4', '1 2x 3 4', '1 2 3y 4')).toEqual(['1', 'conflict(2 3|2x 3|2 3y)', '4'])
    expect(merged('1 2', '1 a 2', '1 b 2')).toEqual(['1', 'conflict(|a|b)', '2'])
  })

  it('says that both did the same', () => {
    expect(merged('1 2 3', '1 2x 3', '1 2x 3')).toEqual(['1', 'both(2|2x|2x)', '3'])
    expect(merged('1 2 3', '1 3', '1 3')).toEqual(['1', 'both(2||)', '3'])
  })

  it('loses no line of any version, and is the same seen from the other side', () => {
    fc.assert(fc.property(lines, lines, lines, (base, theirs, mine) => {
      const runs = mergeLines(base, theirs, mine)
      expect(runs.flatMap((run) => run.base)).toEqual(base)
      expect(runs.flatMap((run) => run.theirs)).toEqual(theirs)
      expect(runs.flatMap((run) => run.mine)).toEqual(mine)
      const swapped = { none: 'none', both: 'both', conflict: 'conflict', theirs: 'mine', mine: 'theirs' } as const
      expect(mergeLines(base, mine, theirs).map(({ change, theirs: first, mine: second, ...run }) => ({ ...run, change: swapped[change], theirs: second, mine: first }))).toEqual(runs)
    }), { numRuns: 500 })
  })
})

describe('mergeOrder', () => {
  it('follows whoever moved something, and puts what is missing behind its neighbour', () => {
    const present = new Set(['a', 'b', 'c', 'new'])
    expect(mergeOrder({ base: ['a', 'b', 'c'], theirs: ['a', 'b', 'c'], mine: ['c', 'new', 'a', 'b'], present })).toEqual(['c', 'new', 'a', 'b'])
    expect(mergeOrder({ base: ['a', 'b', 'c'], theirs: ['c', 'b', 'a'], mine: ['a', 'new', 'b', 'c'], present })).toEqual(['c', 'b', 'a', 'new'])
  })

  it('gives every name that is there once', () => {
    const names = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e'))
    fc.assert(fc.property(names, names, names, (base, theirs, mine) => {
      const present = new Set([...theirs, ...mine])
      expect(mergeOrder({ base, theirs, mine, present }).toSorted()).toEqual([...present].toSorted())
    }))
  })
})
