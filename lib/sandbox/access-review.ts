// What the sandbox answers to "what may I do": it has no accounts and refuses nobody, and says just that.
import { parse } from 'yaml'
import type { Json, JsonObject } from '../manifest/types.ts'
import { isJsonObject } from '../manifest/types.ts'
import { badRequest } from './status-error.ts'

const ALL: Json = [{ verbs: ['*'], apiGroups: ['*'], resources: ['*'] }]
const REVIEWS: Readonly<Record<string, { kind: string; status: (spec: JsonObject) => JsonObject }>> = {
  '/apis/authorization.k8s.io/v1/selfsubjectrulesreviews': {
    kind: 'SelfSubjectRulesReview', status: () => ({ resourceRules: ALL, nonResourceRules: [{ verbs: ['*'], nonResourceURLs: ['*'] }], incomplete: false }),
  },
  '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews': { kind: 'SelfSubjectAccessReview', status: () => ({ allowed: true }) },
  '/apis/authentication.k8s.io/v1/selfsubjectreviews': { kind: 'SelfSubjectReview', status: () => ({ userInfo: { username: 'gauntlet', groups: ['system:masters', 'system:authenticated'] } }) },
}

/** Whether a path is that of a review. */
export function isReview(path: string): boolean {
  return Object.hasOwn(REVIEWS, path)
}

/** The answer to a review, from its body. Throws the API server's 400 when the body is none. */
export function review(path: string, body: string): JsonObject {
  const wanted = REVIEWS[path]
  const value: unknown = parse(body)
  if (!wanted || !isJsonObject(value) || value.kind !== wanted.kind) throw badRequest('the object provided is unrecognized (must be of type map)')
  const spec = isJsonObject(value.spec) ? value.spec : {}
  return { kind: wanted.kind, apiVersion: String(value.apiVersion), metadata: { creationTimestamp: null }, spec, status: wanted.status(spec) }
}
