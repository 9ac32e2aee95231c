// Knows how to make up command lines of Thanos from the flag catalogue: right ones, and right ones with one thing wrong.
import fc from 'fast-check'
import { flagOf, flagsOf, isKnown } from '#lib/thanos/catalogue.ts'
import type { Flag } from '#lib/thanos/flag.ts'
import type { Kind } from '#lib/thanos/kind.ts'
import type { Arg } from '#lib/thanos/spec.ts'
import { isAtLeast } from '#lib/thanos/version.ts'

/** They end the process before it has read the rest, or are what it is stopped by (lab/parsing.ts). */
const LEFT_OUT: readonly string[] = ['help', 'help-long', 'version', 'tracing.config', 'tracing.config-file']

/** The flags of a kind that a release starts with, as far as they can be tried. */
export function triedFlags(kind: Kind, release: string): [name: string, flag: Flag][] {
  return Object.entries(flagsOf(kind)).filter(([name]) => isKnown(kind, name, release) && !LEFT_OUT.includes(name))
}

/** Some flags in any order, each with values that fit its type, in every style in which they may be written. */
export function rightArgs(kind: Kind, release: string): fc.Arbitrary<Arg[]> {
  return fc.subarray(triedFlags(kind, release), { minLength: 1 })
    .chain((some) => fc.shuffledSubarray(some, { minLength: some.length }))
    .chain((some) => fc.tuple(...some.map(([name, flag]) => tokens(name, flag, release))))
    .map((each) => each.flat())
}

/** The same with one mistake in it, somewhere. */
export function wrongArgs(kind: Kind, release: string): fc.Arbitrary<Arg[]> {
  const mistake = fc.oneof(...mistakes(kind, release))
  return fc.tuple(rightArgs(kind, release), mistake, fc.nat()).map(([args, wrong, at]) => {
    const others = args.filter((arg) => !('flag' in arg) || !wrong.some((one) => 'flag' in one && one.flag === arg.flag))
    return others.toSpliced(at % (others.length + 1), 0, ...wrong)
  })
}

function tokens(name: string, flag: Flag, release: string): fc.Arbitrary<Arg[]> {
  if (flag.type === 'boolean') return fc.constantFrom<Arg[]>([{ style: 'bare', flag: name }], [{ style: 'no', flag: name }])
  const one = fc.tuple(fc.constantFrom('equals', 'space'), rightValue(flag, release))
    // What begins with a dash is never the value of the flag before it, and what begins with "@" names a file of arguments.
    .map(([style, value]): Arg => (style === 'space' && !/^[-@]/.test(value) ? { style, flag: name, value } : { style: 'equals', flag: name, value }))
  return flag.repeatable ? fc.array(one, { minLength: 1, maxLength: 3 }) : one.map((arg) => [arg])
}

/** Anything that a person might type; no reference to the environment, which Kubernetes and not Thanos replaces. */
const TEXT = fc.oneof(
  fc.constantFrom('', ' ', 'a', '/etc/thanos/x.yaml', './data', 'a=b', '--x', '-', '=', '"', "'", '{}', 'type: S3\nconfig:\n  bucket: "b"\n', '한글', '[1, 2]', '%s', '\\', 'a,b', '#', '*', '@', '@a'),
  fc.string({ maxLength: 12 }),
).filter((text) => !/\0|\$\(/.test(text) && !/^(["']).*\1$/.test(text))
const PATH = fc.constantFrom('/etc/thanos/x.yaml', 'x.yaml', './a b/x.yaml', '/x', '-')
const NAME = fc.stringMatching(/^[a-z]([-a-z0-9]{0,8}[a-z0-9])?$/)
const PORT = fc.integer({ min: 0, max: 65_535 })
const HOST = fc.oneof(NAME, fc.ipV4(), fc.constantFrom('', '[::1]', 'thanos-query.monitoring.svc.cluster.local'))
const ADDRESS = fc.oneof(
  fc.tuple(HOST, PORT).map(([host, port]) => `${host}:${port}`),
  fc.tuple(fc.constantFrom('dns', 'dnssrv', 'dnssrvnoa'), NAME, fc.constantFrom('', ':10901')).map(([scheme, name, port]) => `${scheme}+${name}.svc${port}`),
)
const URLS = fc.tuple(fc.constantFrom('http', 'https'), NAME, fc.constantFrom('', ':9090', ':9090/', '/a/b?c=d')).map(([scheme, host, rest]) => `${scheme}://${host}${rest}`)

/**
 * Values that a release reads and that make sense, by what kingpin, Go and Prometheus say of their grammars (lab/model.ts holds the catalogue's choice of
 * grammar against the binary). Gauntlet's own judgement is not asked: a value from here that it refuses is one that it is too strict about.
 */
function rightValue(flag: Flag, release: string): fc.Arbitrary<string> {
  switch (flag.type) {
    case 'boolean': return fc.constantFrom('true', 'false')
    case 'integer': return fc.oneof(fc.integer({ min: Number(flag.min ?? -9), max: Number(flag.max ?? 2 ** 31) }).map(String), fc.integer({ min: 1, max: 9 }).chain((digit) => fc.constantFrom(...digitStyles(flag).map((before) => `${before}${digit}`))))
    case 'float': return !isAtLeast(release, flag.floatSince ?? '0.0') ? fc.integer({ min: 0, max: 99 }).map(String) : fc.double({ min: Number(flag.min ?? -9), max: Number(flag.max ?? 1e9), noNaN: true }).map(String)
    case 'duration': return flag.goDuration && isAtLeast(release, flag.goSince ?? '0.0') ? goDuration({ hasDays: isAtLeast(release, '0.39'), isPositive: flag.min !== undefined }) : PROMETHEUS_DURATION
    case 'size': return fc.array(fc.tuple(fc.oneof(fc.integer({ min: 1, max: 99 }).map(String), fc.constantFrom('1.5', '.5', '0.25')), fc.constantFrom('K', 'M', 'G')), { minLength: 1, maxLength: 2 })
      .chain((parts) => fc.constantFrom('B', 'iB').map((end) => parts.map(([amount, unit]) => amount + unit + end).join('')))
    case 'enum': return fc.constantFrom(...(flag.values ?? []).filter((word) => isAtLeast(release, flag.valuesSince?.[word] ?? '0.0')))
    case 'label': return fc.tuple(NAME, fc.string({ maxLength: 8 })).map(([name, value]) => `${name.replaceAll('-', '_')}=${JSON.stringify(value)}`).filter((label) => !/\0|\$\(/.test(label))
    case 'address': return ADDRESS
    case 'url': return URLS
    case 'time-or-duration': return fc.oneof(PROMETHEUS_DURATION, PROMETHEUS_DURATION.map((text) => `-${text}`), INSTANT)
    case 'file': return PATH
    case 'string':
    case 'inline-yaml': return TEXT
  }
}

/** What may stand before the digits of a whole number: to strconv.ParseUint no sign, and a 0 where it is read as decimal (strconv.ParseFloat) alone. */
function digitStyles({ unsigned, prefixed }: Flag): string[] {
  if (unsigned) return ['']
  return prefixed ? ['', '+'] : ['', '+', '0']
}

const AMOUNT = fc.integer({ min: 0, max: 99 })
const INSTANT = fc.date({ min: new Date('1970-01-01T00:00:00Z'), max: new Date('2100-01-01T00:00:00Z'), noInvalidDate: true }).map((date) => date.toISOString())
const PROMETHEUS_DURATION = fc.oneof(
  fc.constantFrom('0', '0s', '1y', '90d'),
  fc.subarray(['y', 'w', 'd', 'h', 'm', 's', 'ms'], { minLength: 1 }).chain((units) => fc.tuple(...units.map((unit) => AMOUNT.map((amount) => `${amount}${unit}`)))).map((parts) => parts.join('')),
)

/** time.ParseDuration; with days, str2duration. Positive ones are a millisecond at least. */
function goDuration({ hasDays, isPositive }: { hasDays: boolean; isPositive: boolean }): fc.Arbitrary<string> {
  const unit = fc.constantFrom('h', 'm', 's', 'ms', ...(isPositive ? [] : ['us', 'ns']), ...(hasDays ? ['d', 'w'] : []))
  const amount = fc.oneof((isPositive ? fc.integer({ min: 1, max: 99 }) : AMOUNT).map(String), fc.constantFrom('1.5', ...(isPositive ? [] : ['0.25', '.5'])))
  const part = fc.tuple(amount, unit).map(([number, name]) => number + name)
  return fc.oneof(fc.constantFrom('+5m', ...(isPositive ? [] : ['0', '0s', '-1s'])), fc.array(part, { minLength: 1, maxLength: 3 }).map((parts) => parts.join('')))
}

/** For each type that may be read in more than one way: what one grammar reads, and another may not, or Gauntlet alone refuses. */
export const TELLING: Partial<Record<Flag['type'], readonly string[]>> = {
  'duration': ['1.5h', '.5h', '+5m', '-1s', '1d', '1y', '90', '1h30m', '30m1h', '1h1h'],
  'integer': ['5', '+5', '-5', '08', '010', '1.5', '0x10', '1_000', '1e3'],
  'float': ['5', '0.5', '1e-9', '-1', '+1', '.5', '0x1p4', '010'],
  'address': ['x:10901', ':10901', 'localhost', 'http://x:1', ':99999'],
  'size': ['1KB', '1.5GB', '5', '1K', '2GiB', '1GB1MB', '.5KB'],
  'time-or-duration': ['1h', '-1h', '1.5h', '5', '0', '2026-01-01T00:00:00Z', '2026-01-01T00:00:00.5+09:00'],
}

/** What is wrong for at least one type; whether it is for the flag at hand, Gauntlet is asked. */
const WRONG_VALUES = [
  'no-such', '', '5', '+5', '08', '010', '-5', '1.5', '10 m', '5min', '1h30', '1m1h', '90', '2Gi', '2 GB', '1KB1KiB', 'NaN', 'Infinity', '0x10', '1_000', 'yes', 'INFO', 'a', 'a=', 'a=b', '="b"', 'a="b', "a='b'", '"5"', "'x'", '"a b"',
  '10901', 'http://x:1', 'localhost', ':99999', 'dns+', 'ftp://x', '://', '2026-13-01T00:00:00Z', '2026-01-31', 'yesterday', '1e999', '99999999999999999999', '-1d', '1y', '300y',
] as const
const WRONG = fc.constantFrom(...WRONG_VALUES)

function mistakes(kind: Kind, release: string): fc.Arbitrary<Arg[]>[] {
  const known = triedFlags(kind, release)
  const valued = known.filter(([, flag]) => flag.type !== 'boolean')
  const switches = known.filter(([, flag]) => flag.type === 'boolean')
  const gone = Object.keys(flagsOf(kind)).filter((name) => !isKnown(kind, name, release))
  const unknown = fc.oneof(fc.constantFrom(...gone, 'no-such-flag', 'log-level', 'Log.level', 'no-help-me'), NAME).filter((name) => !isKnown(kind, name, release) && !flagOf(kind, name.replace(/^no-/, '')))
  const typed = valued.filter(([, { type }]) => !['string', 'inline-yaml'].includes(type))
  return [
    unknown.chain((name) => fc.constantFrom<Arg>({ style: 'equals', flag: name, value: 'x' }, { style: 'bare', flag: name })).map((arg) => [arg]),
    fc.tuple(fc.constantFrom(...typed), WRONG).map(([[name], value]) => [{ style: 'equals', flag: name, value }]),
    fc.tuple(fc.constantFrom(...valued), WRONG).map(([[name], value]) => [{ style: 'equals', flag: name, value }]),
    fc.tuple(fc.constantFrom(...switches), fc.constantFrom('true', 'false', '1', '')).map(([[name], value]) => [{ style: 'equals', flag: name, value }]),
    fc.constantFrom(...valued).map(([name]) => [{ style: 'bare', flag: name }]),
    fc.constantFrom(...valued).map(([name]) => [{ style: 'space', flag: name, value: '-5m' }]),
    fc.constantFrom(...valued).map(([name]) => [{ style: 'space', flag: name, value: '@no-such-file' }]),
    fc.constantFrom<Arg>({ style: 'word', text: '@' }, { style: 'word', text: '@/no/such/file' }).map((arg) => [arg]),
    fc.constantFrom(...known.filter(([, flag]) => !flag.repeatable)).chain(([name, flag]) => fc.tuple(tokens(name, flag, release), tokens(name, flag, release)).map((twice) => twice.flat())),
  ]
}
