// Permissions of Kubernetes' RBAC: which rule grants what, and the Role that would grant what is missing.
// Source: https://kubernetes.io/docs/reference/access-authn-authz/rbac/
import type { KubeObject } from './types.ts'

/** A rule as a Role or a SelfSubjectRulesReview has it. Names of objects narrow it, so that it grants nothing in general. */
export type AccessRule = { readonly apiGroups: readonly string[]; readonly resources: readonly string[]; readonly verbs: readonly string[]; readonly resourceNames?: readonly string[] }

/** One verb on one resource; a subresource is written behind a slash: "pods/log". */
export type Permission = { readonly group: string; readonly resource: string; readonly verb: string }

/** Whether any of the rules grants a permission for every object of the resource. */
export function isGranted(rules: readonly AccessRule[], { group, resource, verb }: Permission): boolean {
  const [, subresource] = resource.split('/')
  return rules.some((rule) =>
    (rule.resourceNames ?? []).length === 0
    && [group, '*'].some((each) => rule.apiGroups.includes(each))
    && [verb, '*'].some((each) => rule.verbs.includes(each))
    && [resource, '*', ...(subresource === undefined ? [] : [`*/${subresource}`])].some((each) => rule.resources.includes(each)))
}

/** As few rules as say it: resources of one group with the same verbs share one. Order is that of the permissions. */
export function rulesOf(permissions: readonly Permission[]): AccessRule[] {
  const verbsOf = Map.groupBy(permissions, ({ group, resource }) => JSON.stringify([group, resource]))
  const resources = [...verbsOf.values()].map((those) => ({ group: those[0]?.group ?? '', resource: those[0]?.resource ?? '', verbs: those.map(({ verb }) => verb) }))
  const rules = Map.groupBy(resources, ({ group, verbs }) => JSON.stringify([group, verbs]))
  return [...rules.values()].map((those) => ({ apiGroups: [those[0]?.group ?? ''], resources: those.map(({ resource }) => resource), verbs: those[0]?.verbs ?? [] }))
}

/** Who an account is, as a binding names it: "system:serviceaccount:NAMESPACE:NAME" is a ServiceAccount, any other name a User. */
function subjectOf(account: string): { kind: string; name: string; namespace?: string; apiGroup?: string } {
  const [, namespace, name] = /^system:serviceaccount:([^:]+):([^:]+)$/.exec(account) ?? []
  return namespace === undefined || name === undefined
    ? { apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: account }
    : { kind: 'ServiceAccount', name, namespace }
}

/** A Role with these permissions and its binding to an account; only the Role where the account is not known. */
export function roleFor(permissions: readonly Permission[], { name, namespace, account }: { name: string; namespace: string; account?: string }): KubeObject[] {
  const apiVersion = 'rbac.authorization.k8s.io/v1'
  const metadata = { name, namespace }
  const rules = rulesOf(permissions).map(({ apiGroups, resources, verbs }) => ({ apiGroups: [...apiGroups], resources: [...resources], verbs: [...verbs] }))
  const role: KubeObject = { apiVersion, kind: 'Role', metadata, rules }
  if (account === undefined) return [role]
  return [role, { apiVersion, kind: 'RoleBinding', metadata, roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name }, subjects: [subjectOf(account)] }]
}
