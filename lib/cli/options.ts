// What was asked for on the command line, or what is wrong with how it was asked.
import type { ChainLink } from '../db/event-chain.ts'
import { RELEASES, releaseOf } from '../thanos/catalogue.ts'
import type { Locale } from '../text.ts'

export type Options =
  | { readonly command: 'check'; readonly paths: string[]; readonly output: 'table' | 'json'; readonly thanos: string | undefined; readonly locale: Locale }
  | { readonly command: 'render'; readonly paths: string[]; readonly output: 'yaml' | 'json'; readonly locale: Locale }
  | { readonly command: 'audit'; readonly noted: ChainLink | undefined; readonly output: 'text' | 'json'; readonly locale: Locale }
  | { readonly command: 'help' }
  | { readonly command: 'version' }

/** What is wrong and what to do, in one sentence each. */
export class UsageError extends Error {}

const COMMANDS = ['check', 'render', 'audit'] as const
const OUTPUTS = { check: ['table', 'json'], render: ['yaml', 'json'], audit: ['text', 'json'] } as const
const VALUED: Readonly<Record<string, string>> = { '-o': 'output', '--output': 'output', '--thanos': 'thanos', '--lang': 'lang', '--noted': 'noted', '--data': 'data' }

/** Reads the arguments after the program's name. Options may stand before, between and after the paths; `--` ends them. */
export function readOptions(argv: readonly string[]): Options {
  const { words, values, asked } = split(argv)
  if (asked) return { command: asked }
  const [word, ...paths] = words
  if (word === undefined || word === 'help') return word === 'help' ? { command: 'help' } : noCommand()
  const command = COMMANDS.find((known) => known === word)
  if (command === undefined) throw new UsageError(`there is no command ${word}. Use check, render or audit`)
  const strange = command === 'audit' ? 'thanos' : (['noted', 'data'] as const).find((name) => values[name] !== undefined)
  if (strange !== undefined && values[strange] !== undefined) throw new UsageError(`--${strange} is an option of ${strange === 'thanos' ? 'check' : 'audit'}. Leave it out`)
  if (command === 'audit') return audit(paths, values)
  if (paths.length === 0) throw new UsageError(`${command} needs a file, a directory, or - for standard input`)
  const locale = oneOf('--lang', values.lang ?? 'en', ['en', 'ko'] as const)
  if (command === 'check') {
    return { command, paths, locale, output: oneOf('-o', values.output ?? 'table', OUTPUTS.check), thanos: values.thanos === undefined ? undefined : release(values.thanos) }
  }
  if (values.thanos !== undefined) throw new UsageError('--thanos is an option of check. Leave it out')
  return { command, paths, locale, output: oneOf('-o', values.output ?? 'yaml', OUTPUTS.render) }
}

function audit(words: readonly string[], values: Record<string, string>): Options {
  if (words.length !== 1 || words[0] !== 'verify') throw new UsageError(`audit ${words.join(' ')} is not known. Use audit verify`)
  const locale = oneOf('--lang', values.lang ?? 'en', ['en', 'ko'] as const)
  const noted = values.noted === undefined ? undefined : /^(?<id>[1-9]\d*):(?<hash>[0-9a-f]{64})$/.exec(values.noted)?.groups
  if (values.noted !== undefined && noted === undefined) throw new UsageError('--noted is not ID:HASH. Use the head that audit verify prints')
  const { id, hash } = noted ?? {}
  return { command: 'audit', noted: id === undefined || hash === undefined ? undefined : { id, hash }, output: oneOf('-o', values.output ?? 'text', OUTPUTS.audit), locale }
}

type Words = { words: string[]; values: Record<string, string>; asked?: 'help' | 'version' }

function split(argv: readonly string[]): Words {
  const words: string[] = []
  const values: Record<string, string> = {}
  for (let index = 0; index < argv.length; index++) {
    const arg = argv[index] ?? ''
    if (arg === '--') return { words: [...words, ...argv.slice(index + 1)], values }
    if (arg === '-h' || arg === '--help') return { words, values, asked: 'help' }
    if (arg === '--version') return { words, values, asked: 'version' }
    if (arg === '-' || !arg.startsWith('-')) {
      words.push(arg)
      continue
    }
    const { option, value } = /^-o./.test(arg) ? { option: '-o', value: arg.slice(2).replace(/^=/, '') } : beforeEquals(arg)
    const name = VALUED[option]
    if (name === undefined) throw new UsageError(`there is no option ${option}. See gauntlet --help`)
    const given = value ?? argv[++index]
    if (given === undefined) throw new UsageError(`${option} needs a value. See gauntlet --help`)
    values[name] = given
  }
  return { words, values }
}

function beforeEquals(arg: string): { option: string; value: string | undefined } {
  const at = arg.indexOf('=')
  return at < 0 ? { option: arg, value: undefined } : { option: arg.slice(0, at), value: arg.slice(at + 1) }
}

function oneOf<const Word extends string>(option: string, value: string, words: readonly Word[]): Word {
  const found = words.find((word) => word === value)
  if (found === undefined) throw new UsageError(`${option} ${value} is not known. Use ${words.join(' or ')}`)
  return found
}

function release(value: string): string {
  const found = releaseOf(value.startsWith('v') ? value : `v${value}`)
  const known = RELEASES.find((each) => each === found)
  if (known === undefined) throw new UsageError(`--thanos ${value} is not a known release. Use ${RELEASES[0]} to ${RELEASES.at(-1)}`)
  return known
}

function noCommand(): never {
  throw new UsageError('no command was given. Use check, render or audit; see gauntlet --help')
}
