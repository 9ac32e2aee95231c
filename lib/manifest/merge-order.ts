// The order of names after two people changed a list: whoever reordered is followed, and what only the other one has stands behind its neighbour.

/**
 * The names of `present` in the order of a three-way merge. Theirs leads unless only mine moved something. Every name of `present` comes
 * out once, also one that only the base has.
 */
export function mergeOrder({ base, theirs, mine, present }: {
  base: readonly string[]; theirs: readonly string[]; mine: readonly string[]; present: ReadonlySet<string>
}): string[] {
  const [lead, ...others] = isSameOrder(base, theirs) ? [mine, theirs, base] : [theirs, mine, base]
  const order = [...new Set(lead)].filter((name) => present.has(name))
  const placed = new Set(order)
  for (const other of others) {
    other.forEach((name, index) => {
      if (!present.has(name) || placed.has(name)) return
      const neighbour = other.slice(0, index).findLast((earlier) => placed.has(earlier))
      order.splice(neighbour === undefined ? 0 : order.indexOf(neighbour) + 1, 0, name)
      placed.add(name)
    })
  }
  return order
}

function isSameOrder(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((name, index) => name === b[index])
}
