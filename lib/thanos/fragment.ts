// Pieces pasted alone, out of a guide or a chat: flags, a container's args, a hashring file, a rule file, an objstore.yml.
import { isJsonObject, type Json, type JsonObject } from '../manifest/types.ts'
import { toFragmentWorkload } from './adopt-object.ts'
import { kindOfCommand } from './args.ts'
import { flagOf } from './catalogue.ts'
import { KINDS, type Kind } from './kind.ts'
import { describeObjectStorage } from './object-storage.ts'
import type { SpecObject } from './spec.ts'

const FLAG_LINE = /^\s*(?:-\s+)?(--[a-zA-Z][\w.-]*(?:[= ].*)?)$/

/**
 * Flag lines written bare ("--min-time=-6h"), and the text without them, line numbers unchanged. Only for texts that hold no
 * Kubernetes object: in one, such a line belongs to a script.
 */
export function takeFlagLines(text: string): { flags: string[]; remainder: string; line: number } {
  const flags: string[] = []
  let first = 0
  if (/^\s*["']?apiVersion["']?\s*:/m.test(text)) return { flags, remainder: text, line: 1 }
  const remainder = text.split('\n').map((line, index) => {
    const match = /^\s*--[a-zA-Z]/.test(line) ? FLAG_LINE.exec(line.replace(/\s+#.*$/, '').trimEnd()) : null
    if (!match?.[1]) return line
    first ||= index + 1
    flags.push(...splitFlag(match[1]))
    return ''
  })
  return { flags, remainder: remainder.join('\n'), line: first }
}

/** What a document that is no Kubernetes object is, or undefined when it is nothing that Gauntlet knows. */
export function toFragment(name: string, document: Json, source: string): SpecObject | undefined {
  if (isHashrings(document)) return fileFragment(name, 'hashrings.json', source)
  if (!isJsonObject(document)) return undefined
  if (Array.isArray(document.groups)) return fileFragment(name, 'rules.yaml', source)
  if (typeof document.type === 'string' && isJsonObject(document.config)) {
    return { type: 'reference', object: 'Fragment', apiVersion: '', name, keys: ['objstore.yml'], objectStorage: { 'objstore.yml': describeObjectStorage(source) } }
  }
  return isStrings(document.args) ? argsFragment(name, document, document.args) : undefined
}

/** A fragment of flags alone, with the mapping that stood beside them. */
export function flagsFragment(name: string, flags: string[], beside: JsonObject): SpecObject {
  return toFragmentWorkload(guessKind(flags), name, { args: flags, ...beside })
}

/** The kind that knows most of these flags; of equals, the one that an operator meets first. */
export function guessKind(argv: readonly string[]): Kind {
  const names = argv.filter((arg) => arg.startsWith('--')).map((arg) => arg.slice(2).split('=')[0] ?? '')
  const known = (kind: Kind): number => names.filter((name) => flagOf(kind, name) ?? flagOf(kind, name.replace(/^no-/, ''))).length
  return KINDS.reduce((best, kind) => (known(kind) > known(best) ? kind : best))
}

function argsFragment(name: string, document: JsonObject, args: string[]): SpecObject | undefined {
  const kind = kindOfCommand(args) ?? (args.some((arg) => arg.startsWith('--')) ? guessKind(args) : undefined)
  return kind && toFragmentWorkload(kind, name, document)
}

function fileFragment(name: string, key: string, source: string): SpecObject {
  return { type: 'config', object: 'Fragment', name, files: { [key]: source }, rest: {} }
}

function isHashrings(document: Json): boolean {
  return Array.isArray(document) && document.length > 0 && document.every((ring) => isJsonObject(ring) && ('endpoints' in ring || 'hashring' in ring))
}

function splitFlag(flag: string): string[] {
  const space = flag.indexOf(' ')
  return space > 0 && !flag.slice(0, space).includes('=') ? [flag.slice(0, space), flag.slice(space + 1).trim()] : [flag]
}

function isStrings(value: Json | undefined): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string')
}
