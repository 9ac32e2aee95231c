// What may be kept of the text of an import: every line of objects that hold no credentials, and of the others only the keys.
import { credentialSpans } from '#lib/manifest/credential-text.ts'
import type { ReadProblem } from '#lib/manifest/read-yaml.ts'
import type { ImportSource } from '#lib/thanos/draft.ts'

const MASK = '•••'
/** Values that are no secret: placeholders, references, block markers, booleans and numbers. */
const HARMLESS_VALUE = /^(["']?)(\$\{[^}]*\}|\$\([^)]*\)|<[^<>]*>|\|[-+]?|>[-+]?|true|false)\1$/
/** Keys whose values name things and open nothing. */
const HARMLESS_KEY = /^(apiVersion|kind|type|name|namespace|bucket|endpoint|region|prefix|insecure)$/

/**
 * The text of the files with credentials masked, line by line, so that line numbers stay true. `withheld` names the objects that
 * hold credentials; text that belongs to no object that was read is masked too, since nobody knows what it holds.
 */
export function importSource(input: {
  files: readonly { name: string; text: string }[]
  places: ImportSource['places']
  withheld: readonly string[]
  notManaged: readonly string[]
  problems: readonly ReadProblem[]
  readAt: string
}): ImportSource {
  const { places, notManaged, problems, readAt } = input
  const secret = new Set(input.withheld)
  const placed = Map.groupBy(Object.entries(places), ([, { file }]) => file)
  const files = input.files.map(({ name, text }) => {
    const starts = (placed.get(name) ?? []).toSorted(([, a], [, b]) => a.line - b.line)
    let next = 0
    let isMasked = true
    const lines = text.split(/\r?\n/).map((line, index) => {
      if (/^---(\s|$)/.test(line)) isMasked = true
      for (let start = starts[next]; start !== undefined && start[1].line <= index + 1; start = starts[next]) {
        isMasked = secret.has(start[0])
        next += 1
      }
      return isMasked ? masked(line) : line
    })
    return { name, text: withoutSpans(lines.join('\n')) }
  })
  return { files, places, notManaged: [...notManaged], problems: [...problems], readAt }
}

/** A credential may also stand in a comment of an object that has none otherwise. */
function withoutSpans(text: string): string {
  let end = 0
  const kept = credentialSpans(text).map(({ from, to }) => {
    const before = text.slice(end, from)
    end = to
    return before + text.slice(from, to).replaceAll(/[^\n]+/g, MASK)
  })
  return kept.join('') + text.slice(end)
}

function masked(line: string): string {
  if (/^\s*(#.*)?$/.test(line) || /^---/.test(line)) return line.replace(/#.*$/, '')
  const pair = /^(\s*(?:- )*)([\w./-]+):(?:\s+(.*?))?\s*$/.exec(line)
  if (pair === null) return `${/^\s*/.exec(line)?.[0] ?? ''}${MASK}`
  const [, lead = '', key = '', value = ''] = pair
  if (value === '') return `${lead}${key}:`
  return `${lead}${key}: ${HARMLESS_VALUE.test(value) || HARMLESS_KEY.test(key) ? value : MASK}`
}
