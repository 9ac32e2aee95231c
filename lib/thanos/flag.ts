// What one Thanos flag is. The catalogue (lib/thanos/<kind>/flags.ts) is a table of these, one line a flag;
// schema, form field, argument parser, version lint and reference page all follow from it.

export const VALUE_TYPES = [
  'boolean', 'string', 'integer', 'float', 'duration', 'size', 'enum', 'label', 'address', 'url', 'time-or-duration', 'file', 'inline-yaml',
] as const
export type ValueType = (typeof VALUE_TYPES)[number]

export const SECTIONS = [
  'basics', 'endpoints', 'query', 'deduplication', 'downsampling', 'cache', 'tenancy', 'hashring', 'ingest', 'tsdb', 'upload',
  'storage', 'time-range', 'compaction', 'retention', 'rules', 'alerting', 'limits', 'grpc', 'http', 'web', 'tls', 'logging',
  'tracing', 'memory', 'reloader', 'prometheus', 'experimental',
] as const
export type Section = (typeof SECTIONS)[number]

/**
 * One flag of one kind. Versions are "0.38" or, where a patch release brought it, "0.35.1".
 * `default` is absent when Thanos documents none. Source of every line: the component page of each release's documentation.
 */
export type Flag = {
  readonly type: ValueType
  readonly section: Section
  /** What it does, in our own words. */
  readonly en: string
  readonly ko: string
  readonly default?: string
  /** May be given several times. */
  readonly repeatable?: true
  /** Allowed words of an enum. */
  readonly values?: readonly string[]
  /** Words of an enum that came later than the flag, with the first release that takes them. */
  readonly valuesSince?: Readonly<Record<string, string>>
  /** Smallest and largest allowed value of a number, as written. */
  readonly min?: string
  readonly max?: string
  /** First release that has it; absent when v0.28 or older. */
  readonly since?: string
  readonly deprecated?: string
  /** First release that no longer has it. */
  readonly removed?: string
  readonly replacedBy?: string
  /** A default that older releases had: until `before`, `value` was the default. */
  readonly defaultBefore?: { readonly before: string; readonly value: string }
  /** First release that accepted it without documenting it, when that was before `since`; "0.31" when it may be older. */
  readonly accepted?: string
  /** A duration in Go's grammar (kingpin Duration): decimals are read, years are not, and w and d only since v0.39. */
  readonly goDuration?: true
  /** First release that reads a duration in Go's grammar, where that was not so from the start: before it, Prometheus' holds. */
  readonly goSince?: string
  /** First release that reads a floating-point number: before it, only a whole one (kingpin Int64). */
  readonly floatSince?: string
  /** A whole number that Go reads as unsigned (kingpin Uint): no sign, and a leading 0 makes it octal. */
  readonly unsigned?: true
  /** A whole number that a leading 0 makes octal as well, and which may have a sign (kingpin Int64). All others are read as floating-point numbers and cut off. */
  readonly prefixed?: true
  /** Accepted by Thanos but left out of its help and documentation. */
  readonly hidden?: true
}

export type FlagTable = Readonly<Record<string, Flag>>
