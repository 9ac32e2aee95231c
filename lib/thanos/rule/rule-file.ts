// Rule files as Thanos reads them: groups, rules, and what the loader would refuse.
import { parse, YAMLParseError } from 'yaml'
import { syntaxProblem } from '../../manifest/yaml-problem.ts'
import { text as words, type Text } from '../../text.ts'
import { aNumber, aScalar, aText, either, fields, listOf, mapOf, misfit, such } from '../document-shape.ts'
import { parseDurationMs } from '../duration.ts'

const DURATION = such(aScalar, (written) => parseDurationMs(written) !== undefined, words('no duration such as 5m', '5m 같은 기간이 아닙니다'))
const RULE = fields({
  needed: { expr: either(aText, aNumber) },
  optional: { record: aText, alert: aText, for: DURATION, keep_firing_for: DURATION, labels: mapOf(aScalar), annotations: mapOf(aScalar) },
})
const RULE_FILE = fields({
  needed: {
    groups: listOf(fields({
      needed: { name: such(aText, (name) => name !== '', words('it has no name', '이름이 없습니다')) },
      optional: {
        interval: DURATION, query_offset: DURATION, limit: aNumber, labels: mapOf(aScalar),
        partial_response_strategy: such(aText, (word) => /^(warn|abort)$/i.test(word), words('neither warn nor abort', 'warn도 abort도 아닙니다')),
        rules: listOf((value, at) => RULE(value, at) ?? (isOneOfTwo(value) ? refused(value, at) : misfit(at, words('a rule has either record or alert', '규칙에는 record와 alert 중 하나만 있어야 합니다')))),
      },
    })),
  },
})

export type Rule = {
  record?: string; alert?: string; expr: string | number; for?: string; keep_firing_for?: string; labels?: Record<string, string>; annotations?: Record<string, string>
}
export type RuleGroup = { name: string; interval?: string; query_offset?: string; limit?: number; labels?: Record<string, string>; partial_response_strategy?: string; rules: Rule[] }

/** What is wrong with a rule file, and where when the place is known (1-based line). */
export type RuleFault = { readonly fault: Text; readonly line?: number }

/** Reads a rule file; a fault says in few words what the loader refuses. Source: pkg/rules/manager.go, Prometheus rulefmt. */
export function parseRuleFile(text: string): { groups: RuleGroup[] } | RuleFault {
  let document: unknown
  try {
    document = parse(text, { logLevel: 'error' })
  } catch (error) {
    if (!(error instanceof YAMLParseError)) return { fault: words('not YAML', 'YAML이 아닙니다') }
    return { fault: syntaxProblem(error.code), ...(error.linePos ? { line: error.linePos[0].line } : {}) }
  }
  return readRules(document)
}

/** The same of a document that was read already: a PrometheusRule's spec. */
export function readRules(document: unknown): { groups: RuleGroup[] } | RuleFault {
  const fault = RULE_FILE(document, '')
  if (fault !== undefined) return { fault }
  // Safe because the shape was looked at.
  const groups = (document as { groups: Record<string, unknown>[] }).groups.map(groupOf)
  const names = groups.map((group) => group.name)
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  return twice === undefined ? { groups } : { fault: words(`the group name "${twice}" is there twice`, `그룹 이름 "${twice}"이(가) 두 번 있습니다`) }
}

/** YAML's numbers and switches are read as the text that they are written with; what is null is absent. */
function groupOf({ rules, ...group }: Record<string, unknown>): RuleGroup {
  const list = Array.isArray(rules) ? rules : []
  // Safe because the shape was looked at.
  return { ...asTexts(group, ['interval', 'query_offset']), rules: list.map((rule: Record<string, unknown>) => asTexts(rule, ['for', 'keep_firing_for'])) } as RuleGroup
}

function asTexts(fieldsOf: Record<string, unknown>, durations: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fieldsOf).filter(([, value]) => value !== null).map(([key, value]) => {
    if (durations.includes(key)) return [key, String(value)]
    return typeof value === 'object' && value !== null ? [key, Object.fromEntries(Object.entries(value).map(([name, each]) => [name, String(each)]))] : [key, value]
  }))
}

function isOneOfTwo(rule: unknown): boolean {
  const { record, alert } = rule as { record?: unknown; alert?: unknown } // Safe because it is a map by its shape.
  return (record === undefined || record === null) !== (alert === undefined || alert === null)
}

/** What a rule of the right shape is refused for. Source: Prometheus model/rulefmt, Rule.Validate and testTemplateParsing. */
function refused(value: unknown, at: string): Text | undefined {
  const rule = value as Record<string, unknown> // Safe because it is a map by its shape.
  const { record } = rule
  if (Object.hasOwn(mapIn(rule.labels), '__name__')) return misfit(`${at}.labels`, words('a rule sets no label __name__', '규칙은 __name__ 라벨을 정할 수 없습니다'))
  if (typeof record === 'string') {
    if (/[{}]/.test(record)) return misfit(`${at}.record`, words('the name of a series has no braces', '시리즈 이름에는 중괄호를 쓸 수 없습니다'))
    if (Object.keys(mapIn(rule.annotations)).length > 0) return misfit(at, words('annotations belong to alerts, and this rule records', 'annotations는 알림 규칙에만 쓰는데 이 규칙은 기록 규칙입니다'))
    const waits = ['for', 'keep_firing_for'].find((key) => (parseDurationMs(String(rule[key] ?? '0')) ?? 0) > 0)
    return waits === undefined ? undefined : misfit(at, words(`${waits} belongs to alerts, and this rule records`, `${waits}은(는) 알림 규칙에만 쓰는데 이 규칙은 기록 규칙입니다`))
  }
  const open = (['labels', 'annotations'] as const).flatMap((part) => Object.entries(mapIn(rule[part])).filter(([, written]) => isOpen(String(written))).map(([key]) => `${at}.${part}.${key}`))[0]
  return open === undefined ? undefined : misfit(open, words('a template {{ is not closed', '템플릿 {{가 닫히지 않았습니다'))
}

function mapIn(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {}
}

/** Whether an action of a Go template has no end; texts and comments in it may hold braces. */
function isOpen(template: string): boolean {
  return template.replaceAll(/\{\{-?\s*\/\*[\s\S]*?\*\/\s*-?\}\}|\{\{(?:"(?:\\.|[^"\\])*"|`[^`]*`|'(?:\\.|[^'\\])*'|(?!\}\})[^"`'])*\}\}/g, '').includes('{{')
}

/** Whether a text looks like a rule file: it lists groups. */
export function looksLikeRules(text: string): boolean {
  return /^\s*["']?groups["']?\s*:/m.test(text)
}
