// Cuts a file into the texts of its documents before anything is parsed, so that one bad document does not take its neighbours down.

/** One document's text, and the line of the file on which it starts, from 1. */
export type Chunk = { text: string; line: number }

/** The documents of a file: cut at `---` and `...` at the start of a line, and between JSON objects that follow each other. Empty ones are left out. */
export function documentChunks(file: string): Chunk[] {
  // Files that were put together have the mark of each, before or after the marker.
  const source = file.includes('\uFEFF') ? file.replaceAll(/(?<=^|\n)\uFEFF/g, '') : file
  // A marker in the first column ends a document even inside quotes or a block of text, says the YAML specification.
  const marker = /(?<=^|\n)(?:---|\.\.\.)(?=[ \t\r\n]|$)/g
  const chunks: Chunk[] = []
  let start = 0
  let line = 1
  const cut = (end: number): void => {
    const text = source.slice(start, end)
    for (const part of jsonParts(text)) {
      if (!isEmpty(part.text)) chunks.push({ text: part.text, line: line + part.line - 1 })
    }
    line += countLines(text)
  }
  for (const found of source.matchAll(marker)) {
    cut(found.index)
    // "---" stays, since a document may begin on its line; "..." says nothing of what follows.
    start = found[0] === '...' ? found.index + found[0].length : found.index
  }
  cut(source.length)
  return chunks
}

/** `jq '.items[]'` writes objects one after the other without any marker; anything else is one part. */
function jsonParts(text: string): Chunk[] {
  const whole = [{ text, line: 1 }]
  if (!/^\s*\{/.test(text)) return whole
  const parts: Chunk[] = []
  let depth = 0
  let start = 0
  let line = 1
  for (const token of text.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\]]/gs)) {
    if (token[0] === '{' || token[0] === '[') {
      if (depth === 0 && text.slice(start, token.index).trim() !== '') return whole
      depth += 1
    } else if (token[0] === '}' || token[0] === ']') {
      depth -= 1
      if (depth < 0) return whole
      if (depth === 0) {
        const part = text.slice(start, token.index + 1)
        parts.push({ text: part, line })
        line += countLines(part)
        start = token.index + 1
      }
    }
  }
  const isWhole = parts.length < 2 || depth !== 0 || text.slice(start).trim() !== ''
  return isWhole ? whole : parts
}

function isEmpty(text: string): boolean {
  return text.replace(/^---/, '').split('\n').every((line) => /^\s*(?:#.*)?$/.test(line) || line.startsWith('%'))
}

function countLines(text: string): number {
  return text.split('\n').length - 1
}
