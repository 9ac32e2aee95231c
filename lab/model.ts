// Knows what the catalogue and kingpin's own model of a release say differently of the flags of a component.
import { defaultOf, deprecations, flagOf, flagsOf, isDocumented, isKnown } from '#lib/thanos/catalogue.ts'
import type { Flag } from '#lib/thanos/flag.ts'
import type { Kind } from '#lib/thanos/kind.ts'
import { isAtLeast } from '#lib/thanos/version.ts'
import type { KingpinFlag } from './reader.ts'

/** Hidden flags that kingpin gives every program, so that they are none of Thanos. */
const KINGPINS_OWN: readonly string[] = ['help-man', 'completion-bash', 'completion-script-bash', 'completion-script-zsh']

/** Documented and not in the help, by release and kind: left out from v0.35 to v0.38, and read all the same. */
const NOT_SHOWN: readonly string[] = ['v0.37.2 query enable-feature']

/** The flags that have a letter too. */
const LETTERS: Readonly<Record<string, string>> = { help: 'h', wait: 'w' }

/** Flags with several values from the start, the same in all releases. The catalogue's default is one value, so it has none. */
export const SEVERAL_DEFAULTS: Readonly<Record<string, readonly string[]>> = {
  'query.conn-metric.label': ['external_labels', 'store_type'],
  'query.telemetry.request-duration-seconds-quantiles': ['0.1', '0.25', '0.75', '1.25', '1.75', '2.5', '3', '5', '10'],
  'query.telemetry.request-samples-quantiles': ['100', '1000', '10000', '100000', '1000000'],
  'query.telemetry.request-series-seconds-quantiles': ['10', '100', '1000', '10000', '100000'],
}

/** Choices that Thanos reads as any other text; it looks at the word once it starts to use it, and some take any for their default. */
const CHECKED_LATER: readonly string[] = [
  'block-discovery-strategy', 'store.sd-dns-resolver', 'query.sd-dns-resolver', 'alertmanagers.sd-dns-resolver', 'cache-compression-type',
  'grpc-server-tls-curves', 'remote-write.server-tls-curves', 'remote-write.client-tls-curves',
]

/** Those that became such a choice later than the flag came, with a release that has it: v0.40.1 takes any text. */
const CHECKED_LATER_BEFORE: Readonly<Record<string, string>> = { 'grpc-server-tls-min-version': '0.42', 'remote-write.server-tls-min-version': '0.42', 'remote-write.client-tls-min-version': '0.42' }

/** The types of the catalogue that are text to kingpin: what else is asked of them, Thanos asks later. */
const TEXTS: readonly string[] = ['string', 'file', 'inline-yaml', 'address', 'url', 'label', 'text of a choice']

/** What a value may be in the catalogue, by how kingpin reads it: the type in Go, and for one that gathers several what it gathers. */
const READ_AS: Readonly<Record<string, readonly string[]>> = {
  '*kingpin.boolValue': ['boolean'],
  '*kingpin.stringValue': TEXTS,
  '*kingpin.accumulator of *[]string': TEXTS,
  '*extkingpin.addressSlice': ['address'],
  '*kingpin.urlValue': ['url'],
  '*kingpin.enumValue': ['enum'],
  '*kingpin.enumsValue': ['enum'],
  '*kingpin.intValue': ['integer'],
  '*kingpin.int64Value': ['integer, prefixed'],
  '*kingpin.accumulator of *[]int64': ['integer, prefixed'],
  '*kingpin.uintValue': ['integer, unsigned'],
  '*kingpin.uint64Value': ['integer, unsigned'],
  '*kingpin.float64Value': ['float'],
  '*kingpin.accumulator of *[]float64': ['float'],
  '*kingpin.bytesValue': ['size'],
  '*kingpin.durationValue': ['duration of Go'],
  '*model.Duration': ['duration of Prometheus'],
  '*model.TimeOrDurationValue': ['time-or-duration'],
}

/** Whether a release takes any text for a flag of which the catalogue has the words. */
export function isCheckedLater(name: string, release: string): boolean {
  return CHECKED_LATER.includes(name) || !isAtLeast(release, CHECKED_LATER_BEFORE[name] ?? '0.0')
}

/** Whether the help of a release shows the flag, by what the catalogue says of it. */
export function isShown(kind: Kind, name: string, release: string): boolean {
  return isDocumented(kind, name, release) && !NOT_SHOWN.includes(`${release} ${kind} ${name}`)
}

/** The words that a release takes for a choice. */
export function wordsOf({ values = [], valuesSince }: Flag, release: string): string[] {
  return values.filter((word) => isAtLeast(release, valuesSince?.[word] ?? '0.0'))
}

/**
 * A sentence for each thing that kingpin's model of a component and the catalogue say differently, in both directions and hidden flags included:
 * which flags there are, which are hidden or deprecated, how often they may be given, how their values are read, words, defaults.
 */
export function modelDifferences(kind: Kind, release: string, model: readonly KingpinFlag[]): string[] {
  const shown = model.filter(({ name }) => !KINGPINS_OWN.includes(name))
  const missing = Object.keys(flagsOf(kind)).filter((name) => isKnown(kind, name, release) && !shown.some((flag) => flag.name === name))
  return [
    ...missing.map((name) => `${name} is in the catalogue and not in the binary`),
    ...shown.flatMap((flag) => {
      const known = isKnown(kind, flag.name, release) ? flagOf(kind, flag.name) : undefined
      return known ? differences({ kind, release, flag, known }) : [`${flag.name} is in the binary and not in the catalogue`]
    }),
  ]
}

function differences({ kind, release, flag, known }: { kind: Kind; release: string; flag: KingpinFlag; known: Flag }): string[] {
  const { name } = flag
  const reader = flag.reader === '*kingpin.accumulator' ? `${flag.reader} of ${flag.value}` : flag.reader
  const isHidden = !isShown(kind, name, release)
  const isDeprecated = deprecations(kind, name, release).deprecatedSince !== undefined
  const words = known.type === 'enum' && !isCheckedLater(name, release) ? wordsOf(known, release).toSorted() : []
  const own = defaultOf(known, release)
  const several = SEVERAL_DEFAULTS[name] ?? (own === undefined ? [] : [own])
  // A switch without a default is off, and text without one is empty: the catalogue may say so or leave it out.
  const without = flag.switch ? 'false' : ''
  return [
    ...((READ_AS[reader] ?? []).includes(grammarOf(known, name, release)) ? [] : [`${name} is read by ${reader} and is ${grammarOf(known, name, release)} in the catalogue`]),
    ...(flag.switch === (known.type === 'boolean') ? [] : [`${name} is a switch: ${flag.switch}`]),
    ...(flag.cumulative === (known.repeatable ?? false) ? [] : [`${name} may be repeated: ${flag.cumulative}`]),
    ...(flag.hidden === isHidden ? [] : [`${name} is hidden: ${flag.hidden}`]),
    ...(/deprecat/i.test(flag.help) === isDeprecated ? [] : [`${name} is ${isDeprecated ? '' : 'not '}deprecated in the catalogue: ${flag.help}`]),
    ...(flag.required ? [`${name} is required, of which the catalogue knows nothing`] : []),
    ...(flag.short === (LETTERS[name] ?? '') ? [] : [`${name} has the letter "${flag.short}"`]),
    ...(same(flag.options.toSorted(), words) ? [] : [`${name} takes ${flag.options.join(', ')}, not ${words.join(', ')}`]),
    ...(same(flag.default.length > 0 ? flag.default : [without], several.length > 0 ? several : [without]) ? [] : [`${name} has default ${flag.default.join(', ')}, not ${several.join(', ')}`]),
  ]
}

/** The type of a flag in the catalogue, with which of its grammars holds in a release. */
function grammarOf(flag: Flag, name: string, release: string): string {
  switch (flag.type) {
    case 'enum': return isCheckedLater(name, release) ? 'text of a choice' : 'enum'
    case 'integer': {
      if (flag.unsigned) return 'integer, unsigned'
      return flag.prefixed ? 'integer, prefixed' : 'integer'
    }
    case 'float': return isAtLeast(release, flag.floatSince ?? '0.0') ? 'float' : 'integer, prefixed'
    case 'duration': return flag.goDuration && isAtLeast(release, flag.goSince ?? '0.0') ? 'duration of Go' : 'duration of Prometheus'
    default: return flag.type
  }
}

function same(some: readonly string[], others: readonly string[]): boolean {
  return JSON.stringify(some) === JSON.stringify(others)
}
