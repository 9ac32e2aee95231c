// The questions that a cluster answers about permissions, and the tokens of service accounts: created, answered, never stored.
// https://kubernetes.io/docs/reference/kubernetes-api/authorization-resources/
import { z } from 'zod'
import type { JsonObject } from '../manifest/types.ts'
import { allowed, rulesOf, type Tokens, type User } from './access.ts'
import { kindNamed } from './kinds.ts'
import { badRequest, notFound } from './status-error.ts'
import type { Store } from './store.ts'

const Asked = z.object({
  verb: z.string().default(''), group: z.string().default(''), resource: z.string().default(''), subresource: z.string().default(''),
  namespace: z.string().default(''), name: z.string().default(''),
})
const AccessReview = z.object({ spec: z.object({ resourceAttributes: Asked.optional(), nonResourceAttributes: z.object({}).optional(), user: z.string().optional(), groups: z.array(z.string()).optional() }) })
const RulesReview = z.object({ spec: z.object({ namespace: z.string().default('') }) })

/** The resources, as discovery tells them. */
export const REVIEWS = [
  { group: 'authorization.k8s.io', version: 'v1', kind: 'SelfSubjectAccessReview', plural: 'selfsubjectaccessreviews' },
  { group: 'authorization.k8s.io', version: 'v1', kind: 'SelfSubjectRulesReview', plural: 'selfsubjectrulesreviews' },
  { group: 'authorization.k8s.io', version: 'v1', kind: 'SubjectAccessReview', plural: 'subjectaccessreviews' },
  { group: 'authentication.k8s.io', version: 'v1', kind: 'SelfSubjectReview', plural: 'selfsubjectreviews' },
] as const

/** The answer to a review's POST; undefined for a path that is none. Throws a 400 for a body that is none. */
export function review(path: string, body: unknown, user: User, store: Store): JsonObject | undefined {
  const found = REVIEWS.find(({ group, version, plural }) => path === `/apis/${group}/${version}/${plural}`)
  if (!found) return undefined
  const head = { kind: found.kind, apiVersion: `${found.group}/${found.version}`, metadata: {} }
  if (found.kind === 'SelfSubjectReview') return { ...head, status: { userInfo: { username: user.name, groups: [...user.groups] } } }
  if (found.kind === 'SelfSubjectRulesReview') {
    const { spec } = parsed(RulesReview, body)
    if (spec.namespace === '') throw badRequest('no namespace on request')
    const everything = user.groups.includes('system:masters')
    const resourceRules = everything ? [{ verbs: ['*'], apiGroups: ['*'], resources: ['*'] }] : rulesOf(store, user, spec.namespace)
      .map(({ rule: { resourceNames, ...rule } }) => (resourceNames.length === 0 ? rule : { ...rule, resourceNames }))
    const everybody = SELF.map(({ group, plural }) => ({ verbs: ['create'], apiGroups: [group], resources: [plural] }))
    return {
      ...head, spec: {},
      status: { resourceRules: [...resourceRules, ...everybody], nonResourceRules: [{ verbs: ['get'], nonResourceURLs: ['/api', '/api/*', '/apis', '/apis/*', '/healthz', '/livez', '/readyz', '/version'] }], incomplete: false },
    }
  }
  const { spec } = parsed(AccessReview, body)
  const subject = found.kind === 'SubjectAccessReview' ? { name: spec.user ?? '', groups: spec.groups ?? [] } : user
  const asked = spec.resourceAttributes
  const reason = asked && allowed(store, subject, {
    verb: asked.verb, group: asked.group, resource: asked.subresource === '' ? asked.resource : `${asked.resource}/${asked.subresource}`,
    ...(asked.namespace === '' ? {} : { namespace: asked.namespace }), ...(asked.name === '' ? {} : { name: asked.name }),
  })
  return { ...head, spec: {}, status: { allowed: reason !== undefined, ...(reason ? { reason } : {}) } }
}

const SELF = REVIEWS.filter(({ kind }) => kind.startsWith('Self'))

/** The answer to a TokenRequest of a service account: a new token. Throws the 404 when the account is not there. */
export function tokenRequest(store: Store, tokens: Tokens, namespace: string, account: string): JsonObject {
  const kind = kindNamed('ServiceAccount')
  if (!store.get(kind, namespace, account)) throw notFound(kind, account)
  const expirationTimestamp = new Date(Date.now() + 3_600_000).toISOString()
  return { kind: 'TokenRequest', apiVersion: 'authentication.k8s.io/v1', metadata: { name: account, namespace }, spec: {}, status: { token: tokens.issue(namespace, account), expirationTimestamp } }
}

function parsed<T>(schema: z.ZodType<T>, body: unknown): T {
  const found = schema.safeParse(body)
  if (!found.success) throw badRequest(`the object provided is unrecognized: ${found.error.issues[0]?.message ?? ''}`)
  return found.data
}
