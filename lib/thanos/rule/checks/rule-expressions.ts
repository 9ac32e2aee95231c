// Rules that load and never say anything, since Thanos does not have their metrics, and expressions for which the ruler refuses to load any.
import { text } from '../../../text.ts'
import { chosenFix, report, type Check } from '../../check.ts'
import { judgeExpression, type Rewrite } from '../../checks/metric-findings.ts'
import type { Finding, Fix } from '../../finding.ts'
import { expressionFault } from '../expression-fault.ts'
import { ruleTexts } from '../rule-texts.ts'

export const ruleExpressions: Check = ({ spec }) => ruleTexts(spec).flatMap(({ object, path, key, text: content, parsed }) => {
  if (!('groups' in parsed)) return []
  const rewrite: Rewrite = (metric, instead) => (content === undefined ? undefined : renamed({ object, key, content }, metric, instead))
  return parsed.groups.flatMap((group) => group.rules.flatMap((rule): Finding[] => {
    const name = rule.alert ?? rule.record ?? group.name
    const expression = String(rule.expr)
    return [...judgeExpression({ object, path }, name, expression, rewrite), ...refusal({ object, path }, name, expression)]
  }))
})

/** What the ruler's parser would say. */
function refusal(place: { object: string; path: string }, name: string, expression: string): Finding[] {
  // Several rules may have one name.
  const at = { ...place, source: 'https://thanos.io/tip/components/rule.md', about: `${name}: ${expression.replaceAll(/\s+/g, ' ').slice(0, 120)}` }
  if (!isBalanced(expression)) {
    return [report(at, 'rule/unbalanced-expression', 'error', text(`${name}: a bracket of the expression is not closed.`, `${name}: 식의 괄호가 닫히지 않았습니다.`), REFUSED)]
  }
  const fault = expressionFault(expression)
  if (fault === undefined) return []
  return [report(at, 'rule/invalid-expression', 'error', text(`${name}: the expression is refused, since ${fault.en}.`, `${name}: 식이 거부됩니다. ${fault.ko}.`), REFUSED)]
}

const REFUSED = text(
  'At start the ruler exits. At a reload all groups with the same partial response strategy keep their old rules.',
  '시작할 때는 ruler가 종료됩니다. 다시 읽을 때는 같은 partial response 전략의 모든 그룹이 이전 규칙을 유지합니다.',
)

/** The file with another metric in the place of one that has no matchers of its own. */
function renamed({ object, key, content }: { object: string; key: string; content: string }, metric: string, instead: string): Fix | undefined {
  const isPlain = !new RegExp(`\\b${metric}\\s*\\{`).test(content) || !instead.includes('{')
  if (!isPlain || instead.includes(',') || instead.includes('(')) return undefined
  const changed = content.replaceAll(new RegExp(`\\b${metric}\\b`, 'g'), instead)
  return chosenFix(text(`Write ${instead}`, `${instead}(으)로 바꾸기`), { op: 'file.set', object, key, text: changed })
}

const CLOSING: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' }

function isBalanced(expression: string): boolean {
  const open: string[] = []
  for (const character of expression.replaceAll(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`[^`]*`|#.*/g, '')) {
    const opening = CLOSING[character]
    if ('([{'.includes(character)) open.push(character)
    else if (opening !== undefined && open.pop() !== opening) return false
  }
  return open.length === 0
}
