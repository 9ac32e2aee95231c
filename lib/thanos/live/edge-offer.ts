// What one would declare of an edge that sends and that nobody declared: a name, its labels and its tenant as they are seen, and the rate at which it sends.
import type { DeclaredEdge } from '../declared-edge.ts'
import type { EdgeRow } from './edges.ts'

const MAX_NAME = 63

/** The declaration; undefined for what carries no labels, which nothing tells apart. `taken` are the names that are declared. */
export function declarationOf({ name, labels, seen }: EdgeRow, taken: ReadonlySet<string>): DeclaredEdge | undefined {
  if (Object.keys(labels).length === 0) return undefined
  const tenant = seen?.tenant
  return { name: freeName(plainName(name), taken), kind: 'prometheus', labels, ...(tenant === undefined ? {} : { tenant }), samplesPerS: Math.round(seen?.samplesPerS ?? 0) }
}

/** Declarations of all edges that nobody declared. */
export function offers(rows: readonly EdgeRow[]): DeclaredEdge[] {
  const taken = new Set(rows.flatMap(({ declared }) => (declared === undefined ? [] : [declared.name])))
  return rows.filter(({ declared }) => declared === undefined).flatMap((row) => {
    const edge = declarationOf(row, taken)
    if (edge === undefined) return []
    taken.add(edge.name)
    return [edge]
  })
}

function plainName(name: string): string {
  const plain = trimmed(trimmed(name.toLowerCase().replaceAll(/[^a-z0-9.-]+/g, '-')).slice(0, MAX_NAME))
  return plain === '' ? 'edge' : plain
}

function trimmed(name: string): string {
  return name.replaceAll(/^[.-]+|[.-]+$/g, '')
}

function freeName(name: string, taken: ReadonlySet<string>): string {
  for (let count = 1; ; count += 1) {
    const end = count === 1 ? '' : `-${count}`
    const candidate = `${trimmed(name.slice(0, MAX_NAME - end.length))}${end}`
    if (!taken.has(candidate)) return candidate
  }
}
