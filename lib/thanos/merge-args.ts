// The three-way merge of a command line: flag by flag, the values of a repeatable flag one by one, and the order of whoever moved them.
import { mergeOrder } from '../manifest/merge-order.ts'
import { parseArgs } from './args.ts'
import { flagName, flagValues, renderArgs } from './read-args.ts'
import { flagOf } from './catalogue.ts'
import type { Kind } from './kind.ts'
import { type Ballot, changedBy, eachSide, note, pick, type Sides } from './merge-field.ts'
import type { Arg } from './spec.ts'

/** What stands in a command line beside flags, as one field. */
const WORDS = ''

/** Merges three argument lists of one kind; each side as Kubernetes is given it. */
export function mergeArgs(kind: Kind, argv: Sides<readonly string[]>, ballot: Ballot): string[] {
  const args = eachSide(argv, (list) => parseArgs(kind, list))
  const names = [...new Set([...args.theirs, ...args.mine, ...args.base].map(nameOf))]
  const merged = new Map(names.map((name) => [name, mergeFlag(kind, name, eachSide(args, (list) => list.filter((arg) => nameOf(arg) === name)), ballot)]))
  return renderArgs(inOrder(args, merged))
}

function mergeFlag(kind: Kind, name: string, tokens: Sides<readonly Arg[]>, ballot: Ballot): readonly Arg[] {
  const by = changedBy(tokens, isSame)
  if (by === undefined) return tokens.base
  const path = name === WORDS ? 'args' : `flags.${name}`
  const texts = eachSide(tokens, (list) => textOfTokens(name, list))
  const united = by === 'conflict' && name !== WORDS && flagOf(kind, name)?.repeatable === true ? unite(tokens) : undefined
  if (united === undefined) return pick(note(ballot, { path, by, texts }), tokens)
  note(ballot, { path, by: 'joined', texts })
  return united
}

/**
 * The values of a repeatable flag after both changed it: what either added is there, what either took away is gone. Undefined when both
 * put something of their own in the place of one value, since that is one question with two answers.
 */
function unite({ base, theirs, mine }: Sides<readonly Arg[]>): readonly Arg[] | undefined {
  const [before, first, second] = [new Set(base.map(written)), new Set(theirs.map(written)), new Set(mine.map(written))]
  const isGoneInBoth = [...before].some((value) => !first.has(value) && !second.has(value))
  const bothAdded = [...first].some((value) => !before.has(value)) && [...second].some((value) => !before.has(value))
  if (isGoneInBoth && bothAdded) return undefined
  if (first.size !== theirs.length || second.size !== mine.length || before.size !== base.length) return undefined
  const tokens = new Map([...base, ...mine, ...theirs].map((arg) => [written(arg), arg]))
  const present = new Set([...tokens.keys()].filter((value) => (before.has(value) ? first.has(value) && second.has(value) : true)))
  return mergeOrder({ base: [...before], theirs: [...first], mine: [...second], present }).flatMap((value) => tokens.get(value) ?? [])
}

/** Puts merged flags into the command line that leads: each value in a place that its flag had, what is new behind its neighbour. */
function inOrder(args: Sides<readonly Arg[]>, merged: ReadonlyMap<string, readonly Arg[]>): Arg[] {
  const order = eachSide(args, (list) => [...new Set(list.map(nameOf))])
  const present = new Set([...merged].filter(([, tokens]) => tokens.length > 0).map(([name]) => name))
  const lead = order.base.join('\n') === order.theirs.join('\n') ? args.mine : args.theirs
  const waiting = new Map(merged)
  const inPlace = lead.flatMap((arg, index): readonly Arg[] => {
    const name = nameOf(arg)
    const [next, ...later] = waiting.get(name) ?? []
    const isLast = !lead.slice(index + 1).some((other) => nameOf(other) === name)
    waiting.set(name, isLast ? [] : later)
    if (next === undefined) return []
    return isLast ? [next, ...later] : [next]
  })
  // A flag that the lead has not follows the one that stands before it.
  return mergeOrder({ ...order, present }).reduce<readonly Arg[]>((placed, name, index, names) => {
    if (placed.some((arg) => nameOf(arg) === name)) return placed
    const neighbour = names[index - 1]
    const at = neighbour === undefined ? 0 : placed.findLastIndex((arg) => nameOf(arg) === neighbour) + 1
    return placed.toSpliced(at, 0, ...(merged.get(name) ?? []))
  }, inPlace).slice()
}

function nameOf(arg: Arg): string {
  return flagName(arg) ?? WORDS
}

function isSame(a: readonly Arg[], b: readonly Arg[]): boolean {
  return a.length === b.length && a.every((arg, index) => written(arg) === written(b[index]))
}

function written(arg: Arg | undefined): string {
  return arg === undefined ? '' : JSON.stringify(renderArgs([arg]))
}

function textOfTokens(name: string, tokens: readonly Arg[]): string | undefined {
  if (tokens.length === 0) return undefined
  return name === WORDS ? renderArgs(tokens).join(' ') : flagValues(tokens, name).join('\n')
}
