// Where in its YAML a finding points: the line that its path names, with the lines around it.
import { isMap, isScalar, isSeq, LineCounter, type Node, parseAllDocuments } from 'yaml'
import type { ImportSource } from '#lib/thanos/draft.ts'

/** Lines of one text, numbered from 1. `hit` is the number of the line that is meant. */
export type Excerpt = { readonly file: string; readonly hit: number; readonly lines: readonly { number: number; text: string }[] }

const AROUND = 2

/** An object as it stands in what was imported: all lines of its file, and the numbers of its first and last one. */
export type SourcePlace = { readonly file: string; readonly lines: readonly string[]; readonly first: number; readonly last: number }

/** What is looked up once per file: its lines, and where an object can begin or end in it (line numbers from 1, ascending). */
type Indexed = { readonly lines: readonly string[]; readonly starts: readonly number[]; readonly marks: readonly number[] }

const indexed = new WeakMap<ImportSource, ReadonlyMap<string, Indexed>>()

/** Where an object was read from; undefined when it came from no file. */
export function placeInSource(sources: readonly ImportSource[], object: string): SourcePlace | undefined {
  for (const source of sources) {
    const place = source.places[object]
    const file = place === undefined ? undefined : filesOf(source).get(place.file)
    if (place === undefined || file === undefined) continue
    return { file: place.file, lines: file.lines, first: place.line, last: endOf(place.line, file) }
  }
  return undefined
}

/** The lines around the place of a finding in what was imported; undefined when its object was not read from a file. */
export function excerptOf(sources: readonly ImportSource[], finding: { object: string; path: string }): Excerpt | undefined {
  const place = placeInSource(sources, finding.object)
  return place && around(place.file, place.lines, lineOf(place.lines, place.first, place.last, finding.path))
}

/** The lines around the place of a finding in the rendered manifest of its object. */
export function renderedExcerpt(yaml: string, title: string, path: string): Excerpt {
  const lines = yaml.replace(/\n$/, '').split('\n')
  return around(title, lines, lineOf(lines, 1, lines.length, path))
}

function around(file: string, lines: readonly string[], hit: number): Excerpt {
  const from = Math.max(1, hit - AROUND)
  const shown = lines.slice(from - 1, hit + AROUND).map((text, index) => ({ number: from + index, text }))
  return { file, hit, lines: shown }
}

function filesOf(source: ImportSource): ReadonlyMap<string, Indexed> {
  const known = indexed.get(source)
  if (known !== undefined) return known
  const starts = Map.groupBy(Object.values(source.places), ({ file }) => file)
  // Of two files with one name the first one counts.
  const files = new Map(source.files.toReversed().map(({ name, text }) => {
    const lines = text.split('\n')
    return [name, {
      lines,
      starts: (starts.get(name) ?? []).map(({ line }) => line).toSorted((a, b) => a - b),
      marks: lines.flatMap((line, index) => (/^---(\s|$)/.test(line) ? [index + 1] : [])),
    }]
  }))
  indexed.set(source, files)
  return files
}

/** The last line of the object that begins at line `first`: the one before the next object or the next document. */
function endOf(first: number, { lines, starts, marks }: Indexed): number {
  const next = starts.find((line) => line > first) ?? Infinity
  const mark = marks.find((line) => line > first) ?? Infinity
  return Math.min(lines.length, next - 1, mark - 1)
}

function lineOf(lines: readonly string[], first: number, last: number, path: string): number {
  const own = lines.slice(first - 1, last)
  const find = (pattern: RegExp): number | undefined => {
    const index = own.findIndex((line) => pattern.test(line))
    return index === -1 ? undefined : first + index
  }
  const [head = '', ...rest] = path.split('.')
  const tail = rest.join('.')
  switch (head) {
    case 'flags': return find(new RegExp(`--(no-)?${escaped(tail)}(=|\\s|"|'|$)`)) ?? find(/^\s*(- )?(args|command):/) ?? first
    case 'files': return find(new RegExp(`^\\s*["']?${escaped(tail)}["']?:`)) ?? first
    case 'objectStorage':
    case 'keys': return find(new RegExp(`^\\s*["']?${escaped(rest.at(-1) ?? '')}["']?:`)) ?? find(new RegExp(escaped(tail))) ?? first
    case 'image':
    case 'replicas':
    case 'resources': return find(new RegExp(`^\\s*(- )?${head}:`)) ?? first
    case 'storage': return find(/^\s*storage:/) ?? first
    default: return lineOfNode(own, path, first) ?? first
  }
}

/** The line of the node that a path such as "spec.ports[0].port" names, or of the deepest parent that exists. */
function lineOfNode(lines: readonly string[], path: string, first: number): number | undefined {
  const counter = new LineCounter()
  const [document] = parseAllDocuments(lines.join('\n'), { lineCounter: counter, strict: false })
  let node: unknown = document !== undefined && 'contents' in document ? document.contents : undefined
  let line: number | undefined
  if (isSeq(node)) node = node.items[0]
  for (const part of path.replaceAll(/\[(\d+)\]/g, '.$1').split('.').filter((key) => key !== '')) {
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === part)
      if (pair === undefined) break
      line = lineAt(counter, pair.key as Node)
      node = pair.value
    } else if (isSeq(node)) {
      node = node.items[Number(part)]
      line = lineAt(counter, node as Node | undefined) ?? line
    } else break
  }
  return line === undefined ? undefined : first - 1 + line
}

function lineAt(counter: LineCounter, node: Node | undefined): number | undefined {
  const start = node?.range?.[0]
  return start === undefined ? undefined : counter.linePos(start).line
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\/]/g, '\\$&')
}
