import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { text } from '#lib/text.ts'
import { adopt } from '#lib/thanos/adopt.ts'
import { endpointRows, queriersOf } from './endpoint-rows.ts'
import { fitsEndpoint, fitsRuleFile, type Shown } from './list-filter.ts'
import type { RuleFileView } from './rules-model.ts'

const SPEC = adopt(['thanos-query', 'thanos-store', 'thanos-ruler', 'thanos-receiver'].map((name) => ({ name, text: readFileSync(`examples/guide/${name}.yaml`, 'utf8') }))).spec
const FILES: RuleFileView[] = [
  { object: 'ConfigMap/rules', key: 'node.yaml', text: '', loadedBy: queriersOf(SPEC), parsed: { groups: [{ name: 'node', rules: [{ alert: 'NodeDown', expr: 'up == 0' }] }] } },
  { object: 'ConfigMap/rules', key: 'idle.yaml', text: '', loadedBy: [], parsed: { groups: [] } },
  { object: 'ConfigMap/old', key: 'broken.yaml', text: '', loadedBy: queriersOf(SPEC), parsed: { fault: text('no groups', '그룹이 없습니다') } },
]

describe('endpoints', () => {
  const [query] = queriersOf(SPEC)
  const found = (q: string, show: Shown = 'all'): string[] => (query === undefined ? [] : endpointRows(SPEC, query).rows)
    .filter((row) => fitsEndpoint(row, { q, show })).map(({ destination }) => (destination.status === 'workload' ? destination.workload.name : destination.status))

  test('are narrowed by every word, in address or in what they lead to', () => {
    expect(found('')).toEqual(['no-service', 'thanos-store', 'thanos-ruler', 'thanos-receiver'])
    expect(found('RULER')).toEqual(['thanos-ruler'])
    expect(found('thanos nowhere')).toEqual([])
  })

  test('are narrowed to those that lead nowhere', () => {
    expect(found('', 'faulty')).toEqual(['no-service'])
  })
})

describe('rule files', () => {
  const found = (q: string, show: Shown = 'all'): string[] => FILES.filter((file) => fitsRuleFile(file, { q, show })).map(({ key }) => key)

  test('are found by name, ConfigMap, group and rule', () => {
    expect(found('')).toEqual(['node.yaml', 'idle.yaml', 'broken.yaml'])
    expect(found('nodedown')).toEqual(['node.yaml'])
    expect(found('rules idle')).toEqual(['idle.yaml'])
  })

  test('are narrowed to those that are refused or that nobody loads', () => {
    expect(found('', 'faulty')).toEqual(['idle.yaml', 'broken.yaml'])
  })
})
