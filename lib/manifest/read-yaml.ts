// Reads YAML and JSON text as kubectl reads it: many documents to a file, lists unfolded, and a bad document never costs a good one.
import { LineCounter, parseDocument } from 'yaml'
import { text, type Text } from '../text.ts'
import { parsePointer } from './pointer.ts'
import { isJsonObject, type Json, type JsonObject } from './types.ts'
import { documentChunks, type Chunk } from './yaml-chunks.ts'
import { looksLikeTemplate, syntaxProblem, TEMPLATE } from './yaml-problem.ts'
import { ALIAS_BUDGET, yamlValue, YamlFault, type AliasBudget, type KeyLines } from './yaml-value.ts'

/** A file or a document that could not be read: where (from 1) and what to do. Never carries text of the document but the names of keys and anchors. */
export type ReadProblem = { file: string; line: number; column: number; message: Text }

export type ReadDocument = {
  value: Json
  file: string
  /** The line of the file on which the document or the list item starts, from 1. */
  line: number
  /** The line of the file on which the value at a JSON pointer is written; undefined when there is none. */
  positions: (pointer: string) => number | undefined
}

export type Reading = { documents: ReadDocument[]; problems: ReadProblem[] }

/** The failsafe schema leaves every word as written; what it means is decided by yamlValue, as Kubernetes would. */
const AS_WRITTEN = { schema: 'failsafe', resolveKnownTags: false, uniqueKeys: false, prettyErrors: false, logLevel: 'silent' } as const
const MAX_CHARACTERS = 10_000_000
const MAX_DOCUMENTS = 2000

/**
 * Reads all documents of all files, in order. Empty documents are left out; the items of `kind: List` and of `*List` objects come in
 * one by one. At most 10 MB and 2,000 documents are read; what is beyond is named by a problem.
 */
export function readYaml(files: readonly { name: string; text: string }[]): Reading {
  const reading: Reading = { documents: [], problems: [] }
  const budget: AliasBudget = { left: ALIAS_BUDGET }
  let characters = 0
  for (const file of files) {
    characters += file.text.length
    if (characters > MAX_CHARACTERS) {
      const message = text('more than 10 MB were given; this file and those after it were not read', '10 MB를 넘었습니다. 이 파일부터는 읽지 않았습니다')
      reading.problems.push({ file: file.name, line: 1, column: 1, message })
      break
    }
    if (file.text.includes('\0')) {
      const message = text('this file is not text; give YAML or JSON', '텍스트 파일이 아닙니다. YAML 또는 JSON 파일을 넣으십시오')
      reading.problems.push({ file: file.name, line: 1, column: 1, message })
      continue
    }
    if (!readFile(file, reading, budget)) break
  }
  return reading
}

/** Returns false when the limit on documents is reached. */
function readFile(file: { name: string; text: string }, reading: Reading, budget: AliasBudget): boolean {
  for (const chunk of documentChunks(file.text)) {
    for (const document of readChunk(file.name, chunk, budget)) {
      if ('message' in document) {
        reading.problems.push(document)
      } else if (reading.documents.length >= MAX_DOCUMENTS) {
        const message = text('more than 2,000 documents were given; from here on they were not read', '문서가 2,000개를 넘었습니다. 여기부터는 읽지 않았습니다')
        reading.problems.push({ file: file.name, line: document.line, column: 1, message })
        return false
      } else {
        reading.documents.push(document)
      }
    }
  }
  return true
}

function readChunk(file: string, chunk: Chunk, budget: AliasBudget): (ReadDocument | ReadProblem)[] {
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
  const lines: KeyLines = new WeakMap()
  try {
    const value = yamlValue(parsed.contents, { lineAt, lines, budget })
    if (value === null) return []
    const line = lineAt(parsed.contents?.range?.[0] ?? 0)
    return unfold(value, [], line).map((one) => ({
      value: one.value, file, line: one.line, positions: (pointer) => lineOfPointer(one.value, pointer, one.line, lines),
    }))
  } catch (caught) {
    if (!(caught instanceof YamlFault)) throw caught
    return [problemAt(looksLikeTemplate(chunk.text) ? TEMPLATE : caught.says, caught.offset)]
  }

  function unfold(value: Json, path: string[], line: number): { value: Json; line: number }[] {
    if (!isList(value)) return [{ value, line }]
    const itemKind = value.kind === 'List' ? undefined : value.kind.slice(0, -'List'.length)
    return value.items.flatMap((item, index) => unfold(typed(item, itemKind, value.apiVersion), [...path, 'items'], lines.get(value.items)?.get(index) ?? line))
  }

  /** The API server writes the kind of a typed list's items only into the list. */
  function typed(item: Json, kind: string | undefined, apiVersion: Json | undefined): Json {
    if (!isJsonObject(item) || kind === undefined || item.kind !== undefined || typeof apiVersion !== 'string') return item
    const named = { apiVersion, kind, ...item }
    const known = lines.get(item)
    if (known) lines.set(named, known)
    return named
  }
}

function isList(value: Json): value is JsonObject & { kind: string; items: Json[] } {
  return isJsonObject(value) && typeof value.kind === 'string' && value.kind.endsWith('List') && Array.isArray(value.items)
}

function lineOfPointer(value: Json, pointer: string, start: number, lines: KeyLines): number | undefined {
  let here: Json | undefined = value
  let line: number | undefined = start
  for (const segment of parsePointer(pointer)) {
    if (typeof here !== 'object' || here === null) return undefined
    const key = Array.isArray(here) ? Number(segment) : segment
    line = lines.get(here)?.get(key)
    if (line === undefined) return undefined
    here = Array.isArray(here) ? here[Number(segment)] : here[segment]
  }
  return line
}
