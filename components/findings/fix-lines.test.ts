import { describe, expect, it } from 'vitest'
import { fixRows } from './fix-lines.ts'

const SOURCE = `# the receivers
apiVersion: apps/v1
kind: StatefulSet
spec:
  # three of them
  replicas: 3
  template:
    spec:
      containers:
      - args:
        - receive
        - "--tsdb.path=/var/thanos"   # the volume
        - --tsdb.retention=15d
        image: thanos`.split('\n')
const place = { file: 'a.yaml', lines: SOURCE, first: 2, last: SOURCE.length }
const RENDERED = 'apiVersion: apps/v1\nkind: StatefulSet\nspec:\n  replicas: 3\n  template:\n    spec:\n      containers:\n        - args:\n            - receive\n            - --tsdb.path=/var/thanos\n            - --tsdb.retention=15d\n          image: thanos\n'
const numbered = (rows: ReturnType<typeof fixRows>): string[] => rows.map((row) => `${row.kind === 'folded' ? '…' : `${row.oldLine ?? '-'} ${row.newLine ?? '-'}`} ${row.text.trim()}`)

describe('fixRows', () => {
  it('numbers an added line by the lines beside it in the file, comments and quotes or not', () => {
    expect(numbered(fixRows(RENDERED, RENDERED.replace('            - --tsdb.retention', '            - --label=a="b"\n            - --tsdb.retention'), place))).toEqual([
      '12 12 - --tsdb.path=/var/thanos', '- 13 - --label=a="b"', '13 14 - --tsdb.retention=15d', '14 15 image: thanos',
    ])
  })

  it('numbers a changed line by the line that it takes the place of', () => {
    expect(numbered(fixRows(RENDERED, RENDERED.replace('15d', '1d'), place))).toEqual([
      '12 12 - --tsdb.path=/var/thanos', '13 - - --tsdb.retention=15d', '- 13 - --tsdb.retention=1d', '14 14 image: thanos',
    ])
  })

  it('moves the lines below by what was added above', () => {
    const after = RENDERED.replace('  replicas: 3', '  replicas: 3\n  serviceName: x\n  podManagementPolicy: Parallel').replace('15d', '1d')
    expect(numbered(fixRows(RENDERED, after, place)).at(-1)).toBe('14 16 image: thanos')
  })

  it('tells only what lines are, not what they become, where the file has another order', () => {
    const after = RENDERED.replace('replicas: 3', 'replicas: 4').replace('15d', '1d')
    const turned = { ...place, lines: SOURCE.toReversed(), first: 1 }
    expect(numbered(fixRows(RENDERED, after, turned)).filter((row) => /^\S+ \d/.test(row))).toEqual([])
  })

  it('gives no number to a line that the file has twice, or not at all', () => {
    const twice = { ...place, lines: [...SOURCE, '  replicas: 3'], last: SOURCE.length + 1 }
    expect(numbered(fixRows(RENDERED, RENDERED.replace('replicas: 3', 'replicas: 4'), twice))[1]).toBe('- - replicas: 3')
  })

  it('keeps the numbers of the manifest itself when it was read from no file', () => {
    expect(numbered(fixRows('a: 1\nb: 2\n', 'a: 1\nb: 3\n', undefined))).toEqual(['1 1 a: 1', '2 - b: 2', '- 2 b: 3'])
  })
})
