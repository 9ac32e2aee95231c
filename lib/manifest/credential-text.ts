// Finds credentials inside a text: a configuration file, an argument, a log line, an error message. Works line by line on what a person
// sees, not on a syntax tree, so that broken YAML and half a log line are covered too.
import { credentialName, isCertainCredential, isNoCredential } from './credential-name.ts'

/** A part of a text that must not be shown. `isCertain` where form and name leave no doubt, so that one may act on it. */
export type CredentialSpan = { from: number; to: number; isCertain: boolean }

/** The credentials in a text, in order, without overlaps. */
export function credentialSpans(text: string): CredentialSpan[] {
  if (text.length < 4 || !mayHoldCredential(text)) return []
  return disjoint([...privateKeys(text), ...urls(text), ...headers(text), ...namedValues(text), ...spacedFlags(text), ...wellKnown(text)])
}

/** What every credential that is known by its form begins with or stands beside. */
const FORMS = /-----BEGIN |AKIA|ASIA|eyJ|gh[pousr]_|github_pat_|glpat-|xox[abeprs]-|AIza|hvs\.|gnt_|hooks\.slack\.com|[?&]sig=/
/** The ends of all names in credential-name.ts, and the words of a header, once everything but letters and digits is gone. */
const WORDS = /pass|pwd|key|secret|token|credential|connectionstring|amzsignature|authorization|bearer|basic/

/** Whether it is worth looking closely: of the texts of a manifest nearly all have neither such a form nor such a word. */
function mayHoldCredential(text: string): boolean {
  return FORMS.test(text) || (text.includes('://') && text.includes('@')) || WORDS.test(text.toLowerCase().replace(/[^a-z0-9]+/g, ''))
}

function privateKeys(text: string): CredentialSpan[] {
  // A key that was cut off in the middle reaches to the end of the text.
  const matches = text.matchAll(/-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY[^-]*-----[\s\S]*?(?:-----END [A-Z0-9 ]{0,40}PRIVATE KEY[^-]*-----|$)/g)
  return [...matches].map((match) => span(match.index, match[0], true))
}

/** scheme://user:password@host. A port is no password: in "http://host:8080/a@b" nothing is hidden. */
function urls(text: string): CredentialSpan[] {
  const matches = text.matchAll(/:\/\/((?:[^\s/:@"'<>`]{0,200}:(?!\d{1,5}[/?#])[^\s"'<>`]{1,500}|[^\s/:@"'<>`]{20,500}))@/g)
  return [...matches].flatMap((match) => {
    const userinfo = match[1] ?? ''
    const colon = userinfo.indexOf(':')
    const password = userinfo.slice(colon + 1)
    if (isNoCredential(userinfo.replace(':', ' ')) || isNoCredential(password)) return []
    return [span(match.index + 3, userinfo, colon >= 0)]
  })
}

function headers(text: string): CredentialSpan[] {
  const named = text.matchAll(/\bauthorization\\?["']?[ \t]*[:=][ \t]*\\?["']?((?:(?:bearer|basic|token|digest|negotiate)[ \t]+)?([^\n"',;}\\]{4,}))/gi)
  const bare = text.matchAll(/\b(bearer|basic)[ \t]+([\w.~+/=-]{8,})/gi)
  return [
    ...[...named].flatMap((match) => valueAtEnd(match, match[2] ?? '', false)),
    ...[...bare].flatMap((match) => {
      const token = match[2] ?? ''
      const isProse = /^(?:auth\w*|tokens?|credentials?|realm|error|required|invalid|challenge|access|scheme)[.,]?$/i.test(token)
      const isPlainWord = match[1]?.toLowerCase() === 'basic' && /^[A-Za-z]?[a-z.,-]*$/.test(token)
      return isProse || isPlainWord ? [] : valueAtEnd(match, token, true)
    }),
  ]
}

/** Keys that say by their form what they are: of AWS, GitHub, GitLab, Slack, Google, Vault; signed tokens; signatures of shared URLs. */
const WELL_KNOWN = new RegExp([
  String.raw`\b(?:AKIA|ASIA)[A-Z0-9]{16}\b`, String.raw`\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*`, String.raw`\bgh[pousr]_\w{20,}`, String.raw`\bgithub_pat_\w{20,}`,
  String.raw`\bglpat-[\w-]{16,}`, String.raw`\bxox[abeprs]-[\w-]{10,}`, String.raw`\bAIza[\w-]{35}`, String.raw`\bhvs\.[\w-]{20,}`, String.raw`\bgnt_[\w-]{43}`,
  String.raw`(?<=hooks\.slack\.com/services/)[\w/-]{8,}`, String.raw`(?<=[?&]sig=)[^\s&"']{8,}`,
].join('|'), 'g')

function wellKnown(text: string): CredentialSpan[] {
  return [...text.matchAll(WELL_KNOWN)].map((match) => span(match.index, match[0], true))
}

/** `--password VALUE` on one line. */
function spacedFlags(text: string): CredentialSpan[] {
  const matches = text.matchAll(/(?<![\w-])--?([A-Za-z][\w.-]{1,80})[ \t]+(?=[^\s-])("[^"\n]*"|'[^'\n]*'|\S+)/g)
  return [...matches].flatMap((match) => (credentialName(match[1] ?? '') === 'certain' ? valueAtEnd(match, match[2] ?? '', true) : []))
}

/** `secret_key: VALUE`, `"password": "VALUE"`, `--access-key=VALUE`, `password = VALUE`. */
function namedValues(text: string): CredentialSpan[] {
  const spans: CredentialSpan[] = []
  let end = 0
  for (let lineStart = 0; lineStart < text.length; lineStart = endOfLine(text, lineStart) + 1) {
    const lineEnd = endOfLine(text, lineStart)
    for (const match of text.slice(lineStart, lineEnd).matchAll(/(?<![\w.-])(\w[\w.-]{0,80}|-{1,2}[A-Za-z][\w.-]{0,80})(\\*["']?)[ \t]*([:=])(?![=~])[ \t]*/g)) {
      if (lineStart + match.index < end) continue
      const found = namedValue(text, match, { lineStart, lineEnd })
      if (found === undefined) continue
      spans.push(found)
      end = found.to
    }
  }
  return spans
}

function namedValue(text: string, match: RegExpExecArray, line: { lineStart: number; lineEnd: number }): CredentialSpan | undefined {
  const [whole, name = '', quote = '', separator = ''] = match
  const verdict = credentialName(name.replace(/^-+/, ''))
  if (verdict === 'no') return undefined
  const before = match.index > 200 ? undefined : match.input.slice(0, match.index)
  const isLineStart = before !== undefined && /^[\s>?#;-]*(?:export\s+)?\\*["']?$/.test(before)
  // "unexpected token: x" is prose and {token="x"} a label matcher; a bare word counts where configuration would have it.
  const opener = match.input.slice(Math.max(0, match.index - 20), match.index)
  if (verdict === 'likely' && !countsAsKey({ opener, quote, separator, isLineStart, isFlag: name.startsWith('-') })) return undefined
  const from = line.lineStart + match.index + whole.length
  const to = valueEnd(text, { from, lineEnd: line.lineEnd, column: match.index, isLineStart: isLineStart && quote === '', separator })
  const value = unquoted(text.slice(from, to))
  const comment = value.search(/\s#/)
  if (to <= from || isNoCredential(value) || (comment >= 0 && isNoCredential(value.slice(0, comment)))) return undefined
  // In a comment or in the middle of a sentence the words may only speak of one.
  const isSetting = (isLineStart && !before.includes('#')) || quote !== '' || separator === '=' || /[{,]\s*$/.test(opener)
  return { from, to, isCertain: isSetting && (isBlock(text, from) || isCertainCredential(verdict, value)) }
}

function countsAsKey(place: { opener: string; quote: string; separator: string; isLineStart: boolean; isFlag: boolean }): boolean {
  if (place.isLineStart || place.isFlag || place.quote !== '') return true
  if (place.separator === ':') return /[{,]\s*$/.test(place.opener)
  return !/[{,(]\s*$/.test(place.opener)
}

/** Where the value that begins at `from` ends: at its closing quote, its line or block, or the next blank. */
function valueEnd(
  text: string, place: { from: number; lineEnd: number; column: number; isLineStart: boolean; separator: string },
): number {
  const { from, lineEnd, column, isLineStart, separator } = place
  const quote = /^\\*["']/.exec(text.slice(from, from + 8))?.[0]
  if (quote !== undefined) return closingQuote(text, from, quote)
  if (isLineStart) {
    const first = text.slice(from, lineEnd).trim()
    const continued = separator === ':' ? endOfIndented(text, lineEnd, column) : lineEnd
    if (first !== '') return continued
    // What follows an empty value is its text on the next line, or a mapping or list with keys of its own.
    return /^\s*(?:- |[\w.-]+:(?:\s|$)|\{|\[)/.test(text.slice(lineEnd, continued)) ? from : continued
  }
  const word = /^[^\s"'`]*/.exec(text.slice(from, lineEnd))?.[0] ?? ''
  const ended = separator === '=' ? word.replace(/&.*$/s, '') : word
  return from + ended.replace(/[,;)}\]]{1,20}$/, '').length
}

function closingQuote(text: string, from: number, quote: string): number {
  let at = from + quote.length
  for (;;) {
    const end = text.indexOf(quote, at)
    if (end < 0) return text.length
    at = end + quote.length
    if (quote === "'" && text[at] === "'") at += 1
    else if (quote !== '"' || !isEscaped(text, end)) return at
  }
}

function isEscaped(text: string, at: number): boolean {
  const slashes = /\\*$/.exec(text.slice(Math.max(0, at - 50), at))?.[0].length ?? 0
  return slashes % 2 === 1
}

/** The end of the lines below that are blank or indented deeper than the key, as in a block of text. */
function endOfIndented(text: string, lineEnd: number, column: number): number {
  let end = lineEnd
  let at = lineEnd
  while (at < text.length) {
    const next = endOfLine(text, at + 1)
    const line = text.slice(at + 1, next)
    if (line.trim() !== '') {
      if (line.length - line.trimStart().length <= column) break
      end = next
    }
    at = next
  }
  return end
}

function isBlock(text: string, from: number): boolean {
  return /^[|>][+-]?\d?[+-]?\s/.test(text.slice(from, from + 5))
}

function unquoted(value: string): string {
  return value.replace(/^\\{0,9}["']/, '').replace(/\\{0,9}["']$/, '')
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf('\n', from)
  return end < 0 ? text.length : end
}

function valueAtEnd(match: RegExpExecArray, value: string, isCertain: boolean): CredentialSpan[] {
  if (isNoCredential(unquoted(value))) return []
  return [span(match.index + match[0].length - value.length, value, isCertain)]
}

function span(from: number, value: string, isCertain: boolean): CredentialSpan {
  return { from, to: from + value.length, isCertain }
}

function disjoint(spans: CredentialSpan[]): CredentialSpan[] {
  const merged: CredentialSpan[] = []
  for (const one of spans.toSorted((a, b) => a.from - b.from)) {
    const last = merged.at(-1)
    if (last === undefined || one.from >= last.to) merged.push({ ...one })
    else {
      last.to = Math.max(last.to, one.to)
      last.isCertain ||= one.isCertain
    }
  }
  return merged
}
