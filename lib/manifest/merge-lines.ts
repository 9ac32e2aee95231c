// Merges two changed versions of a sequence (the lines of a file) with the version both began from: run by run, as diff3 does.
import { diffArrays } from 'diff'

/** Who changed a run of lines; `both` made the same change, `conflict` different ones. */
export type RunChange = 'none' | 'theirs' | 'mine' | 'both' | 'conflict'
export type Run = { readonly change: RunChange; readonly base: readonly string[]; readonly theirs: readonly string[]; readonly mine: readonly string[] }

/** Beyond this many differences a text counts as rewritten: looking for the shortest way would take too long. */
const MAX_EDITS = 3000

/**
 * The runs that the three versions fall into, in order: joined, `base` of all runs is the base, and so with `theirs` and `mine`. Changes
 * that touch each other are one run, so that nobody's line ends up beside a neighbour which its author never saw.
 */
export function mergeLines(base: readonly string[], theirs: readonly string[], mine: readonly string[]): Run[] {
  const changes = [...changesOf(base, theirs, 'theirs'), ...changesOf(base, mine, 'mine')].toSorted((a, b) => a.from - b.from || a.to - b.to)
  const runs: Run[] = []
  let at = 0
  while (changes.length > 0) {
    const group = takeTouching(changes)
    const from = Math.min(...group.map((change) => change.from))
    const to = Math.max(...group.map((change) => change.to))
    if (from > at) runs.push(unchanged(base.slice(at, from)))
    runs.push(runOf(base, group, { from, to }))
    at = to
  }
  if (at < base.length) runs.push(unchanged(base.slice(at)))
  return runs
}

type Change = { readonly side: 'theirs' | 'mine'; readonly from: number; readonly to: number; readonly lines: readonly string[] }

/** The places of the base, [from, to), that a version has other lines for. */
function changesOf(base: readonly string[], version: readonly string[], side: Change['side']): Change[] {
  const steps = diffArrays([...base], [...version], { maxEditLength: MAX_EDITS })
  if (steps === undefined) return [{ side, from: 0, to: base.length, lines: version }]
  const changes: Change[] = []
  let at = 0
  let open: Change | undefined
  for (const { value, added, removed } of steps) {
    if (!added && !removed) {
      if (open !== undefined) changes.push(open)
      open = undefined
      at += value.length
      continue
    }
    open ??= { side, from: at, to: at, lines: [] }
    if (removed) at += value.length
    open = { ...open, to: at, lines: added ? [...open.lines, ...value] : open.lines }
  }
  if (open !== undefined) changes.push(open)
  return changes
}

/** Takes from the front of the sorted changes those that overlap or touch, one after the other. */
function takeTouching(changes: Change[]): Change[] {
  const group = changes.splice(0, 1)
  let to = group[0]?.to ?? 0
  while (changes[0] !== undefined && changes[0].from <= to) {
    to = Math.max(to, changes[0].to)
    group.push(...changes.splice(0, 1))
  }
  return group
}

function runOf(base: readonly string[], group: readonly Change[], { from, to }: { from: number; to: number }): Run {
  const before = base.slice(from, to)
  const theirs = applied(base, group.filter(({ side }) => side === 'theirs'), { from, to })
  const mine = applied(base, group.filter(({ side }) => side === 'mine'), { from, to })
  return { change: changeOf(before, theirs, mine), base: before, theirs, mine }
}

function changeOf(base: readonly string[], theirs: readonly string[], mine: readonly string[]): RunChange {
  if (isSame(theirs, mine)) return 'both'
  if (isSame(base, theirs)) return 'mine'
  return isSame(base, mine) ? 'theirs' : 'conflict'
}

function applied(base: readonly string[], changes: readonly Change[], { from, to }: { from: number; to: number }): string[] {
  let at = from
  const lines: string[] = []
  for (const change of changes) {
    lines.push(...base.slice(at, change.from), ...change.lines)
    at = change.to
  }
  return [...lines, ...base.slice(at, to)]
}

function unchanged(lines: readonly string[]): Run {
  return { change: 'none', base: lines, theirs: lines, mine: lines }
}

function isSame(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((line, index) => line === b[index])
}
