// What an account may do, asked of the API server itself. Everybody may ask this of their own account.
// https://kubernetes.io/docs/reference/access-authn-authz/authorization/#checking-api-access
import { AppError } from '../errors.ts'
import type { AccessRule, Permission } from '../manifest/role.ts'
import { isJsonObject, type Json, type JsonObject } from '../manifest/types.ts'
import type { KubeRequest } from './wire.ts'

export type Access = {
  /** The rules that hold in a namespace. `isWhole` is false where an authorizer cannot list its rules: then each permission is to be asked. */
  rules: (namespace: string) => Promise<{ rules: AccessRule[]; isWhole: boolean }>
  /** Whether the account has a permission in a namespace; in all of them when it is undefined. */
  may: (permission: Permission, namespace: string | undefined) => Promise<boolean>
  /** The name of the account; undefined where the API server is too old to tell (before 1.28). */
  account: () => Promise<string | undefined>
  /** The API groups that the cluster serves; "" is the core. */
  groups: () => Promise<ReadonlySet<string>>
}

const AUTHORIZATION = 'authorization.k8s.io/v1'

export function createAccess(ask: (request: KubeRequest) => Promise<JsonObject>): Access {
  const review = async (apiVersion: string, kind: string, spec: JsonObject): Promise<JsonObject> => {
    const answer = await ask({ method: 'POST', path: `/apis/${apiVersion}/${kind.toLowerCase()}s`, body: JSON.stringify({ apiVersion, kind, spec }) })
    return isJsonObject(answer.status) ? answer.status : {}
  }
  return {
    async rules(namespace) {
      const { resourceRules, incomplete } = await review(AUTHORIZATION, 'SelfSubjectRulesReview', { namespace })
      return { rules: (Array.isArray(resourceRules) ? resourceRules : []).filter(isJsonObject).map(toRule), isWhole: incomplete !== true }
    },
    async may({ group, resource, verb }, namespace) {
      const [name = '', subresource] = resource.split('/')
      const resourceAttributes = { group, resource: name, verb, ...(subresource === undefined ? {} : { subresource }), ...(namespace === undefined ? {} : { namespace }) }
      return (await review(AUTHORIZATION, 'SelfSubjectAccessReview', { resourceAttributes })).allowed === true
    },
    async account() {
      try {
        const { userInfo } = await review('authentication.k8s.io/v1', 'SelfSubjectReview', {})
        return isJsonObject(userInfo) && typeof userInfo.username === 'string' ? userInfo.username : undefined
      } catch (error) {
        if (error instanceof AppError && error.code !== 'UPSTREAM') return undefined
        throw error
      }
    },
    async groups() {
      const { groups } = await ask({ method: 'GET', path: '/apis' })
      return new Set(['', ...(Array.isArray(groups) ? groups : []).flatMap((group) => (isJsonObject(group) && typeof group.name === 'string' ? [group.name] : []))])
    },
  }
}

function toRule({ apiGroups, resources, verbs, resourceNames }: JsonObject): AccessRule {
  return { apiGroups: strings(apiGroups), resources: strings(resources), verbs: strings(verbs), resourceNames: strings(resourceNames) }
}

function strings(value: Json | undefined): string[] {
  return (Array.isArray(value) ? value : []).filter((each) => typeof each === 'string')
}
