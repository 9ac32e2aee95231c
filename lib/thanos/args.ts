// Command lines as ordered tokens that remember their style; read-args.ts tells their flags by name.
import { flagOf } from './catalogue.ts'
import type { Kind } from './kind.ts'
import { flagValue } from './read-args.ts'
import type { Arg } from './spec.ts'

const LONG_FLAG = /^--([a-zA-Z][\w.-]*)(?:=([\s\S]*))?$/

/**
 * Reads the arguments of one Thanos container. Everything is kept in its order; `renderArgs(parseArgs(kind, argv))` equals argv.
 * `--x value` is one token only when the catalogue says that `x` takes a value, as kingpin would read it.
 */
export function parseArgs(kind: Kind, argv: readonly string[]): Arg[] {
  const args: Arg[] = []
  for (let i = 0; i < argv.length; i += 1) {
    const current = argv[i] ?? ''
    const match = LONG_FLAG.exec(current)
    if (!match) {
      args.push(current.startsWith('-') || /\s/.test(current) ? { style: 'verbatim', text: current } : { style: 'word', text: current })
      continue
    }
    const [, name = '', value] = match
    const next = argv[i + 1]
    if (value !== undefined) args.push({ style: 'equals', flag: name, value })
    else if (isNegation(kind, name)) args.push({ style: 'no', flag: name.slice(3) })
    else if (next !== undefined && !next.startsWith('--') && takesValue(kind, name)) {
      args.push({ style: 'space', flag: name, value: next })
      i += 1
    } else args.push({ style: 'bare', flag: name })
  }
  return args
}

/** Whether a boolean flag is on: `--x`, `--x=true`, not `--no-x`; the catalogue's default when it is not set. */
export function booleanFlag(kind: Kind, args: readonly Arg[], name: string): boolean {
  return (flagValue(args, name) ?? flagOf(kind, name)?.default ?? 'false') === 'true'
}

function isNegation(kind: Kind, name: string): boolean {
  return name.startsWith('no-') && flagOf(kind, name) === undefined && flagOf(kind, name.slice(3))?.type === 'boolean'
}

function takesValue(kind: Kind, name: string): boolean {
  const flag = flagOf(kind, name)
  return flag !== undefined && flag.type !== 'boolean'
}
