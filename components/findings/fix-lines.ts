// The lines that a fix changes, numbered as in the file that was read, so that they are found there. Pure.
import type { DiffRow } from '#components/ui/diff-view.tsx'
import { lineDiff } from '#lib/manifest/line-diff.ts'
import type { SourcePlace } from './source-excerpt.ts'

/** Unchanged lines shown beside a change. */
const CONTEXT = 1

/**
 * Rows of the difference of two manifests, without what is folded at both ends. With a `place`, unchanged and removed lines carry the
 * number that they have in that file; a line that is not found there exactly once carries none. What they become is told where the file
 * has them in the same order.
 */
export function fixRows(before: string, after: string, place: SourcePlace | undefined): DiffRow[] {
  const all = lineDiff(before, after, { context: CONTEXT })
  const numbers = place === undefined || before === '' ? undefined : sourceNumbers(before.split('\n'), place)
  const rows = all.map((row): DiffRow => {
    if (row.kind === 'folded') return { kind: 'folded', text: '', count: row.hidden.length }
    return numbers === undefined ? row : renumbered(row, row.kind === 'added' ? undefined : numbers.get(row.oldLine))
  })
  const shown = rows.filter((row, index) => row.kind !== 'folded' || (index > 0 && index < rows.length - 1))
  return numbers === undefined || !isInOrder(shown) ? shown : withNewNumbers(shown)
}

/** By line of the rendered manifest: its line in the file. */
function sourceNumbers(rendered: readonly string[], { lines, first, last }: SourcePlace): Map<number, number> {
  const written = new Map<string, number[]>()
  for (let number = first; number <= last; number++) {
    const words = plain(lines[number - 1] ?? '')
    written.set(words, [...written.get(words) ?? [], number])
  }
  const times = Map.groupBy(rendered, plain)
  const found = new Map<number, number>()
  for (const [index, line] of rendered.entries()) {
    const words = plain(line)
    const [only, ...more] = written.get(words) ?? []
    if (only !== undefined && more.length === 0 && words !== '' && times.get(words)?.length === 1) found.set(index + 1, only)
  }
  return found
}

/** A line without what two writers of the same YAML may do differently. */
function plain(line: string): string {
  return line.trim().replace(/^- /, '').replaceAll(/["']/g, '').replaceAll(/\s+/g, ' ').replace(/\s#.*$/, '')
}

function renumbered(row: Exclude<DiffRow, { kind: 'folded' }>, number: number | undefined): DiffRow {
  const { oldLine: _old, newLine: _new, ...rest } = row
  return number === undefined ? rest : { ...rest, oldLine: number }
}

function isInOrder(rows: readonly DiffRow[]): boolean {
  const numbers = rows.flatMap((row) => row.oldLine ?? [])
  return numbers.every((number, index) => index === 0 || number > (numbers[index - 1] ?? 0))
}

/** What the lines become: moved by what was added and removed above them. A line that is added follows the one above it. */
function withNewNumbers(rows: readonly DiffRow[]): DiffRow[] {
  let moved = 0
  let above: number | undefined
  return rows.map((row) => {
    if (row.kind === 'folded') {
      above = undefined
      return row
    }
    if (row.kind === 'removed') {
      above ??= row.oldLine === undefined ? undefined : row.oldLine + moved - 1
      moved -= 1
      return row
    }
    if (row.kind === 'added') {
      moved += 1
      if (above === undefined) return row
      above += 1
      return { ...row, newLine: above }
    }
    above = row.oldLine === undefined ? undefined : row.oldLine + moved
    return above === undefined ? row : { ...row, newLine: above }
  })
}
