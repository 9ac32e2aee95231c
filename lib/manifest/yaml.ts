// Writes JSON as YAML in the manner of kubectl: no folded lines, blocks for texts of several lines, no needless quotes, the usual order
// of an object's first fields. What is written reads back as the same value.
import { Document, Pair, Scalar, YAMLMap, YAMLSeq, type Node } from 'yaml'
import { isJsonObject, type Json, type JsonObject } from './types.ts'
import { needsQuotes } from './yaml-scalar.ts'

const OBJECT_ORDER = ['apiVersion', 'kind', 'metadata', 'type', 'immutable', 'spec', 'stringData', 'data', 'binaryData']
const METADATA_ORDER = ['name', 'generateName', 'namespace', 'labels', 'annotations']
const LAST = ['status']

/**
 * The YAML of a value, ending in a line break. Same value with same order of keys, same bytes. Below the first levels of an object keys
 * keep their order.
 */
export function toYaml(value: Json): string {
  const document = new Document(null, { schema: 'failsafe', version: '1.2' })
  // A block needs a parent to be indented from, so a bare string is quoted.
  document.contents = typeof value === 'string' ? stringNode(value, false) : node(ordered(value))
  return document.toString({ lineWidth: 0, indentSeq: false, flowCollectionPadding: false, blockQuote: 'literal', doubleQuotedAsJSON: true, verifyAliasOrder: false })
}

/** Several values as one stream, with `---` between them. */
export function toYamlStream(values: readonly Json[]): string {
  return values.map(toYaml).join('---\n')
}

function ordered(value: Json): Json {
  if (!isJsonObject(value) || typeof value.kind !== 'string' || !('apiVersion' in value)) return value
  const { metadata } = value
  return inOrder(isJsonObject(metadata) ? { ...value, metadata: inOrder(metadata, METADATA_ORDER) } : value, OBJECT_ORDER)
}

function inOrder(map: JsonObject, first: readonly string[]): JsonObject {
  const rank = (key: string): number => {
    if (LAST.includes(key)) return first.length + 1
    const index = first.indexOf(key)
    return index < 0 ? first.length : index
  }
  return Object.fromEntries(Object.entries(map).toSorted(([a], [b]) => rank(a) - rank(b)))
}

function node(value: Json): Node {
  if (typeof value === 'string') return stringNode(value, true)
  if (Array.isArray(value)) {
    const list = new YAMLSeq()
    list.items = value.map(node)
    return list
  }
  if (isJsonObject(value)) {
    const map = new YAMLMap()
    map.items = Object.entries(value).map(([key, field]) => new Pair(stringNode(key, false), node(field)))
    return map
  }
  const scalar = new Scalar(String(value))
  scalar.type = Scalar.PLAIN
  return scalar
}

function stringNode(value: string, mayBeBlock: boolean): Scalar {
  const scalar = new Scalar(value)
  if (mayBeBlock && value.includes('\n') && isBlockText(value)) scalar.type = Scalar.BLOCK_LITERAL
  else if (needsQuotes(value) || value.includes('\n') || !isPrintable(value)) scalar.type = Scalar.QUOTE_DOUBLE
  else scalar.type = Scalar.PLAIN
  return scalar
}

/** A block gives back every character as it stands, but for other line breaks, and for trailing blank lines that hold spaces. */
function isBlockText(value: string): boolean {
  return isPrintable(value.replaceAll('\n', '').replaceAll('\t', '')) && !/^\s*\n/.test(value) && !/\n[ \t]+$/.test(value) && !/[ \t]\n/.test(value)
}

/** Neither control characters, nor what YAML 1.1 takes for a line break or a byte order mark, nor half a character. */
function isPrintable(value: string): boolean {
  return !/[\u0000-\u001f\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/.test(value) && value.isWellFormed()
}
