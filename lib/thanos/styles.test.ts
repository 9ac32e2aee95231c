// The styles in which installations of Thanos are written by the tools that make them: each comes in, is understood, and goes out the same.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readYaml } from '../manifest/read-yaml.ts'
import { adopt } from './adopt.ts'
import { lint } from './lint.ts'
import { render } from './render.ts'
import { workloads } from './spec.ts'

const filesOf = (style: string): { name: string; text: string }[] => [{ name: `${style}.yaml`, text: readFileSync(join(import.meta.dirname, 'testdata/styles', `${style}.yaml`), 'utf8') }]

describe.each<[string, string[], string[]]>([
  ['kube-thanos', ['store', 'query', 'query-frontend'], []],
  ['prometheus-operator', ['query'], ['Prometheus/monitoring/k8s', 'ThanosRuler/monitoring/rules']],
  ['bitnami', ['query', 'compact', 'query-frontend', 'rule'], ['PersistentVolumeClaim/monitoring/thanos-compactor']],
  ['thanos-community', ['query', 'query-frontend', 'store', 'compact', 'receive', 'rule'], ['ClusterRole/metrics-thanos-ruler', 'ClusterRoleBinding/metrics-thanos-ruler']],
  ['hand-written', ['receive'], []],
])('an installation as %s writes it', (style, kinds, left) => {
  const { spec, withheld, problems, notManaged } = adopt(filesOf(style))

  it('comes in whole, with the kinds that it runs and what is not managed', () => {
    expect(problems).toEqual([])
    expect(workloads(spec).map(({ kind }) => kind)).toEqual(kinds)
    expect(notManaged).toEqual(left)
  })

  it('goes out as it came in', () => {
    expect(JSON.stringify(render(spec, { withheld }))).toBe(JSON.stringify(readYaml(filesOf(style)).documents.map(({ value }) => value)))
  })

  it('is not called wrong', () => {
    expect(lint(spec).filter(({ severity }) => severity === 'error').map(({ code, object, path, message }) => `${code} ${object} ${path}: ${message.en}`)).toEqual([])
  })
})
