// What an unquoted YAML word means to Kubernetes. kubectl and the API server read YAML with sigs.k8s.io/yaml, which decodes by
// YAML 1.1: yes, no, on, off, y and n are booleans, 0777 is octal, 1_000 is a number; dates and base-60 numbers stay strings.
// Source: https://github.com/kubernetes-sigs/yaml (goyaml.v2/resolve.go).

export type PlainValue =
  | { kind: 'value'; value: string | number | boolean | null }
  /** .inf and .nan: YAML has them, JSON and so Kubernetes has not. */
  | { kind: 'not-finite' }
  /** A whole number that would change when kept as a double. */
  | { kind: 'too-large' }

const WORDS = new Map<string, boolean | null>([
  ...['y', 'Y', 'yes', 'Yes', 'YES', 'true', 'True', 'TRUE', 'on', 'On', 'ON'].map((word): [string, boolean] => [word, true]),
  ...['n', 'N', 'no', 'No', 'NO', 'false', 'False', 'FALSE', 'off', 'Off', 'OFF'].map((word): [string, boolean] => [word, false]),
  ...['', '~', 'null', 'Null', 'NULL'].map((word): [string, null] => [word, null]),
])
const NOT_FINITE = /^(?:[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/
const INTEGER = /^([-+]?)(?:0[xX]([0-9a-fA-F]+)|0[bB]([01]+)|0[oO]?([0-7]+)|(0|[1-9]\d*))$/
const FLOAT = /^[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?$/
const BASE_60 = /^[-+]?\d[\d_]*(?::[0-5]?\d)+(?:\.[\d_]*)?$/

/** The value of an unquoted word, as Kubernetes reads it. */
export function plainValue(word: string): PlainValue {
  const known = WORDS.get(word)
  if (known !== undefined) return { kind: 'value', value: known }
  if (NOT_FINITE.test(word)) return { kind: 'not-finite' }
  if (!/^[-+.\d]/.test(word)) return { kind: 'value', value: word }
  const digits = word.startsWith('.') ? word : word.replaceAll('_', '')
  const integer = INTEGER.exec(digits)
  if (integer) return wholeNumber(integer)
  const float = FLOAT.test(digits) ? Number(digits) : Number.NaN
  return { kind: 'value', value: Number.isFinite(float) ? float + 0 : word }
}

/** Whether a string must be quoted to stay a string: here, as a merge key, and for older YAML readers that know base-60 numbers. */
export function needsQuotes(word: string): boolean {
  if (word === '<<' || BASE_60.test(word)) return true
  const plain = plainValue(word)
  return plain.kind !== 'value' || typeof plain.value !== 'string'
}

function wholeNumber([, sign = '', hex, binary, octal, decimal]: RegExpExecArray): PlainValue {
  // BigInt() of a very long text takes quadratic time; a double ends at 309 digits.
  if ((hex ?? binary ?? octal ?? decimal ?? '').length > 1100) return { kind: 'too-large' }
  let magnitude: bigint
  if (hex !== undefined) magnitude = BigInt(`0x${hex}`)
  else if (binary !== undefined) magnitude = BigInt(`0b${binary}`)
  else if (octal !== undefined) magnitude = BigInt(`0o${octal}`)
  else magnitude = BigInt(decimal ?? 0)
  const value = Number(sign === '-' ? -magnitude : magnitude)
  // Kept when its shortest notation still says the same number, so that what toYaml writes can be read back.
  if (!Number.isSafeInteger(value) && String(value) !== `${sign === '-' ? '-' : ''}${magnitude}`) return { kind: 'too-large' }
  return { kind: 'value', value }
}
