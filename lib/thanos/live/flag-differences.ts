// Whether a running Thanos has the flags that its workload asks for: /api/v1/status/flags beside the command line of the spec.
import { parseDurationMs, parseGoDurationMs } from '../duration.ts'
import { parseSizeBytes } from '../size.ts'

export type FlagRow = {
  flag: string
  /** As the spec writes it; absent when the spec leaves it to Thanos. */
  desired?: string
  real?: string
  state: 'same' | 'differs' | 'not-seen' | 'not-set'
}

type Values = Readonly<Record<string, readonly string[]>>
type Real = Readonly<Record<string, string>>

/** Every flag of either side: those that differ first, then what the spec sets, then what Thanos has by itself; each by name. */
export function flagRows(desired: Values, real: Real | undefined): FlagRow[] {
  const names = [...new Set([...Object.keys(desired), ...Object.keys(real ?? {})])].toSorted()
  const rows = names.map((flag): FlagRow => {
    const wanted = desired[flag]?.join(',')
    const has = real?.[flag]
    return { flag, ...(wanted === undefined ? {} : { desired: wanted }), ...(has === undefined ? {} : { real: has }), state: stateOf(desired[flag], has, real !== undefined) }
  })
  return rows.toSorted((a, b) => ORDER.indexOf(a.state) - ORDER.indexOf(b.state))
}

const ORDER: readonly FlagRow['state'][] = ['differs', 'same', 'not-seen', 'not-set']

/** The flags that a pod has otherwise than the spec asks. */
export function flagDifferences(desired: Values, real: Real): FlagRow[] {
  return flagRows(desired, real).filter(({ state }) => state === 'differs')
}

/** What Thanos tells of objstore.config and of objstore.config-file, though that is only a name. Source: cmd/thanos/main.go, getFlagsMap; seen on v0.42.4. */
const HIDDEN = '<REDACTED>'

function stateOf(wanted: readonly string[] | undefined, real: string | undefined, isRead: boolean): FlagRow['state'] {
  if (wanted === undefined) return 'not-set'
  // Thanos lists every flag that it has; one that is not listed is not its own (a reloader's, a later release's).
  if (!isRead || real === undefined || real === HIDDEN) return 'not-seen'
  return isSame(wanted, real) ? 'same' : 'differs'
}

/** A repeated flag is printed joined by commas; a length of time and a size may be printed in another unit. */
function isSame(wanted: readonly string[], told: string): boolean {
  const real = told.replaceAll(/,\s+/g, ',')
  const last = wanted.at(-1) ?? ''
  if (wanted.join(',') === real || last === real) return true
  if (wanted.length > 1 && sorted(wanted.join(',')) === sorted(real)) return true
  // A variable that only the pod knows, and a whole document, whose credentials Thanos may print or hide.
  if (wanted.some((value) => value.includes('$('))) return isPattern(wanted.join(',')).test(real)
  if (last.includes('\n')) return true
  return isSameAmount(last, real)
}

/** Whether both are the same number, length of time or size, be it in another unit: "-24h" and "-1d". */
export function isSameAmount(one: string, other: string): boolean {
  const amount = amountOf(one)
  return amount !== undefined && amount === amountOf(other)
}

function sorted(values: string): string {
  return values.split(',').toSorted().join(',')
}

function isPattern(value: string): RegExp {
  return new RegExp(`^${value.split(/\$\([\w.-]+\)/).map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)).join('.*')}$`, 's')
}

function amountOf(value: string): string | undefined {
  if (/^-?\d+(?:\.\d+)?$/.test(value)) return `#${Number(value)}`
  const ms = parseDurationMs(value) ?? parseGoDurationMs(value, true)
  if (ms !== undefined) return `ms${ms}`
  const bytes = parseSizeBytes(value)
  return bytes === undefined ? undefined : `B${bytes}`
}
