// Knows where Gauntlet refuses a value that kingpin reads, value by value, and why that is right.
import type { Flag } from '#lib/thanos/flag.ts'
import { isAtLeast } from '#lib/thanos/version.ts'
import { isCheckedLater } from './model.ts'

type Stricter = {
  readonly type: Flag['type']
  /** The values that are refused, whole. */
  readonly value: RegExp
  /** Of which flags of the type; of all when absent. */
  readonly of?: (flag: Flag, name: string, release: string) => boolean
  /** Where one more thing must hold of the value. */
  readonly where?: (value: string, flag: Flag) => boolean
  readonly why: string
}

const isPlain = ({ unsigned, prefixed }: Flag): boolean => !unsigned && !prefixed
const isPrefixed = ({ unsigned, prefixed }: Flag): boolean => unsigned === true || prefixed === true
const isOutside = (value: string, { min, max }: Flag): boolean => Number(value) < Number(min ?? -Infinity) || Number(value) > Number(max ?? Infinity)

/** Each is needed: lab/flags.lab.test.ts fails when one of them excused nothing. */
export const STRICTER: readonly Stricter[] = [
  { type: 'enum', value: /^.*$/s, of: (_, name, release) => isCheckedLater(name, release), where: (value, { values = [] }) => !values.includes(value), why: 'text to kingpin: Thanos looks at the word once it starts to use it' },
  { type: 'integer', value: /^[-+]?\d+$/, where: isOutside, why: 'kingpin knows no bounds' },
  { type: 'integer', value: /^(\d+\.\d+|\d+e\d+|0x\d+|\d+_\d+|NaN|Infinity)$/, of: isPlain, why: 'kingpin reads it as a floating-point number (strconv.ParseFloat) and cuts it off' },
  { type: 'integer', value: /^(010|0x10|1_000)$/, of: isPrefixed, why: 'kingpin reads Go\'s notation of numbers (strconv.ParseInt with base 0): 010 is eight' },
  { type: 'float', value: /^(0x1p4|0x10|1_000|NaN|Infinity)$/, why: 'strconv.ParseFloat takes hexadecimal numbers, NaN and Infinity for numbers; nobody means them here' },
  { type: 'float', value: /^[-+]?[\d.e-]+$/, where: isOutside, why: 'kingpin knows no bounds' },
  { type: 'float', value: /^010$/, of: ({ floatSince }, _, release) => !isAtLeast(release, floatSince ?? '0.0'), why: 'a whole number in that release, where 010 is eight' },
  { type: 'duration', value: /^(-1s|-1d|0|0s)$/, of: ({ min }) => min !== undefined, why: 'kingpin knows no bounds' },
  { type: 'address', value: /^(?!(dns|dnssrv|dnssrvnoa|dnsdualstack)\+.)(?!.*:\d+$).*$/s, why: 'text to kingpin: without a port the process ends when it listens there, or never finds whom it looks for' },
  { type: 'address', value: /^[a-z]+:\/\/.*$/, why: 'text to kingpin: a scheme becomes part of the name of the host' },
  { type: 'address', value: /^:99999$/, why: 'text to kingpin: no such port' },
  { type: 'url', value: /^(?!https?:\/\/).*$/s, why: 'text to kingpin, or anything that net/url can take apart: without http:// or https:// nothing is reached there' },
  { type: 'file', value: /^$/, why: 'text to kingpin: no path' },
  { type: 'label', value: /^(?!\w+="([^"\\]|\\.)*"$).*$/s, why: 'text to kingpin: the process ends when it reads the labels, before it serves anything' },
]

/** Why Gauntlet is right to refuse a value that kingpin reads; undefined where nothing is known to make it so. */
export function whyStricter({ flag, name, value, release }: { flag: Flag; name: string; value: string; release: string }): Stricter | undefined {
  return STRICTER.find((one) => one.type === flag.type && one.value.test(value) && (one.of?.(flag, name, release) ?? true) && (one.where?.(value, flag) ?? true))
}
