// One number of a preset with its reason: the formula with the numbers filled in, where it comes from, and how far it can be trusted.
import { formatBytes } from '../../manifest/quantity.ts'
import type { Text } from '../../text.ts'
import { GIB, MIB } from './units.ts'

/** `exact` follows from what was typed; `documented` is a rule that the source states; `rule-of-thumb` is experience, to be measured later. */
export type Basis = 'exact' | 'documented' | 'rule-of-thumb'

export type FigureId = 'replicas' | 'memory' | 'cpu' | 'disk' | 'cache' | 'pool' | 'concurrency' | 'bucket'

export type Figure = {
  readonly id: FigureId
  readonly label: Text
  /** As it is written into the manifest, or shown: "12Gi", "3". */
  readonly value: string
  /** In plain words, with the numbers. */
  readonly formula: Text
  readonly basis: Basis
  readonly source: string
}

/** What a preset writes into a workload, and why. Memory and disk are Kubernetes quantities. */
export type Sizing = {
  readonly replicas: number
  readonly requests: { readonly cpu: string; readonly memory: string }
  readonly limits: { readonly memory: string }
  readonly disk?: string
  /** Flags that the size decides, by name. */
  readonly flags: Readonly<Record<string, string>>
  readonly figures: readonly Figure[]
}

export const SOURCES = {
  receive: 'https://thanos.io/tip/components/receive.md',
  store: 'https://thanos.io/tip/components/store.md',
  compact: 'https://thanos.io/tip/components/compact.md#resources',
  query: 'https://thanos.io/tip/components/query.md',
  frontend: 'https://thanos.io/tip/components/query-frontend.md#caching',
  rule: 'https://thanos.io/tip/components/rule.md',
  disk: 'https://prometheus.io/docs/prometheus/latest/storage/#operational-aspects',
  memory: 'https://www.robustperception.io/why-does-prometheus-use-so-much-ram/',
} as const

/** Bytes that one sample takes in a block, at most. Source: Prometheus documents one to two. */
export const BYTES_PER_SAMPLE = 2

/** Memory is written in quarters of a GiB below 4 GiB, else in whole ones; never less than 256 MiB. */
export function memoryQuantity(bytes: number): string {
  const step = bytes <= 4 * GIB ? GIB / 4 : GIB
  return formatBytes(Math.max(GIB / 4, Math.ceil(bytes / step) * step))
}

/** Disks are written in steps of 10 GiB. */
export function diskQuantity(bytes: number): string {
  return formatBytes(Math.max(10 * GIB, Math.ceil(bytes / (10 * GIB)) * 10 * GIB))
}

/** CPU is requested in steps of a quarter of a core. */
export function cpuQuantity(cores: number): string {
  const quarters = Math.max(1, Math.ceil(cores * 4))
  return quarters % 4 === 0 ? String(quarters / 4) : `${quarters * 250}m`
}

/** A flag's size as Thanos writes it, in whole MB or GB (of 1024). */
export function flagSize(bytes: number): string {
  const mib = Math.ceil(bytes / MIB)
  return mib % 1024 === 0 ? `${mib / 1024}GB` : `${mib}MB`
}

/** A count for people: 2 000 000 is "2M", 66 667 is "66.7k". */
export function short(count: number): string {
  const [divisor, suffix] = ([[1e9, 'G'], [1e6, 'M'], [1e3, 'k']] as const).find(([least]) => count >= least) ?? [1, '']
  return `${Number((count / divisor).toPrecision(3))}${suffix}`
}

/** Bytes for people: "12.3 GiB". */
export function shortBytes(bytes: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB']
  const power = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log2(Math.max(bytes, 1)) / 10)))
  return `${Number((bytes / 1024 ** power).toPrecision(3))} ${units[power] ?? 'B'}`
}
