// JSON of a large value, written a piece at a time, so that the page can go on in between.

/** A page may stand still so long: less than what the eye or a key notices. */
const AT_MOST_MS = 12
/** Below this depth a value is written in one go; items of a list that many at once. */
const DEPTH = 5
const ITEMS = 50

/** What JSON.stringify gives, as pieces to be joined. `pause` gives way to whatever waits. */
export async function jsonInPieces(value: unknown, pause: () => Promise<void> = nextTask): Promise<string[]> {
  const pieces: string[] = []
  let since = performance.now()
  for (const piece of piecesOf(value, 0)) {
    pieces.push(piece)
    if (performance.now() - since < AT_MOST_MS) continue
    await pause()
    since = performance.now()
  }
  return pieces
}

function* piecesOf(value: unknown, depth: number): Generator<string> {
  if (depth >= DEPTH || typeof value !== 'object' || value === null || 'toJSON' in value) {
    yield JSON.stringify(value) ?? 'null'
    return
  }
  if (Array.isArray(value)) {
    yield '['
    if (value.length > ITEMS) {
      for (let at = 0; at < value.length; at += ITEMS) yield `${at === 0 ? '' : ','}${JSON.stringify(value.slice(at, at + ITEMS)).slice(1, -1)}`
    } else {
      for (const [index, item] of value.entries()) {
        if (index > 0) yield ','
        yield* piecesOf(item, depth + 1)
      }
    }
    yield ']'
    return
  }
  yield '{'
  let isFirst = true
  for (const [key, item] of Object.entries(value)) {
    if (item === undefined || typeof item === 'function' || typeof item === 'symbol') continue
    yield `${isFirst ? '' : ','}${JSON.stringify(key)}:`
    isFirst = false
    yield* piecesOf(item, depth + 1)
  }
  yield '}'
}

function nextTask(): Promise<void> {
  return new Promise((resolve) => { setTimeout(resolve, 0) })
}
