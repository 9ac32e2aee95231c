// The two ways in which Thanos reads a length of time: Prometheus' grammar (model.Duration) and Go's (kingpin's Duration).

const MS: Readonly<Record<string, number>> = {
  y: 365 * 86_400_000, w: 7 * 86_400_000, d: 86_400_000, h: 3_600_000, m: 60_000, s: 1000, ms: 1, us: 1e-3, 'µs': 1e-3, 'μs': 1e-3, ns: 1e-6,
}
/** Go counts nanoseconds in 63 bits, a little more than 292 years. */
const MAX_MS = 2 ** 63 / 1e6

const PROMETHEUS = /^(?:(\d+)y)?(?:(\d+)w)?(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?(?:(\d+)ms)?$/
const PROMETHEUS_UNITS = ['y', 'w', 'd', 'h', 'm', 's', 'ms'] as const

/**
 * Milliseconds of a Prometheus duration such as "1d12h" or "0"; undefined when the text is none.
 * Units y w d h m s ms, each at most once, largest first; whole numbers; no sign. A year has 365 days.
 */
export function parseDurationMs(text: string): number | undefined {
  if (text === '0') return 0
  const match = text === '' ? null : PROMETHEUS.exec(text)
  if (!match) return undefined
  const ms = PROMETHEUS_UNITS.reduce((sum, unit, at) => sum + Number(match[at + 1] ?? 0) * (MS[unit] ?? 0), 0)
  return ms < MAX_MS ? ms : undefined
}

/**
 * Milliseconds of a duration as kingpin reads it ("1h30m", "1.5h", "-1s"); undefined when the text is none.
 * Units h m s ms us ns in any order, and w and d as well when `days` (Thanos v0.39 and newer); never y.
 */
export function parseGoDurationMs(text: string, days: boolean): number | undefined {
  const unsigned = text.replace(/^[-+]/, '')
  const sign = text.startsWith('-') ? -1 : 1
  if (unsigned === '0') return 0
  if (!/^(?:(?:\d+\.?\d*|\.\d+)(?:[wdhms]|ms|us|µs|μs|ns))+$/.test(unsigned)) return undefined
  let ms = 0
  for (const [, amount = '', unit = ''] of unsigned.matchAll(/([\d.]+)([a-zµμ]+)/g)) {
    if (!days && (unit === 'w' || unit === 'd')) return undefined
    ms += Number(amount) * (MS[unit] ?? 0)
  }
  return ms < MAX_MS ? sign * ms : undefined
}

/** A Prometheus duration as Prometheus prints it: 129_600_000 is "1d12h", 0 is "0s". Less than a millisecond is cut off. */
export function formatDuration(ms: number): string {
  let rest = Math.trunc(Math.abs(ms))
  if (rest === 0) return '0s'
  let text = ms < 0 ? '-' : ''
  for (const unit of PROMETHEUS_UNITS) {
    const size = MS[unit] ?? 1
    // 90d reads better than 12w6d, so years and weeks stand alone.
    if ((unit === 'y' || unit === 'w') && rest % size !== 0) continue
    const amount = Math.floor(rest / size)
    if (amount > 0) text += `${amount}${unit}`
    rest -= amount * size
  }
  return text
}
