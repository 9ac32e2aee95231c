import { describe, expect, it } from 'vitest'
import { isGranted, roleFor, rulesOf } from './role.ts'

const may = (rule: object, resource: string, verb = 'get', group = ''): boolean =>
  isGranted([{ apiGroups: [''], resources: ['pods'], verbs: ['get'], ...rule }], { group, resource, verb })

describe('isGranted', () => {
  it('needs group, resource and verb in one rule', () => {
    expect(may({}, 'pods')).toBe(true)
    expect(may({}, 'pods', 'list')).toBe(false)
    expect(may({}, 'services')).toBe(false)
    expect(may({}, 'pods', 'get', 'apps')).toBe(false)
  })

  it('understands stars, also those of subresources', () => {
    expect(may({ resources: ['*'] }, 'pods/log')).toBe(true)
    expect(may({ resources: ['*/log'] }, 'pods/log')).toBe(true)
    expect(may({ resources: ['*/log'] }, 'pods')).toBe(false)
    expect(may({ apiGroups: ['*'], verbs: ['*'] }, 'pods', 'delete', 'apps')).toBe(true)
  })

  it('does not take a resource for its subresource, nor the other way round', () => {
    expect(may({}, 'pods/log')).toBe(false)
    expect(may({ resources: ['pods/log'] }, 'pods')).toBe(false)
  })

  it('does not count a rule that is for some names only', () => {
    expect(may({ resourceNames: ['one'] }, 'pods')).toBe(false)
    expect(may({ resourceNames: [] }, 'pods')).toBe(true)
  })
})

it('writes as few rules as say it', () => {
  expect(rulesOf([
    { group: 'apps', resource: 'deployments', verb: 'get' }, { group: 'apps', resource: 'deployments', verb: 'list' },
    { group: '', resource: 'pods', verb: 'list' },
    { group: 'apps', resource: 'statefulsets', verb: 'get' }, { group: 'apps', resource: 'statefulsets', verb: 'list' },
  ])).toEqual([
    { apiGroups: ['apps'], resources: ['deployments', 'statefulsets'], verbs: ['get', 'list'] },
    { apiGroups: [''], resources: ['pods'], verbs: ['list'] },
  ])
})

it.each([
  ['system:serviceaccount:gauntlet:bot', { kind: 'ServiceAccount', name: 'bot', namespace: 'gauntlet' }],
  ['someone@example.org', { apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: 'someone@example.org' }],
])('binds the Role to %s', (account, subject) => {
  expect(roleFor([], { name: 'r', namespace: 'n', account })[1]).toMatchObject({ kind: 'RoleBinding', metadata: { name: 'r', namespace: 'n' }, subjects: [subject] })
})
