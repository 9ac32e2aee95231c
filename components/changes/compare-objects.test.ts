import { describe, expect, it } from 'vitest'
import { querySpec, specOf } from '#lib/testing/specs.ts'
import { diffSpecs } from '#lib/thanos/spec-diff.ts'
import type { StackSpec } from '#lib/thanos/spec.ts'
import { narrowComparison } from './compare-filter.ts'
import { compareObjects } from './compare-objects.ts'

const compared = (before: StackSpec, after: StackSpec) => compareObjects(before, after, diffSpecs(before, after))
const config = (name: string): StackSpec['objects'] => specOf(`{ apiVersion: v1, kind: ConfigMap, metadata: { name: ${name}, namespace: monitoring }, data: { a.yaml: "colour: teal" } }`).objects
const before: StackSpec = { ...querySpec(), objects: [...querySpec().objects, ...config('old')] }
const after: StackSpec = { ...querySpec(), objects: [...querySpec({ replicas: 3 }).objects, ...config('new')] }
const comparison = compared(before, after)

describe('compareObjects', () => {
  it('sorts every object into what changed, came, went and stayed', () => {
    expect(comparison.objects.map(({ id, change, fields }) => [id, change, fields.length])).toEqual([
      ['Deployment/monitoring/thanos-query', 'changed', 1], ['ConfigMap/monitoring/new', 'added', 0], ['ConfigMap/monitoring/old', 'removed', 0],
    ])
    expect(comparison.unchanged).toEqual(['Service/monitoring/thanos-query'])
  })

  it('has the manifest of each side, and none where the object is not', () => {
    const [changed, added, removed] = comparison.objects
    expect([changed?.before, changed?.after]).toEqual([expect.stringContaining('replicas: 1'), expect.stringContaining('replicas: 3')])
    expect([added?.before, removed?.after]).toEqual(['', ''])
  })

  it('finds nothing between a spec and itself', () => {
    expect(compared(after, after)).toMatchObject({ objects: [], unchanged: { length: 3 } })
  })
})

describe('narrowComparison', () => {
  const idsOf = (words: string, reading: 'fields' | 'yaml' = 'fields') => narrowComparison(comparison, words, reading).objects.map(({ id }) => id)

  it('finds objects by name, fields by name and value, each word on its own and in any case', () => {
    expect(idsOf('CONFIGMAP old')).toEqual(['ConfigMap/monitoring/old'])
    expect(idsOf('repl 3')).toEqual(['Deployment/monitoring/thanos-query'])
    expect(idsOf('nothing-like-it')).toEqual([])
  })

  it('finds what stands in manifests only where manifests are read', () => {
    expect(idsOf('teal')).toEqual([])
    expect(idsOf('teal', 'yaml')).toEqual(['ConfigMap/monitoring/new', 'ConfigMap/monitoring/old'])
  })
})
