// Reads YAML and JSON text as kubectl reads it: many documents to a file, lists unfolded, and a bad document never costs a good one.
import { LineCounter, parseDocument } from 'yaml'
import { text, type Text } from '../text.ts'
import { isJsonObject, type Json, type JsonObject } from './types.ts'
import { documentChunks, type Chunk } from './yaml-chunks.ts'
import { quickDocument } from './yaml-quick.ts'
import { looksLikeTemplate, syntaxProblem, TEMPLATE } from './yaml-problem.ts'
import { ALIAS_BUDGET, yamlValue, YamlFault, type AliasBudget, type ItemStarts } from './yaml-value.ts'

/** A file or a document that could not be read: where (from 1) and what to do. Never carries text of the document but the names of keys and anchors. */
export type ReadProblem = { file: string; line: number; column: number; message: Text }

export type ReadDocument = {
  value: Json
  file: string
  /** The line of the file on which the document or the list item starts, from 1. */
  line: number
}

export type Reading = { documents: ReadDocument[]; problems: ReadProblem[] }

/** How far a reading is: which file it is in, from 1, how much of all text is behind it, from 0 to 1, and the documents so far. */
export type ReadProgress = { readonly file: number; readonly share: number; readonly documents: number }

/** The failsafe schema leaves every word as written; what it means is decided by yamlValue, as Kubernetes would. */
const AS_WRITTEN = { schema: 'failsafe', resolveKnownTags: false, uniqueKeys: false, prettyErrors: false, logLevel: 'silent' } as const
const MAX_CHARACTERS = 10_000_000
const MAX_DOCUMENTS = 2000

/**
 * Reads all documents of all files, in order. Empty documents are left out; the items of `kind: List` and of `*List` objects come in
 * one by one. At most 10 MB and 2,000 documents are read; every file that is left out by that is named by a problem. `onProgress` is called
 * after every document.
 */
export function readYaml(files: readonly { name: string; text: string }[], onProgress?: (progress: ReadProgress) => void): Reading {
  const reading: Reading = { documents: [], problems: [] }
  const all = files.reduce((sum, { text: { length } }) => sum + length, 0)
  const budget: AliasBudget = { left: ALIAS_BUDGET }
  let characters = 0
  let seen = 0
  for (const [index, file] of files.entries()) {
    const before = seen
    seen += file.text.length
    if (characters + file.text.length > MAX_CHARACTERS) {
      reading.problems.push(...leftOut([file], file.text.length > MAX_CHARACTERS ? TOO_LARGE : BEYOND_SIZE))
      continue
    }
    characters += file.text.length
    if (file.text.includes('\0')) {
      const message = text('this file is not text; give YAML or JSON', '텍스트 파일이 아닙니다. YAML 또는 JSON 파일을 넣으세요')
      reading.problems.push({ file: file.name, line: 1, column: 1, message })
      continue
    }
    const onChunk = onProgress && ((read: number): void => onProgress({ file: index + 1, share: (before + read) / all, documents: reading.documents.length }))
    if (!readFile(file, { reading, budget, onChunk })) {
      reading.problems.push(...leftOut(files.slice(index + 1), BEYOND_COUNT))
      break
    }
  }
  return reading
}

/** A problem for each file that has anything to lose. */
function leftOut(files: readonly { name: string; text: string }[], message: Text): ReadProblem[] {
  return files.filter(({ text: source }) => HAS_CONTENT.test(source)).map(({ name: file }) => ({ file, line: 1, column: 1, message }))
}

/** A line that is more than a comment or a marker between documents. */
const HAS_CONTENT = /^(?!---[ \t\r]*$)[ \t]*[^\s#]/m
const TOO_LARGE = text(
  'this file was not read, since it has more than 10 MB. Divide it between documents and import the parts one by one',
  '이 파일은 10 MB를 넘어 읽지 않았습니다. 문서 사이에서 나누어 하나씩 가져오세요',
)
const BEYOND_SIZE = text(
  'this file was not read, since more than 10 MB were given. Import it afterwards, by itself',
  '모두 합해 10 MB를 넘어 이 파일은 읽지 않았습니다. 나중에 따로 가져오세요',
)
const BEYOND_COUNT = text(
  'this file was not read, since more than 2,000 documents were given. Import it afterwards, by itself',
  '문서가 2,000개를 넘어 이 파일은 읽지 않았습니다. 나중에 따로 가져오세요',
)
const BEYOND_HERE = text(
  'more than 2,000 documents were given; this file was not read from this line on. Import the rest of it afterwards, by itself',
  '문서가 2,000개를 넘었습니다. 이 파일은 이 줄부터 읽지 않았습니다. 나머지는 나중에 따로 가져오세요',
)

type Going = { readonly reading: Reading; readonly budget: AliasBudget; readonly onChunk: ((read: number) => void) | undefined }

/** Returns false when the limit on documents is reached. */
function readFile(file: { name: string; text: string }, { reading, budget, onChunk }: Going): boolean {
  let read = 0
  for (const chunk of documentChunks(file.text)) {
    for (const document of readChunk(file.name, chunk, budget)) {
      if ('message' in document) {
        reading.problems.push(document)
      } else if (reading.documents.length >= MAX_DOCUMENTS) {
        reading.problems.push({ file: file.name, line: document.line, column: 1, message: BEYOND_HERE })
        return false
      } else {
        reading.documents.push(document)
      }
    }
    read += chunk.text.length
    onChunk?.(read)
  }
  return true
}

function readChunk(file: string, chunk: Chunk, budget: AliasBudget): (ReadDocument | ReadProblem)[] {
  return readQuickly(file, chunk) ?? readFully(file, chunk, budget)
}

/** What nearly every manifest is; undefined for a text that takes the full reader, which also says where it is wrong. */
function readQuickly(file: string, chunk: Chunk): ReadDocument[] | undefined {
  const quick = quickDocument(chunk.text)
  if (quick === undefined) return undefined
  return documentsOf(file, quick, lineCounter(chunk))
}

type Parsed = { readonly value: Json; readonly start: number; readonly itemStarts: Pick<ItemStarts, 'get'> }

function documentsOf(file: string, { value, start, itemStarts }: Parsed, lineAt: (offset: number) => number): ReadDocument[] {
  const lineOfItem = (items: Json[], index: number): number | undefined => {
    const at = itemStarts.get(items)?.[index]
    return at === undefined ? undefined : lineAt(at)
  }
  return unfold(value, lineAt(start), lineOfItem).map((one) => ({ ...one, file }))
}

/** The line of the file at an offset of a chunk; offsets must come in ascending order to be found at once. */
function lineCounter({ text: source, line: first }: Chunk): (offset: number) => number {
  let at = 0
  let line = first
  return (offset) => {
    if (offset < at) {
      at = 0
      line = first
    }
    for (let next = source.indexOf('\n', at); next >= 0 && next < offset; next = source.indexOf('\n', at)) {
      at = next + 1
      line += 1
    }
    return line
  }
}

function readFully(file: string, chunk: Chunk, budget: AliasBudget): (ReadDocument | ReadProblem)[] {
  const counter = new LineCounter()
  const lineAt = (offset: number): number => counter.linePos(offset).line + chunk.line - 1
  const problemAt = (message: Text, offset: number): ReadProblem => {
    const { line, col } = counter.linePos(offset)
    return { file, line: line + chunk.line - 1, column: Math.max(col, 1), message }
  }
  const parsed = parseDocument(chunk.text, { ...AS_WRITTEN, lineCounter: counter })
  const [error] = parsed.errors
  if (error) {
    const message = looksLikeTemplate(chunk.text) ? TEMPLATE : syntaxProblem(error.code)
    return [problemAt(message, Math.min(error.pos[0], chunk.text.length))]
  }
  const itemStarts: ItemStarts = new WeakMap()
  try {
    const value = yamlValue(parsed.contents, { itemStarts, budget })
    if (value === null) return []
    return documentsOf(file, { value, start: parsed.contents?.range?.[0] ?? 0, itemStarts }, lineAt)
  } catch (caught) {
    if (!(caught instanceof YamlFault)) throw caught
    return [problemAt(looksLikeTemplate(chunk.text) ? TEMPLATE : caught.says, caught.offset)]
  }
}

/** The items of a list, of lists in it too, each with its line; anything else as it is. */
function unfold(value: Json, line: number, lineOfItem: (items: Json[], index: number) => number | undefined): { value: Json; line: number }[] {
  if (!isList(value)) return [{ value, line }]
  const itemKind = value.kind === 'List' ? undefined : value.kind.slice(0, -'List'.length)
  return value.items.flatMap((item, index) => unfold(typed(item, itemKind, value.apiVersion), lineOfItem(value.items, index) ?? line, lineOfItem))
}

/** The API server writes the kind of a typed list's items only into the list. */
function typed(item: Json, kind: string | undefined, apiVersion: Json | undefined): Json {
  if (!isJsonObject(item) || kind === undefined || item.kind !== undefined || typeof apiVersion !== 'string') return item
  return { apiVersion, kind, ...item }
}

function isList(value: Json): value is JsonObject & { kind: string; items: Json[] } {
  return isJsonObject(value) && typeof value.kind === 'string' && value.kind.endsWith('List') && Array.isArray(value.items)
}
