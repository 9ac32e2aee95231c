// Waiting for a condition, never for a time.

/** Asks again and again until the answer is the wanted one. Throws after the limit, with the last answer. */
export async function until<Value>(ask: () => Promise<Value>, isDone: (value: Value) => boolean, limitMs = 10_000): Promise<Value> {
  const deadline = Date.now() + limitMs
  for (;;) {
    const value = await ask()
    if (isDone(value)) return value
    if (Date.now() > deadline) throw new Error(`still not there after ${limitMs} ms: ${JSON.stringify(value)}`)
    await new Promise((resolve) => { setTimeout(resolve, 15) })
  }
}
