// Command lines as ordered tokens that remember their style: reading and rendering them, and reading flags by name.
import { flagOf } from './catalogue.ts'
import { isKind, type Kind } from './kind.ts'
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

/** The arguments as Kubernetes is given them, in their order and style. */
export function renderArgs(args: readonly Arg[]): string[] {
  return args.flatMap((arg) => {
    switch (arg.style) {
      case 'equals': return [`--${arg.flag}=${arg.value}`]
      case 'space': return [`--${arg.flag}`, arg.value]
      case 'bare': return [`--${arg.flag}`]
      case 'no': return [`--no-${arg.flag}`]
      case 'word':
      case 'verbatim': return [arg.text]
    }
  })
}

/** The flag that a token sets, undefined for words and what is kept verbatim. */
export function flagName(arg: Arg): string | undefined {
  return arg.style === 'word' || arg.style === 'verbatim' ? undefined : arg.flag
}

/** All values that a flag is given, in order. A switch counts as "true", its negation as "false". */
export function flagValues(args: readonly Arg[], name: string): string[] {
  return args.filter((arg) => flagName(arg) === name).map(valueOf)
}

/** The value that Thanos uses of a flag that is not repeatable: the last one given; undefined when it is not set. */
export function flagValue(args: readonly Arg[], name: string): string | undefined {
  return flagValues(args, name).at(-1)
}

/** Whether a boolean flag is on: `--x`, `--x=true`, not `--no-x`; the catalogue's default when it is not set. */
export function booleanFlag(kind: Kind, args: readonly Arg[], name: string): boolean {
  return (flagValue(args, name) ?? flagOf(kind, name)?.default ?? 'false') === 'true'
}

/**
 * The component that a command line names, after words such as "/bin/thanos"; undefined when this is no Thanos command line.
 */
export function kindOfCommand(argv: readonly string[]): Kind | undefined {
  for (const word of argv) {
    if (isKind(word)) return word
    if (!BEFORE_KIND.test(word)) return undefined
  }
  return undefined
}

/** The program, and what starts it in an image: an init process, `env NAME=value`. */
const BEFORE_KIND = /(?:^|\/)(?:thanos|tini|dumb-init|env)$|^--$|^\w+=/

function valueOf(arg: Arg): string {
  switch (arg.style) {
    case 'equals':
    case 'space': return arg.value
    case 'no': return 'false'
    default: return 'true'
  }
}

function isNegation(kind: Kind, name: string): boolean {
  return name.startsWith('no-') && flagOf(kind, name) === undefined && flagOf(kind, name.slice(3))?.type === 'boolean'
}

function takesValue(kind: Kind, name: string): boolean {
  const flag = flagOf(kind, name)
  return flag !== undefined && flag.type !== 'boolean'
}
