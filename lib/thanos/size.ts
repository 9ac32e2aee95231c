// Sizes as Thanos reads them: kingpin's Bytes, where KB and KiB are both 1024 bytes and a unit is required.

const PREFIXES = ['', 'K', 'M', 'G', 'T', 'P', 'E'] as const

function parseWith(text: string, suffix: 'iB' | 'B'): number | undefined {
  const units = new Map<string, number>(PREFIXES.map((prefix, power) => [prefix === '' ? 'B' : prefix + suffix, 1024 ** power]))
  let bytes = 0
  for (const [, amount = '', unit = ''] of text.matchAll(/(\d+\.?\d*|\.\d+)([^\d.]+)/g)) {
    const factor = units.get(unit)
    if (factor === undefined) return undefined
    bytes += Number(amount) * factor
  }
  return bytes < 2 ** 63 ? Math.trunc(bytes) : undefined
}

/**
 * Bytes of a size such as "250MB", "512MiB", "1GiB512MiB" or "0"; undefined when the text is none ("2Gi", "2gb", "2048").
 * The two families, KB and KiB, are not mixed in one size.
 */
export function parseSizeBytes(text: string): number | undefined {
  const unsigned = text.replace(/^[-+]/, '')
  const sign = text.startsWith('-') ? -1 : 1
  if (unsigned === '0') return 0
  if (!/^(?:(?:\d+\.?\d*|\.\d+)[A-Za-z]+)+$/.test(unsigned)) return undefined
  const bytes = parseWith(unsigned, 'iB') ?? parseWith(unsigned, 'B')
  return bytes === undefined ? undefined : sign * bytes
}

/** A whole number of bytes with the largest unit that loses nothing: 2_147_483_648 is "2GiB", 1_610_612_736 is "1536MiB", 0 is "0". */
export function formatSize(bytes: number): string {
  const whole = Math.trunc(bytes)
  if (whole === 0) return '0'
  let power = 0
  while (power < PREFIXES.length - 1 && whole % 1024 ** (power + 1) === 0) power++
  return `${whole / 1024 ** power}${PREFIXES[power] ?? ''}${power === 0 ? 'B' : 'iB'}`
}
