// What the ruler's parser refuses in a PromQL expression: its grammar, and ranges where none may stand. What else it refuses (types of
// numbers and strings, label names) is left to it.
import { parser } from '@prometheus-io/lezer-promql'
import { type Text, text } from '../../text.ts'

type Node = ReturnType<typeof parser.parse>['topNode']

const RANGES: ReadonlySet<string> = new Set(['MatrixSelector', 'SubqueryExpr'])
/** What may stand around a range and leaves it one. */
const AROUND: ReadonlySet<string> = new Set(['OffsetExpr', 'StepInvariantExpr', 'ParenExpr'])
/** Functions of a range besides those that end in _over_time. Source: Prometheus promql/parser/functions.go. */
const OF_RANGES: ReadonlySet<string> = new Set(['rate', 'irate', 'increase', 'delta', 'idelta', 'deriv', 'changes', 'resets', 'predict_linear', 'double_exponential_smoothing'])
const NEAR = 24

/** What is wrong with an expression, as the end of a sentence about it; undefined when nothing is. */
export function expressionFault(expression: string): Text | undefined {
  // Until Prometheus 3 this function had another name, and older releases of Thanos still know it by that.
  const written = expression.replaceAll(/\bholt_winters\b/g, 'double_exponential_smoothing')
  if (written.trim() === '') return text('it is empty', '비어 있습니다')
  const nodes: Node[] = []
  parser.parse(written).iterate({ enter: ({ node }) => { nodes.push(node) } })
  const torn = nodes.find(({ type }) => type.isError)
  if (torn !== undefined) return tornAt(written, torn.from)
  return nodes.reduce<Text | undefined>((found, node) => found ?? rangeFault(written, node) ?? patternFault(written, node), undefined)
}

function tornAt(expression: string, at: number): Text {
  const rest = expression.slice(at).trim()
  if (rest === '') return text('something is missing at its end', '끝에 무언가 빠졌습니다')
  const near = shortened(rest)
  return text(`it cannot be read from ${near} on`, `${near}부터 읽을 수 없습니다`)
}

function rangeFault(expression: string, node: Node): Text | undefined {
  if (RANGES.has(node.name) && !isWanted(expression, node)) {
    const range = shortened(expression.slice(node.from, node.to))
    return text(`${range} is a range, and a single value for each series is wanted there`, `${range}은(는) 범위인데, 그 자리에는 시리즈마다 값 하나가 와야 합니다`)
  }
  const called = node.name === 'FunctionCall' ? nameOf(expression, node) : undefined
  if (called === undefined || !isOfRanges(called) || argumentsOf(node).some((argument) => RANGES.has(inner(argument).name))) return undefined
  return text(`${called}() takes a range such as x[5m]`, `${called}()에는 x[5m] 같은 범위가 필요합니다`)
}

/** A regular expression in a matcher that RE2 refuses: brackets that do not close, nothing to repeat, and looking ahead or behind. */
function patternFault(expression: string, node: Node): Text | undefined {
  const value = node.name === 'EqlRegex' || node.name === 'NeqRegex' ? node.parent?.nextSibling : null
  if (value?.name !== 'StringLiteral') return undefined
  const written = expression.slice(value.from, value.to)
  const pattern = written.startsWith('`') ? written.slice(1, -1) : written.slice(1, -1).replaceAll(/\\([\\"'])/g, '$1')
  if (!isRefused(pattern)) return undefined
  return text(`${shortened(written)} is no regular expression`, `${shortened(written)}은(는) 정규식이 아닙니다`)
}

function isRefused(pattern: string): boolean {
  const bare = pattern.replaceAll(/\\[\s\S]/g, 'x')
  // What RE2 reads and JavaScript does not says nothing here.
  if (/\\[QEzAC]/.test(pattern)) return false
  if (/\(\?(?:[=!]|<[=!])/.test(bare)) return true
  try {
    // Only read, never run.
    RegExp(bare.replaceAll(/\(\?[imsU-]+\)/g, '').replaceAll(/\(\?[imsU-]+:/g, '(?:').replaceAll('(?P<', '(?<'))
    return false
  } catch {
    return true
  }
}

/** Whether a range stands in a function that takes one. */
function isWanted(expression: string, range: Node): boolean {
  let { parent } = range
  while (parent !== null && AROUND.has(parent.name)) parent = parent.parent
  const call = parent?.name === 'FunctionCallBody' ? parent.parent : null
  return call !== null && call.name === 'FunctionCall' && isOfRanges(nameOf(expression, call) ?? '')
}

function argumentsOf(call: Node): Node[] {
  const body = call.getChild('FunctionCallBody')
  const found: Node[] = []
  for (let child = body?.firstChild ?? null; child !== null; child = child.nextSibling) found.push(child)
  return found
}

/** An argument without what stands around a range. */
function inner(argument: Node): Node {
  const below = AROUND.has(argument.name) ? argument.firstChild : null
  return below === null ? argument : inner(below)
}

function nameOf(expression: string, call: Node): string | undefined {
  const name = call.getChild('FunctionIdentifier')
  return name === null ? undefined : expression.slice(name.from, name.to)
}

function isOfRanges(name: string): boolean {
  return OF_RANGES.has(name) || name.endsWith('_over_time')
}

function shortened(words: string): string {
  const line = words.replaceAll(/\s+/g, ' ')
  return `“${line.length > NEAR ? `${line.slice(0, NEAR)}…` : line}”`
}
