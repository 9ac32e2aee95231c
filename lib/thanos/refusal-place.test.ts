import { describe, expect, it } from 'vitest'
import { querySpec } from '../testing/specs.ts'
import { refusalPlace } from './refusal-place.ts'

const place = (field: string) => refusalPlace(querySpec(), 'Deployment/monitoring/thanos-query', field)

describe('refusalPlace', () => {
  it('finds the flag, the part or the YAML that a field of the API server stands for', () => {
    expect(place('spec.replicas')).toEqual({ kind: 'part', part: 'replicas' })
    expect(place('spec.template.spec.containers[0].image')).toEqual({ kind: 'part', part: 'image' })
    expect(place('spec.template.spec.containers[0].args[1]')).toEqual({ kind: 'flag', flag: 'http-address' })
    expect(place('spec.template.spec.containers[0].ports[0].containerPort')).toEqual({ kind: 'yaml' })
    expect(place('spec.nowhere')).toEqual({ kind: 'yaml' })
    expect(refusalPlace(querySpec(), 'Service/monitoring/thanos-query', 'spec.clusterIP')).toEqual({ kind: 'yaml' })
  })
})
