// JSON columns: what goes in, and how it is parsed when it comes out.
import type { Prisma } from './generated/client.ts'

/** A value as a JSON column takes it; keys without a value are left out. */
export function toJson(value: unknown): Prisma.InputJsonValue {
  // Safe because JSON.parse gives nothing but JSON, and `undefined` at the top is turned away by the columns' own types.
  return JSON.parse(JSON.stringify(value)) as Prisma.InputJsonValue
}

/** `{[key]: value}`, or nothing when the value is absent or null: optional properties may not hold undefined. */
export function optional<K extends string, V>(key: K, value: V | null | undefined): { [key in K]?: V } {
  if (value === null || value === undefined) return {}
  // Safe because the computed key is K and the value is V; TypeScript widens computed keys to string.
  return { [key]: value } as { [key in K]: V }
}
