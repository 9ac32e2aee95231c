// Who may do what: a table, and nothing else. Asked in every verb; the pages only hide.
import type { Role } from '../role.ts'
import type { TokenScope } from '../token-scope.ts'

/** Beside people: whoever holds a one-time link and has no account yet, whoever tries to sign in, and Gauntlet acting by itself. */
export type ActorRole = Role | 'newcomer' | 'visitor' | 'system'

export const PERMISSIONS = [
  'stack:read', 'stack:create', 'connection:use', 'revision:read', 'revision:write', 'plan:read', 'plan:compute', 'plan:approve', 'stack:protect', 'stack:pace', 'drift:check', 'drift:record',
  'run:read', 'run:apply', 'run:close', 'credentials:write', 'finding:accept', 'owner:override', 'event:read', 'event:export', 'event:verify', 'people:read', 'people:write', 'people:invite', 'people:join', 'people:provision',
  'session:begin', 'session:own', 'token:own',
] as const
export type Permission = (typeof PERMISSIONS)[number]

const READ: readonly Permission[] = ['stack:read', 'revision:read', 'plan:read', 'run:read', 'event:read', 'session:own', 'token:own']
const OPERATE: readonly Permission[] = [...READ, 'drift:check', 'stack:pace', 'revision:write', 'plan:compute', 'run:apply', 'credentials:write', 'finding:accept', 'event:export']

const GRANTS: Readonly<Record<ActorRole, readonly Permission[]>> = {
  viewer: READ,
  operator: OPERATE,
  // An operator who may, besides, approve plans of protected stacks.
  approver: [...OPERATE, 'plan:approve'],
  admin: [...OPERATE, 'plan:approve', 'stack:create', 'stack:protect', 'connection:use', 'people:read', 'people:write', 'people:invite', 'owner:override', 'event:verify'],
  newcomer: ['people:join'],
  visitor: ['session:begin'],
  system: ['drift:check', 'drift:record', 'people:invite', 'people:provision', 'stack:read', 'stack:create', 'run:read', 'run:close'],
}

const TOKENS_READ: readonly Permission[] = ['stack:read', 'revision:read', 'plan:read', 'run:read', 'event:read']
/** What each scope of a token allows, provided that the role of its owner does. Each reads; none reaches accounts, tokens or credentials. */
const SCOPE_GRANTS: Readonly<Record<TokenScope, readonly Permission[]>> = {
  read: TOKENS_READ,
  write: [...TOKENS_READ, 'revision:write', 'plan:compute'],
  apply: [...TOKENS_READ, 'run:apply'],
  approve: [...TOKENS_READ, 'plan:approve'],
}

/** Whether an actor may do something: by their role, and by the scopes of the token that they came with. */
export function permits({ role, token }: { role: ActorRole; token?: { scopes: readonly TokenScope[] } }, permission: Permission): boolean {
  return isAllowed(role, permission) && (token === undefined || token.scopes.some((scope) => SCOPE_GRANTS[scope].includes(permission)))
}

/** Whether a role may do something. */
export function isAllowed(role: ActorRole, permission: Permission): boolean {
  return GRANTS[role].includes(permission)
}
