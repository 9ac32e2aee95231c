import { describe, expect, it } from 'vitest'
import type { ObjectChange } from '#lib/manifest/change.ts'
import type { PlanStep } from '#lib/manifest/step.ts'
import type { PlanView } from '#lib/services/views.ts'
import { querySpec } from '#lib/testing/specs.ts'
import { planRows } from './plan-rows.ts'

const QUERY = 'Deployment/monitoring/thanos-query'
const SERVICE = 'Service/monitoring/thanos-query'

function change(object: string, verdict: ObjectChange['verdict'], more: Partial<ObjectChange> = {}): ObjectChange {
  return { object, verdict, fields: [], conflicts: [], liveYaml: 'a', predictedYaml: 'b', restarts: 0, ...more }
}

function rows(objects: ObjectChange[], order: string[], mayWrite = true, waited: string[] = []) {
  const steps = order.map((object): PlanStep => ({ object, action: 'apply', gate: waited.includes(object) ? 'rollout' : 'none' }))
  const plan: PlanView = {
    id: 'p', stackId: 's', revision: 2, status: 'ready', createdAt: '2026-12-01T00:00:00Z', createdBy: 'a', objects, blockers: [], acknowledge: [], findings: [],
    steps, impacts: [], notes: [], risk: { level: 'low', reasons: [] }, fingerprint: 'f',
  }
  return planRows(plan, querySpec(), { slug: 'one', mayWrite })
}

describe('planRows', () => {
  it('goes in the order of the steps, after what no step is for, without what stays as it is', () => {
    const found = rows([change(QUERY, 'change'), change(SERVICE, 'change'), change('Secret/monitoring/s', 'missing'), change('ConfigMap/monitoring/c', 'unchanged')], [SERVICE, 'ConfigMap/monitoring/c', QUERY])
    expect(found.map(({ object, order }) => [object, order])).toEqual([['Secret/monitoring/s', undefined], [SERVICE, 1], [QUERY, 2]])
  })

  it('has what stays as it is where the run waits for it, and no text of it', () => {
    const found = rows([change(QUERY, 'unchanged'), change(SERVICE, 'change')], [QUERY, SERVICE], true, [QUERY])
    expect(found.map(({ object, order, verdict, texts }) => [object, order, verdict, texts !== undefined])).toEqual([[QUERY, 1, 'waited', false], [SERVICE, 2, 'change', true]])
  })

  it('says of one field what it was and is, of a flag its values, and of more how many; the mark of the revision is none', () => {
    const mark = { path: 'metadata.annotations["gauntlet.dev/revision"]', before: '1', after: '2' }
    const one = (field: ObjectChange['fields'][number]) => rows([change(QUERY, 'change', { fields: [field, mark] })], [QUERY])[0]
    expect(one({ path: 'spec.replicas', before: 3, after: 1 })).toMatchObject({ fields: 1, change: { path: 'replicas', before: '3', after: '1' } })
    expect(one({ path: 'spec.template.spec.containers[t].args[3]', before: '--query.timeout=5m', after: '--query.timeout=2m' })).toMatchObject({ change: { path: '--query.timeout', before: '5m', after: '2m' } })
    expect(rows([change(QUERY, 'change', { fields: [{ path: 'a', after: 1 }, { path: 'b', after: 2 }, mark] })], [QUERY])[0]).toMatchObject({ fields: 2 })
  })

  it('brings the texts of a few along, and leaves those of many to be asked for', () => {
    expect(rows([change(QUERY, 'change')], [QUERY])[0]?.texts).toEqual({ before: 'a', after: 'b' })
    const many = Array.from({ length: 9 }, (_, index) => change(`ConfigMap/monitoring/c${index}`, 'create'))
    expect(rows(many, many.map(({ object }) => object)).some(({ texts }) => texts !== undefined)).toBe(false)
  })

  it('places what the API server refuses, and leads to the form for whoever may write', () => {
    const refused = [change(QUERY, 'invalid', { refusals: [{ field: 'spec.replicas', message: 'Invalid value' }] })]
    expect(rows(refused, [QUERY])[0]).toMatchObject({ refusals: [{ place: { kind: 'part', part: 'replicas' } }], mend: { what: 'edit' } })
    expect(rows(refused, [QUERY], false)[0]?.mend).toBeUndefined()
  })
})
