// Who asks, and whether RBAC lets them: bearer tokens of users and service accounts, Roles and bindings as they are stored.
// Without a token one is the cluster's administrator: the sandbox listens on loopback only.
// Source: plugin/pkg/auth/authorizer/rbac and apiserver/pkg/endpoints/handlers/responsewriters/errors.go of Kubernetes 1.35.
import type { JsonObject, KubeObject } from '../manifest/types.ts'
import { itemsAt, textAt, valueAt } from './fields.ts'
import type { KindInfo } from './kinds.ts'
import { kindNamed } from './kinds.ts'
import { StatusError } from './status-error.ts'
import type { Store } from './store.ts'

export type User = { name: string; groups: readonly string[] }
export type Attributes = { verb: string; group: string; resource: string; namespace?: string; name?: string }
export type Rule = { verbs: string[]; apiGroups: string[]; resources: string[]; resourceNames: string[] }

const MASTERS = 'system:masters'
const ADMIN: User = { name: 'kubernetes-admin', groups: [MASTERS, 'system:authenticated'] }

export type Tokens = {
  /** Makes a token known. Without a user it is not valid any more. */
  set: (token: string, user: Omit<User, 'groups'> & { groups?: readonly string[] } | undefined) => void
  /** A new token of a service account. */
  issue: (namespace: string, account: string) => string
  /** Throws the 401 for a token that is not known. */
  userOf: (authorization: string | undefined) => User
}

export function createTokens(): Tokens {
  const users = new Map<string, User>()
  return {
    set: (token, user) => {
      if (user) users.set(token, { name: user.name, groups: [...user.groups ?? [], 'system:authenticated'] })
      else users.delete(token)
    },
    issue: (namespace, account) => {
      const token = `sandbox-${crypto.randomUUID()}`
      users.set(token, { name: `system:serviceaccount:${namespace}:${account}`, groups: ['system:serviceaccounts', `system:serviceaccounts:${namespace}`, 'system:authenticated'] })
      return token
    },
    userOf: (authorization) => {
      if (authorization === undefined) return ADMIN
      const user = users.get(/^Bearer (.+)$/i.exec(authorization)?.[1] ?? '')
      if (!user) throw unauthorized()
      return user
    },
  }
}

export function unauthorized(): StatusError {
  return new StatusError({ code: 401, reason: 'Unauthorized', message: 'Unauthorized' })
}

/** Why a user may do something, in the authorizer's words; undefined when nothing allows it. */
export function allowed(store: Store, user: User, attributes: Attributes): string | undefined {
  if (user.groups.includes(MASTERS)) return ''
  return rulesOf(store, user, attributes.namespace).find(({ rule }) => covers(rule, attributes))?.source
}

/** The rules that a user has in a namespace, and those of the whole cluster, each with where it comes from. */
export function rulesOf(store: Store, user: User, namespace: string | undefined): { rule: Rule; source: string }[] {
  const local = namespace === undefined ? [] : store.list(kindNamed('RoleBinding'), namespace)
  return [...store.list(kindNamed('ClusterRoleBinding')), ...local].flatMap((binding) => {
    const subject = itemsAt(binding, 'subjects').find((one) => isUser(one, user, binding))
    if (!subject) return []
    const role = roleOf(store, binding)
    const where = binding.kind === 'RoleBinding' ? `${binding.metadata.name}/${String(binding.metadata.namespace)}` : binding.metadata.name
    const source = `RBAC: allowed by ${binding.kind} "${where}" of ${textAt(binding, 'roleRef', 'kind')} "${textAt(binding, 'roleRef', 'name')}" to ${subjectText(subject)}`
    return itemsAt(role, 'rules').map((rule) => ({ rule: readRule(rule), source }))
  })
}

export function readRule(rule: JsonObject): Rule {
  const list = (field: string): string[] => {
    const found = valueAt(rule, field)
    return Array.isArray(found) ? found.map(String) : []
  }
  return { verbs: list('verbs'), apiGroups: list('apiGroups'), resources: list('resources'), resourceNames: list('resourceNames') }
}

function covers({ verbs, apiGroups, resources, resourceNames }: Rule, { verb, group, resource, name }: Attributes): boolean {
  const [, subresource] = resource.split('/')
  return has(verbs, verb) && has(apiGroups, group)
    && (has(resources, resource) || (subresource !== undefined && resources.includes(`*/${subresource}`)))
    && (resourceNames.length === 0 || (name !== undefined && resourceNames.includes(name)))
}

/** Throws the 403 when a user may not do something. */
export function requireAccess(store: Store, user: User, kind: KindInfo, attributes: Attributes): void {
  if (allowed(store, user, attributes) === undefined) throw accessDenied(user, kind, attributes)
}

function accessDenied({ name: user }: User, { group, plural }: KindInfo, { verb, resource, namespace, name }: Attributes): StatusError {
  const place = namespace === undefined ? 'at the cluster scope' : `in the namespace ${JSON.stringify(namespace)}`
  const subject = `${plural}${group === '' ? '' : `.${group}`}${name === undefined ? '' : ` ${JSON.stringify(name)}`}`
  return new StatusError({
    code: 403, reason: 'Forbidden',
    message: `${subject} is forbidden: User ${JSON.stringify(user)} cannot ${verb} resource ${JSON.stringify(resource)} in API group ${JSON.stringify(group)} ${place}`,
    details: { ...(name === undefined ? {} : { name }), ...(group === '' ? {} : { group }), kind: plural },
  })
}

/** Nobody hands out by a Role what he does not have. Throws the 403 of the escalation check. */
export function requireNoEscalation(store: Store, user: User, kind: KindInfo, object: KubeObject): void {
  const isBinding = object.kind.endsWith('Binding')
  if (user.groups.includes(MASTERS) || kind.group !== 'rbac.authorization.k8s.io') return
  const { namespace, name } = object.metadata
  const granted = itemsAt(isBinding ? roleOf(store, object) : object, 'rules').map(readRule)
  const own = rulesOf(store, user, namespace)
  const missing = granted.flatMap((rule) => rule.verbs.flatMap((verb) => rule.apiGroups.flatMap((group) => rule.resources.flatMap((resource) => (
    own.some((have) => covers(have.rule, { verb, group, resource, ...(rule.resourceNames[0] === undefined ? {} : { name: rule.resourceNames[0] }) }) )
      ? [] : [`{APIGroups:[${JSON.stringify(group)}], Resources:[${JSON.stringify(resource)}], Verbs:[${JSON.stringify(verb)}]}`]
  )))))
  if (missing.length === 0) return
  throw new StatusError({
    code: 403, reason: 'Forbidden', details: { name, group: kind.group, kind: kind.plural },
    message: `${kind.plural}.${kind.group} ${JSON.stringify(name)} is forbidden: user ${JSON.stringify(user.name)} (groups=[${user.groups.map((group) => JSON.stringify(group)).join(' ')}]) `
      + `is attempting to grant RBAC permissions not currently held:\n${missing.join('\n')}`,
  })
}

function roleOf(store: Store, binding: KubeObject): KubeObject | undefined {
  const [kind, name] = [textAt(binding, 'roleRef', 'kind'), textAt(binding, 'roleRef', 'name')]
  return kind === 'ClusterRole' ? store.get(kindNamed('ClusterRole'), undefined, name) : store.get(kindNamed('Role'), binding.metadata.namespace, name)
}

function isUser(subject: JsonObject, { name, groups }: User, binding: KubeObject): boolean {
  if (subject.kind === 'Group') return groups.includes(String(subject.name))
  if (subject.kind === 'User') return subject.name === name
  return name === `system:serviceaccount:${textAt(subject, 'namespace') || String(binding.metadata.namespace)}:${String(subject.name)}`
}

function subjectText({ kind, name, namespace }: JsonObject): string {
  return kind === 'ServiceAccount' ? `ServiceAccount "${String(name)}/${String(namespace)}"` : `${String(kind)} "${String(name)}"`
}

function has(list: readonly string[], value: string): boolean {
  return list.includes('*') || list.includes(value)
}
