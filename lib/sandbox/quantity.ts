// Kubernetes quantities ("500m", "4Gi") in their canonical form: the largest unit that leaves a whole number.

const BINARY = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei']
const DECIMAL = ['n', 'u', 'm', '', 'k', 'M', 'G', 'T', 'P', 'E']
/** Quantities are counted in billionths. */
const WHOLE = 1_000_000_000n

/** The canonical form of a quantity, or undefined when it is none. */
export function canonicalQuantity(value: string | number): string | undefined {
  const match = /^([+-]?)(\d*)(?:\.(\d*))?(?:([numkMGTPE]|[KMGTPE]i)|[eE]([+-]?\d+))?$/.exec(String(value).trim())
  const [, sign = '', digits = '', fraction = '', suffix = '', exponent] = match ?? []
  if (!match || digits + fraction === '') return undefined
  const isBinary = suffix.endsWith('i')
  const mantissa = BigInt(digits + fraction)
  const power = exponent === undefined ? (DECIMAL.indexOf(isBinary ? '' : suffix) - 3) * 3 : Number(exponent)
  const scaled = shift(mantissa * (isBinary ? 1024n ** BigInt(BINARY.indexOf(suffix)) : 1n), power - fraction.length + 9)
  if (scaled === 0n) return '0'
  const text = isBinary && scaled % WHOLE === 0n ? withUnit(scaled / WHOLE, 1024n, BINARY) : withUnit(scaled, 1000n, DECIMAL)
  return sign === '-' ? `-${text}` : text
}

/** Rounds up what is smaller than a billionth, as Kubernetes does. */
function shift(value: bigint, powerOfTen: number): bigint {
  if (powerOfTen >= 0) return value * 10n ** BigInt(powerOfTen)
  const divisor = 10n ** BigInt(-powerOfTen)
  return (value + divisor - 1n) / divisor
}

function withUnit(value: bigint, base: bigint, units: readonly string[]): string {
  let rest = value
  let unit = 0
  while (unit < units.length - 1 && rest % base === 0n) {
    rest /= base
    unit++
  }
  return `${rest}${units[unit]}`
}
