// The model of a unified line diff of two texts, as a view draws it: rows with line numbers, marks on the words that differ, folds.
import { diffArrays, diffWordsWithSpace } from 'diff'

/** From (inclusive) and to (exclusive) of a piece of a row's text. */
export type Mark = readonly [from: number, to: number]

export type SameRow = { kind: 'same'; oldLine: number; newLine: number; text: string }
export type DiffRow =
  | SameRow
  | { kind: 'added'; newLine: number; text: string; marks?: Mark[] }
  | { kind: 'removed'; oldLine: number; text: string; marks?: Mark[] }
  /** Unchanged rows that are not shown; a view may unfold them. The line numbers are those of the first. */
  | { kind: 'folded'; oldLine: number; newLine: number; text: ''; hidden: SameRow[] }

const MAX_EDITS = 5000

/**
 * Rows of the diff of two texts. Of an unchanged run, `context` lines stay beside a change (default 3, Infinity folds nothing); a fold
 * hides at least two lines.
 */
export function lineDiff(before: string, after: string, { context = 3 }: { context?: number } = {}): DiffRow[] {
  const rows: DiffRow[] = []
  let oldLine = 1
  let newLine = 1
  const all = hunks(linesOf(before), linesOf(after))
  for (const [index, { removed, added, same }] of all.entries()) {
    const words = removed.map((text, place) => wordMarks(text, added[place]))
    removed.forEach((text, place) => rows.push({ kind: 'removed', oldLine: oldLine++, text, ...marked(words[place]?.removed) }))
    added.forEach((text, place) => rows.push({ kind: 'added', newLine: newLine++, text, ...marked(words[place]?.added) }))
    const run = same.map((text): SameRow => ({ kind: 'same', oldLine: oldLine++, newLine: newLine++, text }))
    // Nothing changes before the first rows and after the last ones, so nothing needs context there.
    rows.push(...folded(run, { lead: rows.length === 0 ? 0 : context, tail: index === all.length - 1 ? 0 : context }))
  }
  return rows
}

type Hunk = { removed: string[]; added: string[]; same: string[] }

/** Runs of changes, each with the unchanged lines that follow it. */
function hunks(before: string[], after: string[]): Hunk[] {
  const steps = diffArrays(before, after, { maxEditLength: MAX_EDITS })
    ?? [{ value: before, removed: true, added: false }, { value: after, removed: false, added: true }]
  const found: Hunk[] = [{ removed: [], added: [], same: [] }]
  for (const step of steps) {
    const last = found.at(-1)
    if (last === undefined) break
    if (!step.removed && !step.added) last.same.push(...step.value)
    else if (last.same.length > 0) found.push({ removed: step.removed ? step.value : [], added: step.added ? step.value : [], same: [] })
    else (step.removed ? last.removed : last.added).push(...step.value)
  }
  return found
}

function folded(run: SameRow[], { lead, tail }: { lead: number; tail: number }): DiffRow[] {
  const hidden = run.slice(lead, Math.max(lead, run.length - tail))
  const [first] = hidden
  if (first === undefined || hidden.length < 2) return run
  return [...run.slice(0, lead), { kind: 'folded', oldLine: first.oldLine, newLine: first.newLine, text: '', hidden }, ...run.slice(lead + hidden.length)]
}

/** Which words differ between a line and the one in its place; none when the two have little in common, since then all does. */
function wordMarks(before: string, after: string | undefined): { removed: Mark[]; added: Mark[] } | undefined {
  if (after === undefined || before.length + after.length > 4000) return undefined
  const removed: Mark[] = []
  const added: Mark[] = []
  let from = { removed: 0, added: 0 }
  let common = 0
  for (const { value, removed: isRemoved, added: isAdded } of diffWordsWithSpace(before, after)) {
    if (isRemoved) removed.push([from.removed, from.removed + value.length])
    if (isAdded) added.push([from.added, from.added + value.length])
    if (!isRemoved && !isAdded) common += value.trim().length
    from = { removed: from.removed + (isAdded ? 0 : value.length), added: from.added + (isRemoved ? 0 : value.length) }
  }
  return common * 3 >= Math.min(before.trim().length, after.trim().length) ? { removed, added } : undefined
}

function marked(marks: Mark[] | undefined): { marks?: Mark[] } {
  return marks === undefined || marks.length === 0 ? {} : { marks }
}

function linesOf(text: string): string[] {
  const lines = text.split('\n')
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines
}
