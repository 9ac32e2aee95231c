// Doing the same to many things, a few at a time, so that an API server is not flooded.

/** Maps in order with at most `limit` calls under way. The first failure is thrown once the calls under way have ended. */
export async function mapBounded<Item, Result>(items: readonly Item[], limit: number, work: (item: Item) => Promise<Result>): Promise<Result[]> {
  const results: Result[] = []
  const failures: unknown[] = []
  // All workers take from the same iterator, so each item is taken once.
  const rest = items.entries()
  const worker = async (): Promise<void> => {
    for (const [index, item] of rest) {
      if (failures.length > 0) return
      try {
        results[index] = await work(item)
      } catch (error) {
        failures.push(error)
      }
    }
  }
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, worker))
  if (failures.length > 0) throw failures[0]
  return results
}
