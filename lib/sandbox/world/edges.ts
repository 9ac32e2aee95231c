// The edges that write into the sandbox: Prometheus servers elsewhere, each with its external labels, tenant and load that follows the day.
import { z } from 'zod'

export const Edge = z.strictObject({
  name: z.string().min(1), labels: z.record(z.string(), z.string()), tenant: z.string().default('default-tenant'), series: z.number().int().positive(), scrapeS: z.number().positive().default(30),
  /** Whether it writes `up`; one that is pushed to may not. */
  hasUp: z.boolean().default(true),
})
export type Edge = z.infer<typeof Edge>

const CITIES = ['seoul', 'busan', 'tokyo', 'osaka', 'singapore', 'sydney', 'mumbai', 'frankfurt', 'dublin', 'virginia', 'oregon', 'saopaulo'] as const

/** So many edges, the same every time. */
export function makeEdges(count: number): Edge[] {
  return Array.from({ length: count }, (_, index) => {
    const city = CITIES[index % CITIES.length] ?? 'seoul'
    const name = `${city}-${Math.floor(index / CITIES.length) + 1}`
    return { name, labels: { cluster: name, region: city }, tenant: index % 3 === 2 ? 'payments' : 'default-tenant', series: 8_000 + (index * 7_919) % 60_000, scrapeS: 30, hasUp: true }
  })
}

const DAY_MS = 86_400_000

/** Series that an edge has at a time: a fifth more by day than by night, each edge with its own hour. */
export function seriesAt({ series, name }: Edge, at: number): number {
  return Math.round(series * (1 + 0.12 * Math.sin((2 * Math.PI * at) / DAY_MS + hash(name)) + 0.02 * Math.sin((2 * Math.PI * at) / 3_600_000 + hash(name))))
}

/** Samples a second. */
export function rateAt(edge: Edge, at: number): number {
  return seriesAt(edge, at) / edge.scrapeS
}

/** A number that is the same for a text every time, 0 to 2³². */
export function hash(text: string): number {
  let value = 2_166_136_261
  for (const character of text) value = Math.imul(value ^ (character.codePointAt(0) ?? 0), 16_777_619)
  return value >>> 0
}
