// Pieces pasted alone, out of a guide or a chat: flags, a command line, a container's args, a hashring file, a rule file, an
// objstore.yml, a piece of a workload, a bucket's policy.
import { isJsonObject, type Json, type JsonObject } from '../manifest/types.ts'
import { kindOfContainer, toFragmentWorkload } from './adopt-object.ts'
import { kindOfCommand } from './read-args.ts'
import { flagOf } from './catalogue.ts'
import { isKind, KINDS, type Kind } from './kind.ts'
import { describeObjectStorage, isOtherConfiguration } from './object-storage.ts'
import { shellWords, unquoted } from './shell.ts'
import type { SpecObject } from './spec.ts'

const COMMAND = /^\s*(?:\$\s+|ExecStart=|sudo\s+|exec\s+)*(?:\S*\/)?thanos\s+([a-z-]+)\b/

/** Fields of a workload, a pod or a container: a mapping of nothing else is a piece of one. */
const PIECE_KEYS: ReadonlySet<string> = new Set([
  'replicas', 'resources', 'volumeClaimTemplates', 'serviceName', 'selector', 'strategy', 'updateStrategy', 'podManagementPolicy', 'template',
  'containers', 'initContainers', 'volumes', 'affinity', 'tolerations', 'nodeSelector', 'topologySpreadConstraints', 'securityContext',
  'serviceAccountName', 'terminationGracePeriodSeconds', 'image', 'imagePullPolicy', 'env', 'envFrom', 'ports', 'volumeMounts',
  'livenessProbe', 'readinessProbe', 'startupProbe', 'limits', 'requests', 'command', 'name', 'spec', 'metadata',
])

/** Flags and commands of an installation fit in far less. */
const LONGEST_COMMAND = 50_000

/** Flags that stood together, in the words of a command line, and the line of the first. */
export type FlagLines = { readonly flags: string[]; readonly line: number }

/**
 * Flag lines written bare ("--min-time=-6h") and commands ("thanos store --data-dir=/x \"), and the text without them, line numbers
 * unchanged. A flag that comes once more after an empty line or a comment is an alternative, and begins a piece of its own. Only for
 * texts that hold no Kubernetes object: in one, such a line belongs to a script.
 */
export function takeFlagLines(text: string): { pieces: FlagLines[]; remainder: string } {
  if (text.length > LONGEST_COMMAND || /^\s*["']?apiVersion["']?\s*:/m.test(text) || !/^\s*--[a-zA-Z]|\bthanos\s/m.test(text)) return { pieces: [], remainder: text }
  const groups: FlagLines[] = []
  const lines = text.split('\n')
  let isOpen = false
  for (let at = 0; at < lines.length; at += 1) {
    const start = at
    const command = isKind(COMMAND.exec(lines[at] ?? '')?.[1] ?? '')
    if (command) {
      let written = ''
      for (; /\\\s*$/.test(lines[at] ?? ''); at += 1) written += `${(lines[at] ?? '').replace(/\\\s*$/, '')} `
      const words = shellWords(`${written}${lines[at] ?? ''}`)
      groups.push({ flags: words.slice(words.findIndex(isKind)), line: start + 1 })
      lines.fill('', start, at + 1)
      isOpen = false
      continue
    }
    const flags = flagsOfLine(lines[at] ?? '')
    if (flags.length === 0) {
      isOpen = false
      continue
    }
    lines[at] = ''
    const last = groups.at(-1)
    if (isOpen && last) last.flags.push(...flags)
    else groups.push({ flags, line: start + 1 })
    isOpen = true
  }
  return { pieces: joined(groups), remainder: lines.join('\n') }
}

/** Groups that may stand in one command line are one piece. */
function joined(groups: readonly FlagLines[]): FlagLines[] {
  const pieces: FlagLines[] = []
  for (const group of groups) {
    const last = pieces.at(-1)
    const isWhole = kindOfCommand(group.flags) !== undefined || (last !== undefined && kindOfCommand(last.flags) !== undefined)
    if (last && !isWhole && !repeats(last.flags, group.flags)) last.flags.push(...group.flags)
    else pieces.push({ flags: [...group.flags], line: group.line })
  }
  return pieces
}

function repeats(earlier: readonly string[], later: readonly string[]): boolean {
  const kind = guessKind([...earlier, ...later])
  const names = new Set(flagNames(earlier))
  return flagNames(later).some((name) => names.has(name) && flagOf(kind, name)?.repeatable !== true)
}

/** The flags of a line such as `--a=b --c d  # comment`; [] for any other line. */
function flagsOfLine(line: string): string[] {
  if (!/^\s*--[a-zA-Z]/.test(line)) return []
  const words = line.replace(/\s#.*$/, '').replace(/\\\s*$/, '').trim().match(/(?:'[^']*'|"(?:[^"\\]|\\.)*"|[^\s'"]|['"])+/g) ?? []
  const flags: string[] = []
  for (const word of words) {
    const last = flags.at(-1)
    if (/^--[a-zA-Z]/.test(word)) flags.push(withUnquotedValue(word))
    else if (last?.startsWith('--') && last.includes('=')) flags.push(`${flags.pop() ?? ''} ${word}`)
    else flags.push(unquoted(word))
  }
  return flags.every((flag) => /^--[a-zA-Z][\w.-]*(?:=|$)/.test(flag) || !flag.startsWith('--')) ? flags : []
}

function withUnquotedValue(flag: string): string {
  const at = flag.indexOf('=')
  return at < 0 ? flag : `${flag.slice(0, at + 1)}${unquoted(flag.slice(at + 1))}`
}

/** What a document that is no Kubernetes object is, or undefined when it is nothing that Gauntlet knows. */
export function toFragment(name: string, document: Json, source: string): SpecObject | undefined {
  if (isHashrings(document)) return fileFragment(name, 'hashrings.json', source)
  if (isStrings(document)) return argsFragment(name, { args: document }, document)
  if (!isJsonObject(document)) return undefined
  if (Array.isArray(document.groups)) return fileFragment(name, 'rules.yaml', source)
  if (Array.isArray(document.endpoints)) return fileFragment(name, 'endpoints.yaml', source)
  if (typeof document.type === 'string' && ('config' in document || 'prefix' in document)) {
    if (isOtherConfiguration(document.type)) return piece(name, document)
    return { type: 'reference', object: 'Fragment', apiVersion: '', name, keys: ['objstore.yml'], objectStorage: { 'objstore.yml': describeObjectStorage(source) } }
  }
  const line = [document.command, document.args].flatMap((part) => (isStrings(part) ? part : []))
  if (line.length > 0) return argsFragment(name, document, line) ?? (isPieceOfWorkload(document) ? piece(name, document) : undefined)
  return isPieceOfWorkload(document) || isBucketPolicy(document) ? piece(name, document) : undefined
}

/** A fragment of flags alone, with the mapping that stood beside them. */
export function flagsFragment(name: string, flags: string[], beside: JsonObject): SpecObject {
  return toFragmentWorkload(kindOfCommand(flags) ?? guessKind(flags), name, { ...beside, args: flags })
}

/** The kind that knows most of these flags; of equals, the one that an operator meets first. */
export function guessKind(argv: readonly string[]): Kind {
  const names = flagNames(argv)
  const known = (kind: Kind): number => names.filter((name) => flagOf(kind, name) ?? flagOf(kind, name.replace(/^no-/, ''))).length
  return KINDS.reduce((best, kind) => (known(kind) > known(best) ? kind : best))
}

/** Whether a document is what S3 takes as a bucket's or a user's policy, or as the lifecycle of a bucket. */
function isBucketPolicy(document: JsonObject): boolean {
  return Array.isArray(document.Statement) || Array.isArray(document.Rules)
}

function isPieceOfWorkload(document: JsonObject): boolean {
  const keys = Object.keys(document)
  return keys.length > 0 && keys.every((key) => PIECE_KEYS.has(key)) && keys.some((key) => key !== 'name' && key !== 'metadata' && key !== 'spec')
}

/** Understood, and kept as it is: no check needs it in another form. */
function piece(name: string, manifest: JsonObject): SpecObject {
  return { type: 'object', object: 'Fragment', name, managed: false, manifest }
}

function flagNames(argv: readonly string[]): string[] {
  return argv.filter((arg) => arg.startsWith('--')).map((arg) => arg.slice(2).split('=')[0] ?? '')
}

function argsFragment(name: string, document: JsonObject, line: readonly string[]): SpecObject | undefined {
  const kind = kindOfContainer(document) ?? kindOfCommand(line) ?? (line.some((arg) => arg.startsWith('--')) ? guessKind(line) : undefined)
  return kind && toFragmentWorkload(kind, name, document)
}

function fileFragment(name: string, key: string, source: string): SpecObject {
  return { type: 'config', object: 'Fragment', name, files: { [key]: source }, rest: {} }
}

/** A list of rings, or one ring that was not put into a list. */
function isHashrings(document: Json): boolean {
  if (isJsonObject(document)) return 'hashring' in document && 'endpoints' in document
  return Array.isArray(document) && document.length > 0 && document.every((ring) => isJsonObject(ring) && ('endpoints' in ring || 'hashring' in ring))
}

function isStrings(value: Json | undefined): value is string[] {
  return Array.isArray(value) && value.length > 0 && value.every((item) => typeof item === 'string')
}
