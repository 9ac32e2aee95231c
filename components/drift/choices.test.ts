import { describe, expect, it } from 'vitest'
import type { DriftObject } from '#lib/manifest/drift.ts'
import { choiceKey, chosenObjects, keysOf, matches } from './choices.ts'

const AT = '2026-12-01T00:00:00.000Z'
const field = (path: string, rest: object = {}) => ({ path, theirs: 1, since: AT, sinceIs: 'seen' as const, ...rest })
const changed: DriftObject = {
  object: 'Deployment/m/query', kind: 'changed', since: AT,
  fields: [field('spec.replicas'), field('spec.template.spec.containers[q].args[2]'), field('spec.template.spec.containers[q].args[5]', { manager: { name: 'flux', operation: 'Apply' } })],
}
const gone: DriftObject = { object: 'Service/m/query', kind: 'missing', since: AT, fields: [] }

describe('choices of drift', () => {
  it('are one for each field, one for a whole list of arguments, one for an object that is gone', () => {
    expect(keysOf(changed)).toEqual(['Deployment/m/query\nspec.replicas', 'Deployment/m/query\nspec.template.spec.containers[q].args'])
    expect(keysOf(gone)).toEqual(['Service/m/query\n'])
  })

  it('leave out a list with a credential as a whole, a Secret that is gone, and what is not in the revision', () => {
    expect(keysOf({ ...changed, fields: [...changed.fields, field('spec.template.spec.containers[q].args[7]', { secret: true })] })).toEqual(['Deployment/m/query\nspec.replicas'])
    expect(keysOf({ ...gone, object: 'Secret/m/objstore' })).toEqual([])
    expect(keysOf({ ...gone, kind: 'extra' })).toEqual([])
  })

  it('become what the verb takes: every field of what was chosen, with its live value', () => {
    const args = changed.fields[1]
    expect(chosenObjects([changed, gone], new Set([choiceKey(changed.object, args), choiceKey(gone.object), 'gone by now\n']))).toEqual([
      { object: changed.object, fields: [{ path: 'spec.template.spec.containers[q].args[2]', theirs: 1 }, { path: 'spec.template.spec.containers[q].args[5]', theirs: 1 }] },
      { object: gone.object, fields: [] },
    ])
  })

  it('are found by object, field and manager', () => {
    expect(['QUERY', 'replicas', 'flux', 'store'].map((words) => matches(changed, words))).toEqual([true, true, true, false])
  })
})
