// The start-up rules of Thanos itself: command lines that do not parse, and configurations that it refuses, in its own words.
// Seen on the real binaries and in cmd/thanos/*.go of v0.31 and v0.42.
import type { JsonObject, KubeObject } from '../manifest/types.ts'
import { booleanFlag, parseArgs } from '../thanos/args.ts'
import { flagName, flagValue, flagValues, kindOfCommand } from '../thanos/read-args.ts'
import { flagOf, isKnown, NEWEST, releaseOf, valueProblem } from '../thanos/catalogue.ts'
import { parseDurationMs } from '../thanos/duration.ts'
import type { Kind } from '../thanos/kind.ts'
import { describeObjectStorage } from '../thanos/object-storage.ts'
import type { Arg } from '../thanos/spec.ts'
import { textAt, valueAt } from './fields.ts'
import type { ReadBeside } from './pod-start.ts'
import { mountedFile } from './mounted-file.ts'

type Container = { pod: KubeObject; container: JsonObject; read: ReadBeside }

/** Why Thanos ends at once, with what it logs; undefined when it runs. Also for a container that is no Thanos component. */
export function thanosRefusal(start: Container): { log: string; exitCode: number } | undefined {
  const argv = [...words(start.container, 'command'), ...words(start.container, 'args')]
  const kind = kindOfCommand(argv)
  if (!kind) return undefined
  const args = parseArgs(kind, argv.slice(argv.indexOf(kind)))
  const unparsed = parseProblem(kind, args, releaseOf(textAt(start.container, 'image')) ?? NEWEST)
  // The real one repeats its whole command line here, which may hold credentials.
  if (unparsed !== undefined) return { log: `error parsing commandline arguments: [thanos ${kind}]: ${unparsed}`, exitCode: 2 }
  // The sandbox's node has no journal that a container could reach; the logger comes before all that follows.
  if (flagValue(args, 'log.format') === 'journald') return { log: 'failed to create logger: journald log format requested but systemd journal is not available', exitCode: 1 }
  const refused = configurationProblem(kind, args, start)
  return refused === undefined ? undefined : { log: `level=error err="${refused}\npreparing ${kind} command failed"`, exitCode: 1 }
}

function parseProblem(kind: Kind, args: readonly Arg[], release: string): string | undefined {
  const seen = new Set<string>()
  for (const [index, arg] of args.entries()) {
    const name = flagName(arg)
    const unopened = argumentFileProblem(arg)
    if (unopened !== undefined) return unopened
    if (name === undefined) {
      if (index > 0 && (arg.style === 'word' || arg.style === 'verbatim')) return `unexpected ${arg.text}`
      continue
    }
    const flag = flagOf(kind, name)
    if (!flag || !isKnown(kind, name, release)) return `unknown long flag '--${name}'`
    if (seen.has(name) && !flag.repeatable) return `flag '${name}' cannot be repeated`
    seen.add(name)
    if (arg.style === 'bare' && flag.type !== 'boolean') return `expected argument for flag '--${name}'`
    const value = arg.style === 'equals' || arg.style === 'space' ? arg.value : undefined
    const problem = value === undefined ? undefined : valueProblem(flag, value, release)
    if (problem) return problem.en
  }
  return undefined
}

/** What stands alone and begins with "@" names a file of arguments, of which containers here have none. */
function argumentFileProblem(arg: Arg): string | undefined {
  if (arg.style === 'space' && arg.value.startsWith('@')) return `expected argument for flag '--${arg.flag}'`
  if (!('text' in arg) || !arg.text.startsWith('@')) return undefined
  const file = arg.text.slice(1)
  return file === '' ? 'expected @ file to expand arguments from' : `failed to open arguments file ${JSON.stringify(file)}: open ${file}: no such file or directory`
}

const NO_LABELS = 'no external labels configured for receive, uniquely identifying external labels must be configured (ideally with `receive_` prefix); '
  + 'see https://thanos.io/tip/thanos/storage.md#external-labels for details.'
const HOUR_MS = 3_600_000

function configurationProblem(kind: Kind, args: readonly Arg[], start: Container): string | undefined {
  if (kind === 'receive' && flagValues(args, 'label').length === 0) return NO_LABELS
  if (kind === 'rule' && ['query', 'query.sd-files', 'query.config', 'query.config-file', 'grpc-query-endpoint'].every((name) => flagValues(args, name).length === 0)) {
    return 'no query configuration parameter was given'
  }
  return objectStorageProblem(kind, args, start) ?? (kind === 'compact' ? retentionProblem(args) : undefined)
}

function objectStorageProblem(kind: Kind, args: readonly Arg[], { pod, container, read }: Container): string | undefined {
  const path = flagValue(args, 'objstore.config-file')
  const inline = flagValue(args, 'objstore.config')
  if (path === undefined && inline === undefined) {
    return kind === 'store' || kind === 'compact' ? 'flag objstore.config-file or objstore.config is required for running this command and content cannot be empty.' : undefined
  }
  const text = path === undefined ? inline : mountedFile({ pod, container, path, read })
  if (text === undefined) return `loading YAML file ${path} for objstore.config-file: open ${path}: no such file or directory`
  const { fault, settings } = describeObjectStorage(text)
  if (fault !== undefined) return `create bucket client: parsing config YAML file: ${fault}`
  const endpoint = String(settings.endpoint ?? '')
  const character = /[{}<>\s"^|\\`]/.exec(endpoint)?.[0]
  if (character === undefined) return undefined
  return `create bucket client: create S3 client: parse ${JSON.stringify(`${settings.insecure === true ? 'http' : 'https'}://${endpoint}`)}: invalid character ${JSON.stringify(character)} in host name`
}

/** Data must live until it is downsampled: 5m blocks are made of raw ones that span 40 h, 1h blocks of 5m ones that span 10 d. */
function retentionProblem(args: readonly Arg[]): string | undefined {
  if (booleanFlag('compact', args, 'downsampling.disable')) return undefined
  const keptMs = (resolution: string): number => parseDurationMs(flagValue(args, `retention.resolution-${resolution}`) ?? '0') ?? 0
  const isTooShort = (resolution: string, leastMs: number): boolean => keptMs(resolution) !== 0 && keptMs(resolution) < leastMs
  if (isTooShort('raw', 40 * HOUR_MS)) {
    return 'raw resolution must be higher than the minimum block size after which 5m resolution downsampling will occur (40 hours)'
  }
  return isTooShort('5m', 240 * HOUR_MS)
    ? '5m resolution retention must be higher than the minimum block size after which 1h resolution downsampling will occur (10 days)' : undefined
}

function words(container: JsonObject, field: 'command' | 'args'): string[] {
  const found = valueAt(container, field)
  return Array.isArray(found) ? found.map(String) : []
}
