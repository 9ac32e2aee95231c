import { describe, expect, it } from 'vitest'
import { ROLES } from '../role.ts'
import { TOKEN_SCOPES } from '../token-scope.ts'
import { isAllowed, permits, PERMISSIONS } from './permissions.ts'

const allowed = (role: Parameters<typeof isAllowed>[0]) => PERMISSIONS.filter((permission) => isAllowed(role, permission))

describe('permissions', () => {
  it('lets a viewer read, see to what is their own, and nothing else', () => {
    expect(allowed('viewer').filter((permission) => !permission.endsWith(':read') && !permission.endsWith(':own'))).toEqual([])
  })

  it('gives each of the four roles at least what the one before it has', () => {
    ROLES.slice(1).forEach((role, index) => {
      const lower = ROLES[index]
      expect(lower && allowed(lower).every((permission) => isAllowed(role, permission))).toBe(true)
    })
  })

  it.each(['people:write', 'people:invite', 'stack:create', 'connection:use', 'owner:override', 'stack:protect'] as const)('keeps %s for admins', (permission) => {
    expect(ROLES.filter((role) => isAllowed(role, permission))).toEqual(['admin'])
  })

  it('lets approvers and admins approve plans', () => {
    expect(ROLES.filter((role) => isAllowed(role, 'plan:approve'))).toEqual(['approver', 'admin'])
  })

  it('lets the holder of a one-time link do nothing but join', () => {
    expect(allowed('newcomer')).toEqual(['people:join'])
  })

  it('gives a token no more than its owner has, and of that nothing about accounts, tokens, credentials, connections or force', () => {
    const ofToken = (role: 'viewer' | 'admin', scopes = TOKEN_SCOPES) => PERMISSIONS.filter((permission) => permits({ role, token: { scopes } }, permission))
    expect(ofToken('admin')).toEqual(['stack:read', 'revision:read', 'revision:write', 'plan:read', 'plan:compute', 'plan:approve', 'run:read', 'run:apply', 'event:read'])
    expect(ofToken('viewer').every((permission) => permission.endsWith(':read'))).toBe(true)
    expect(permits({ role: 'admin', token: { scopes: [] } }, 'stack:read')).toBe(false)
    expect(permits({ role: 'admin' }, 'owner:override')).toBe(true)
  })

  it('lets whoever is not signed in do nothing but try to', () => {
    expect(allowed('visitor')).toEqual(['session:begin'])
  })
})
