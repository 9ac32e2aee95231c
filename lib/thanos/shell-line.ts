// A Thanos command inside a line of a shell (`sh -c "exec thanos store --data-dir=/x"`): where each of its words stands, and the same
// line with other arguments.
import { parseArgs } from './args.ts'
import { renderArgs } from './read-args.ts'
import { isKind, type Kind } from './kind.ts'
import { unquoted } from './shell.ts'
import type { Arg } from './spec.ts'

/** One word of a line: what the program is given, expansions as written, and where it stands. Offsets count UTF-16 units from 0. */
type ShellWord = { readonly text: string; readonly start: number; readonly end: number }

/** The Thanos command of a line: its component, and its words from that on. */
export type ShellCommand = { readonly kind: Kind; readonly argv: readonly string[] }

/** Words that may stand before a command without being one. */
const BEFORE_COMMAND = /^(?:exec|command|nohup|time|then|do|else|!|\{|\w+=.*)$/s

/**
 * The first Thanos command of a shell line; undefined when there is none that can be told. Only what stands where a shell expects a
 * command counts, not what is quoted or an argument of something else.
 */
export function thanosCommand(line: string): ShellCommand | undefined {
  const words = thanosWords(line)
  const kind = words?.[0]?.text
  return words && kind !== undefined && isKind(kind) ? { kind, argv: words.map(({ text }) => text) } : undefined
}

/**
 * The line with these arguments in place of those of its Thanos command. Arguments that were there before keep their words, quotes and
 * spaces; the same arguments give the same line.
 */
export function renderShellLine(line: string, kind: Kind, args: readonly Arg[]): string {
  const pieces = piecesOf(line, kind)
  const [first] = pieces
  const last = pieces.at(-1)
  if (!first || !last) return line
  let next = 0
  let gap = ' '
  const written = args.map((arg, index) => {
    const known = pieces.findIndex((piece, at) => at >= next && isSame(piece.arg, arg))
    // A changed argument takes the place of the one that is no longer there.
    const replaced = known < 0 && pieces[next] !== undefined && !args.slice(index + 1).some((later) => isSame(later, pieces[next]?.arg)) ? next : known
    const piece = pieces[replaced]
    if (piece) {
      next = replaced + 1
      gap = piece.gap === '' ? ' ' : piece.gap
    }
    const words = piece !== undefined && known >= 0 ? line.slice(piece.start, piece.end) : renderArgs([arg]).map(quoted).join(' ')
    return index === 0 ? words : `${gap}${words}`
  })
  return `${line.slice(0, first.start)}${written.join('')}${line.slice(last.end)}`
}

type Piece = { readonly arg: Arg; readonly start: number; readonly end: number; readonly gap: string }

/** The arguments of a line with the words that they are written in, and what stands before each. */
function piecesOf(line: string, kind: Kind): Piece[] {
  const words = thanosWords(line) ?? []
  let at = 0
  return parseArgs(kind, words.map(({ text }) => text)).flatMap((arg): Piece[] => {
    const [from, to] = [words[at], words[at + renderArgs([arg]).length - 1]]
    const before = words[at - 1]
    at += renderArgs([arg]).length
    return from && to ? [{ arg, start: from.start, end: to.end, gap: before ? line.slice(before.end, from.start) : '' }] : []
  })
}

function isSame(a: Arg | undefined, b: Arg | undefined): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}

/** A word as a shell must be given it. What a shell would expand ($NAME, ${NAME}, $(command)) stays alive; $(NAME) alone is the kubelet's. */
function quoted(word: string): string {
  if (/^[\w@%+=:,./-]+$/.test(word)) return word
  const isAlive = /\$(?:\w|\{|\((?![\w.-]+\)))|`/.test(word)
  return isAlive ? `"${word.replaceAll(/[\\"]/g, '\\$&')}"` : `'${word.replaceAll("'", String.raw`'\''`)}'`
}

/** The words of the first Thanos command, from the component on. */
function thanosWords(line: string): ShellWord[] | undefined {
  for (const words of commands(line) ?? []) {
    const at = words.findIndex(({ text }) => !BEFORE_COMMAND.test(text))
    const [program, component] = [words[at], words[at + 1]]
    if (program && component && /(?:^|\/)thanos$/.test(program.text) && isKind(component.text)) return words.slice(at + 1)
  }
  return undefined
}

const TOKEN = /(?<gap>(?:[ \t]|\\\r?\n)+)|(?<comment>#[^\n]*)|(?<operator>[\n;&|()<>])|(?<part>'[^']*'|"(?:[^"\\]|\\[\s\S])*"|\$\((?:[^()'"]|'[^']*'|"[^"]*"|\([^()]*\))*\)|\$\{[^}]*\}|`[^`]*`|\\[\s\S]|[^\s'"\\;&|()<>$`]+|\$(?![({]))/gy

/** The commands of a line as words; undefined when a quote or a substitution is not closed. What is redirected ends a command. */
function commands(line: string): ShellWord[][] | undefined {
  const found: ShellWord[][] = [[]]
  let word: ShellWord | undefined
  let isRedirected = false
  let at = 0
  const end = (): void => {
    if (word && !isRedirected) found.at(-1)?.push(word)
    word = undefined
  }
  for (const match of line.matchAll(TOKEN)) {
    const [token] = match
    at = match.index + token.length
    const { gap, comment, operator } = match.groups ?? {}
    if (comment !== undefined && word === undefined) continue
    if (gap !== undefined) end()
    else if (operator === '<' || operator === '>') {
      // In "2>file" the 2 is a stream, not an argument.
      if (word && /^\d+$/.test(word.text)) word = undefined
      end()
      isRedirected = true
    } else if (operator !== undefined) {
      end()
      isRedirected = false
      found.push([])
    } else word = { text: `${word?.text ?? ''}${unquoted(token)}`, start: word?.start ?? match.index, end: at }
  }
  end()
  return at === line.length ? found : undefined
}
