import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { groupsOf } from './step-groups.ts'
import type { Step } from './steps.ts'

const step = (kind: string, name: string, more: Partial<Pick<Step, 'gate' | 'isMoved'>> = {}): Step => ({
  id: `${kind}/${name}`, action: 'apply', gate: 'none', isMoved: false, isChanging: true, isForced: false, conflicts: [], ref: { apiVersion: 'v1', kind, name },
  desired: () => ({ apiVersion: 'v1', kind, metadata: { name } }), ...more,
})
const ids = (groups: readonly (readonly Step[])[]): string[] => groups.map((group) => group.map(({ id }) => id).join(' '))

describe('groupsOf', () => {
  it('puts neighbours of one kind together, and nothing with what is waited for, was moved, or is of another kind', () => {
    expect(ids(groupsOf([
      step('Role', 'a'), step('RoleBinding', 'a'), step('ConfigMap', 'a'), step('ConfigMap', 'b'), step('ConfigMap', 'c', { gate: 'refresh' }),
      step('ConfigMap', 'd'), step('ConfigMap', 'e', { isMoved: true }), step('ConfigMap', 'f'), step('StatefulSet', 'a', { gate: 'rollout' }), step('StatefulSet', 'b', { gate: 'rollout' }),
    ]))).toEqual(['Role/a', 'RoleBinding/a', 'ConfigMap/a ConfigMap/b', 'ConfigMap/c', 'ConfigMap/d', 'ConfigMap/e', 'ConfigMap/f', 'StatefulSet/a', 'StatefulSet/b'])
  })

  it('keeps every step and the order, whatever the steps are', () => {
    const any = fc.record({ kind: fc.constantFrom('ConfigMap', 'Service', 'StatefulSet'), name: fc.string(), gate: fc.constantFrom('none' as const, 'rollout' as const, 'refresh' as const), isMoved: fc.boolean() })
    fc.assert(fc.property(fc.array(any), (given) => {
      const steps = given.map(({ kind, name, gate, isMoved }) => step(kind, name, { gate, isMoved }))
      expect(groupsOf(steps).flat()).toEqual(steps)
      const together = groupsOf(steps).filter(({ length }) => length > 1)
      expect(together.every((group) => group.every(({ gate, isMoved, ref }) => gate === 'none' && !isMoved && ref.kind === group[0]?.ref.kind))).toBe(true)
    }))
  })
})
