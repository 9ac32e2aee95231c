import { expect, test } from 'vitest'
import { parseRuleFile } from './rule-file.ts'

test('a rule file that is not YAML to its end is refused, with the line', () => {
  expect(parseRuleFile('groups:\n  - name: a\n    rules: [\n')).toMatchObject({ fault: expect.any(String), line: expect.any(Number) })
})

test('a rule that neither records nor alerts is refused by name of its place', () => {
  expect(parseRuleFile('groups:\n  - name: a\n    rules:\n      - expr: up\n')).toEqual({ fault: 'groups.0.rules.0: a rule has either record or alert' })
})
