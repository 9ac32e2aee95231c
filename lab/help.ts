// Knows how to read the help that a Thanos binary prints of its flags (kingpin's, in the notations of its releases).

/** One flag as the help shows it. */
export type HelpFlag = {
  readonly name: string
  /** What stands after "=": a default, quoted when it is a string, or a placeholder. Absent of switches. */
  readonly shown?: string
  /** Ends in "...": may be given several times. */
  readonly repeatable: boolean
  /** The sentences beside it, joined. */
  readonly about: string
}

const FLAG = /^ {2}(?:-\w, | {4})--(?:\[no-\])?([a-z][\w.-]*)(?:=(.*?))?(?: {2,}(.*))?$/
const MORE = /^ {20,}(\S.*)$/

/** The flags of one command in the order of the help, what it says of arguments and further commands left out. */
export function readHelp(text: string): HelpFlag[] {
  const flags: HelpFlag[] = []
  for (const line of text.split('\n')) {
    const match = FLAG.exec(line)
    const more = MORE.exec(line)
    const last = flags.at(-1)
    if (match) flags.push(flagOf(match[1] ?? '', match[2], match[3] ?? ''))
    else if (more && last) flags[flags.length - 1] = { ...last, about: `${last.about} ${more[1]}`.trim() }
    else if (/^\S/.test(line) && flags.length > 0 && !/^Flags:/.test(line)) break
  }
  return flags
}

function flagOf(name: string, value: string | undefined, about: string): HelpFlag {
  if (value === undefined) return { name, repeatable: false, about }
  const repeatable = / \.\.\.$/.test(value)
  return { name, shown: value.replace(/ \.\.\.$/, ''), repeatable, about }
}

/**
 * The default that the help tells; undefined when it shows a placeholder, which is all that it has for a flag without a default
 * (kingpin model.go: the placeholder of the source, else the first default, a string in quotes, else the name in capitals).
 */
export function defaultIn({ name, shown }: HelpFlag): string | undefined {
  if (shown === undefined || shown === name.toUpperCase() || /^<.*>$/.test(shown)) return undefined
  const quoted = /^"(.*)"$/.exec(shown)?.[1]
  return (quoted ?? shown).replace(/\.\.\.$/, '')
}
