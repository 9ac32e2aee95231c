// Rules that load and never say anything: metrics that Thanos does not have, brackets that stay open.
import { text } from '../../../text.ts'
import { report, type Check } from '../../check.ts'
import { judgeExpression } from '../../checks/metric-findings.ts'
import type { Finding } from '../../finding.ts'
import { ruleTexts } from '../rule-texts.ts'

export const ruleExpressions: Check = ({ spec }) => ruleTexts(spec).flatMap(({ object, path, parsed }) => {
  if (!('groups' in parsed)) return []
  return parsed.groups.flatMap((group) => group.rules.flatMap((rule): Finding[] => {
    const name = rule.alert ?? rule.record ?? group.name
    const expression = String(rule.expr)
    return [...judgeExpression({ object, path }, name, expression), ...(isBalanced(expression) ? [] : [report(
      { object, path, source: 'https://thanos.io/tip/components/rule.md' }, 'rule/unbalanced-expression', 'error',
      text(`${name}: a bracket of the expression is not closed.`, `${name}: 식의 괄호가 닫히지 않았습니다.`),
      text('At start the ruler exits. At a reload all groups with the same partial response strategy keep their old rules.', '시작할 때는 ruler가 종료됩니다. 다시 읽을 때는 같은 partial response 전략의 모든 그룹이 이전 규칙을 유지합니다.'),
    )])]
  }))
})

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
