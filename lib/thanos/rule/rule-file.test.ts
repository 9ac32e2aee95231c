import { expect, test } from 'vitest'
import { parseRuleFile } from './rule-file.ts'

test('a rule file that is not YAML to its end is refused, with the line', () => {
  expect(parseRuleFile('groups:\n  - name: a\n    rules: [\n')).toMatchObject({ fault: { en: expect.any(String), ko: expect.stringMatching(/[가-힣]/) }, line: expect.any(Number) })
})

test('a rule that neither records nor alerts is refused by name of its place', () => {
  expect(parseRuleFile('groups:\n  - name: a\n    rules:\n      - expr: up\n')).toEqual({ fault: { en: 'groups.0.rules.0: a rule has either record or alert', ko: 'groups.0.rules.0: 규칙에는 record와 alert 중 하나만 있어야 합니다' } })
})
