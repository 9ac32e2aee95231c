// Turns one parsed YAML document into JSON with the meaning that Kubernetes gives it: YAML 1.1 words, merge keys, keys as strings,
// aliases copied in within a budget. Knows nothing of files.
import { isAlias, isMap, isNode, isScalar, isSeq, Scalar, type Alias, type Node, type Pair, type YAMLMap } from 'yaml'
import { text, type Text } from '../text.ts'
import type { Json, JsonObject } from './types.ts'
import { isTemplateValue, TEMPLATE } from './yaml-problem.ts'
import { plainValue } from './yaml-scalar.ts'

/** What Kubernetes would not take in a document, and where: an offset into its text. */
export class YamlFault extends Error {
  readonly says: Text
  readonly offset: number

  constructor(says: Text, offset: number) {
    super(says.en)
    this.says = says
    this.offset = offset
  }
}

/** By list, the offset into the text at which each item starts. */
export type ItemStarts = WeakMap<Json[], number[]>

/** How much may still be copied in through aliases, in characters: shared by all documents of one reading. */
export type AliasBudget = { left: number }
export const ALIAS_BUDGET = 2_000_000

type Place = { depth: number; isCopy: boolean }

/** What a node costs beside its text. */
const NODE_COST = 10
const MAX_DEPTH = 200
const TAG = 'tag:yaml.org,2002:'

/**
 * The JSON of a document's root node; throws YamlFault.
 * A merge key is read where it stands, as Kubernetes does: fields below it win over it, and it wins over fields above it.
 */
export function yamlValue(root: Node | null, context: { itemStarts: ItemStarts; budget: AliasBudget }): Json {
  const { itemStarts, budget } = context
  const anchors = new Map<string, Node>()
  const targets = new Map<Alias, Node>()
  const open = new Set<Node>()
  return convert(root, { depth: 0, isCopy: false })

  function convert(node: unknown, place: Place): Json {
    if (isAlias(node)) return convert(follow(node), { depth: place.depth, isCopy: true })
    if (!isNode(node)) return null
    remember(node, place)
    if (isScalar(node)) {
      const value = scalarValue(node)
      if (place.isCopy) spend(NODE_COST + String(value).length, node)
      return value
    }
    if (place.isCopy) spend(NODE_COST, node)
    if (place.depth > MAX_DEPTH) {
      throw fault(node, `this is nested more than ${MAX_DEPTH} levels deep`, `${MAX_DEPTH}단계보다 깊게 중첩되어 있습니다`)
    }
    const inside = { depth: place.depth + 1, isCopy: place.isCopy }
    open.add(node)
    let value: Json = null
    if (isMap(node)) value = mapping(node, inside)
    if (isSeq(node)) {
      value = node.items.map((item) => convert(item, inside))
      itemStarts.set(value, node.items.map(offsetOf))
    }
    open.delete(node)
    return value
  }

  function mapping(map: YAMLMap, place: Place): JsonObject {
    const fields = new Map<string, Json>()
    const written = new Set<string>()
    for (const pair of map.items) {
      if (isMergeKey(pair)) {
        merge(pair.value, place, fields)
        continue
      }
      const key = keyOf(pair.key, map, place)
      if (written.has(key)) {
        throw fault(pair.key, `the key "${key}" stands twice in one mapping; remove one of the two`, `한 매핑에 키 "${key}"가 두 번 있습니다. 둘 중 하나를 지우세요`)
      }
      written.add(key)
      fields.set(key, convert(pair.value, place))
    }
    return Object.fromEntries(fields)
  }

  function merge(source: unknown, place: Place, fields: Map<string, Json>): void {
    if (isSeq(source)) {
      remember(source, place)
      // Of several mappings the first one wins, so it is laid on last.
      for (const item of source.items.toReversed()) mergeOne(item, place, fields)
    } else {
      mergeOne(source, place, fields)
    }
  }

  function mergeOne(source: unknown, place: Place, fields: Map<string, Json>): void {
    const map = isAlias(source) ? follow(source) : source
    if (!isMap(map)) {
      throw fault(source, 'the merge key << takes a mapping, or a list of mappings', '병합 키 <<에는 매핑이나 매핑 목록만 올 수 있습니다')
    }
    for (const [key, value] of Object.entries(convert(map, { depth: place.depth, isCopy: place.isCopy || isAlias(source) }) ?? {})) {
      fields.set(key, value)
    }
  }

  function keyOf(node: unknown, map: YAMLMap, place: Place): string {
    const key = isScalar(node) || isAlias(node) ? convert(node, place) : undefined
    if (key === null || key === undefined || typeof key === 'object') {
      throw fault(node ?? map, 'a key must be a word: not empty, no list and no mapping', '키는 비어 있지 않은 단어여야 하며 목록이나 매핑일 수 없습니다')
    }
    if (key === '__proto__') throw fault(node, 'the key "__proto__" is not taken', '"__proto__"는 키로 쓸 수 없습니다')
    return String(key)
  }

  /** An alias means the anchor that stands above it in the text, also when its text is copied again further down. */
  function follow(alias: Alias): Node {
    const target = targets.get(alias) ?? anchors.get(alias.source)
    if (target === undefined) {
      throw fault(alias, `the alias *${alias.source} has no anchor &${alias.source} above it`, `별칭 *${alias.source}보다 위에 앵커 &${alias.source}가 없습니다`)
    }
    if (open.has(target)) {
      throw fault(alias, `the anchor &${alias.source} contains itself`, `앵커 &${alias.source}가 자기 자신을 포함합니다`)
    }
    targets.set(alias, target)
    return target
  }

  function remember(node: Node, place: Place): void {
    if ('anchor' in node && node.anchor !== undefined && !place.isCopy) anchors.set(node.anchor, node)
  }

  function spend(amount: number, node: Node): void {
    budget.left -= amount
    if (budget.left < 0) {
      throw fault(node, 'the aliases of this document multiply its content beyond measure; write the content out', '이 문서의 별칭이 내용을 지나치게 부풀립니다. 별칭 대신 내용을 직접 쓰세요')
    }
  }
}

function scalarValue(node: Scalar): string | number | boolean | null {
  const word = typeof node.value === 'string' ? node.value : String(node.value ?? '')
  const isBlock = node.type === Scalar.BLOCK_LITERAL || node.type === Scalar.BLOCK_FOLDED
  // A block of text may be about templates; a quoted action is one that Helm was to replace.
  if (!isBlock && isTemplateValue(word)) throw new YamlFault(TEMPLATE, offsetOf(node))
  const tag = node.tag?.startsWith(TAG) ? node.tag.slice(TAG.length) : undefined
  if (tag === 'binary') {
    throw fault(node, 'Kubernetes does not take !!binary; write the base64 text as a plain string', 'Kubernetes는 !!binary를 받지 않습니다. base64 문자열을 그대로 쓰세요')
  }
  // A word is a string when it is quoted, when it says so, and when its tag is nobody's.
  const isString = (node.type !== Scalar.PLAIN && tag === undefined) || tag === 'str' || (node.tag !== undefined && tag === undefined)
  if (isString) return word
  const plain = plainValue(word)
  if (plain.kind === 'not-finite') {
    throw fault(node, `${word} is no number in JSON; quote it if it is meant as a string`, `${word}는 JSON 숫자가 아닙니다. 문자열이라면 따옴표로 묶으세요`)
  }
  if (plain.kind === 'too-large') {
    throw fault(node, 'this whole number is too large to be kept exactly; quote it if it is meant as a string', '이 정수는 너무 커서 정확히 보존할 수 없습니다. 문자열이라면 따옴표로 묶으세요')
  }
  if (tag !== undefined && !fitsTag(plain.value, tag)) {
    throw fault(node, `this value is not of the type that its tag !!${tag} says`, `값이 태그 !!${tag}의 형식과 다릅니다`)
  }
  return plain.value
}

function fitsTag(value: string | number | boolean | null, tag: string): boolean {
  if (tag === 'int') return Number.isInteger(value)
  if (tag === 'float') return typeof value === 'number'
  if (tag === 'bool') return typeof value === 'boolean'
  if (tag === 'null') return value === null
  return typeof value === 'string'
}

function isMergeKey({ key }: Pair): boolean {
  if (!isScalar(key) || key.value !== '<<') return false
  return key.tag === `${TAG}merge` || (key.type === Scalar.PLAIN && key.tag === undefined)
}

function offsetOf(node: unknown): number {
  return isNode(node) ? node.range?.[0] ?? 0 : 0
}

function fault(node: unknown, en: string, ko: string): YamlFault {
  return new YamlFault(text(en, ko), offsetOf(node))
}
