// Command lines that were read: their flags by name, and the component that they start. Apart from args.ts, since it needs no catalogue of flags.
import { isKind, type Kind } from './kind.ts'
import type { Arg } from './spec.ts'

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

/** Whether a switch is on, for who knows what it is when it is not set; booleanFlag() asks the catalogue. */
export function isOn(args: readonly Arg[], name: string, byDefault: boolean): boolean {
  const value = flagValue(args, name)
  return value === undefined ? byDefault : value === 'true'
}

/**
 * The component that a command line names, after words such as "/bin/thanos" and flags that every component has; undefined when this is
 * no Thanos command line.
 */
export function kindOfCommand(argv: readonly string[]): Kind | undefined {
  for (let i = 0; i < argv.length; i += 1) {
    const word = argv[i] ?? ''
    if (isKind(word)) return word
    if (VALUE_FOLLOWS.test(word)) i += 1
    else if (!BEFORE_KIND.test(word)) return undefined
  }
  return undefined
}

/** The program, what starts it in an image (an init process, `env NAME=value`), and flags of every component, which may stand first. */
const BEFORE_KIND = /(?:^|\/)(?:thanos|tini|dumb-init|env|nice|nohup)$|^--$|^\w+=|^--(?:log\.(?:level|format)|tracing\.config(?:-file)?|auto-gomemlimit\.ratio)=|^--(?:no-)?enable-auto-gomemlimit$/
const VALUE_FOLLOWS = /^--(?:log\.(?:level|format)|tracing\.config(?:-file)?|auto-gomemlimit\.ratio)$/

function valueOf(arg: Arg): string {
  switch (arg.style) {
    case 'equals':
    case 'space': return arg.value
    case 'no': return 'false'
    default: return 'true'
  }
}
