// Kubernetes quantities ("4Gi", "500m", "1e3") as numbers and back.
// Source: https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/

const BINARY = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei']
const FACTOR = new Map<string, number>([
  ...BINARY.map((suffix, power): [string, number] => [suffix, 1024 ** power]),
  ...['n', 'u', 'm', '', 'k', 'M', 'G', 'T', 'P', 'E'].map((suffix, index): [string, number] => [suffix, 10 ** (3 * (index - 3))]),
])

/** A quantity in its base unit: bytes, cores or a count. Undefined for what is no quantity ("4GB", "1 Gi", ""). */
export function parseQuantity(quantity: string | number): number | undefined {
  if (typeof quantity === 'number') return Number.isFinite(quantity) ? quantity : undefined
  const [, digits = '', suffix = '', exponent] = /^([+-]?(?:\d+\.?\d*|\.\d+))(?:([EPTGMkmunKi]{0,2})|[eE]([+-]?\d+))$/.exec(quantity) ?? []
  const factor = exponent === undefined ? FACTOR.get(suffix) : 10 ** Number(exponent)
  if (digits === '' || factor === undefined) return undefined
  // Dividing by a whole number is exact where multiplying by 0.001 is not.
  return factor < 1 ? Number(digits) / Math.round(1 / factor) : Number(digits) * factor
}

/** Bytes with the largest binary suffix that says them exactly: 1610612736 is "1536Mi". */
export function formatBytes(bytes: number): string {
  const whole = Math.round(bytes)
  const power = BINARY.findLastIndex((_, index) => whole !== 0 && whole % 1024 ** index === 0)
  return power <= 0 ? String(whole) : `${whole / 1024 ** power}${BINARY[power]}`
}

/** Cores as whole numbers or thousandths: 0.5 is "500m", 2 is "2". */
export function formatCores(cores: number): string {
  const thousandths = Math.round(cores * 1000)
  return thousandths % 1000 === 0 ? String(thousandths / 1000) : `${thousandths}m`
}
