// What the Role of lab/rbac.yaml is worth is what the real authorizer makes of it.
import { beforeAll, expect, inject, it } from 'vitest'
import { labApi } from './api.ts'
import { grantNamespace } from './rbac.ts'

const { url, adminToken, ca } = inject('lab')
const admin = labApi({ url, token: adminToken, ca })
beforeAll(async () => { await grantNamespace(admin, 'rbac-own') })

/** Asks the server as an admin would with `kubectl auth can-i --as`. */
async function mayDo(user: string, verb: string, resource: string, namespace: string): Promise<unknown> {
  const [group, name] = resource.includes('/') ? resource.split('/', 2) : ['', resource]
  const review = await admin.must('POST', '/apis/authorization.k8s.io/v1/subjectaccessreviews', {
    apiVersion: 'authorization.k8s.io/v1', kind: 'SubjectAccessReview',
    spec: { user, groups: ['system:authenticated'], resourceAttributes: { namespace, verb, group, resource: name } },
  })
  return review.status
}

it.each([
  ['patch', 'apps/statefulsets'], ['create', 'apps/deployments'], ['patch', 'services'], ['patch', 'configmaps'], ['create', 'secrets'], ['list', 'pods'], ['list', 'apps/replicasets'],
])('lets Gauntlet %s %s in the namespace of a stack, and in no other', async (verb, resource) => {
  expect(await mayDo('gauntlet', verb, resource, 'rbac-own')).toMatchObject({ allowed: true })
  expect(await mayDo('gauntlet', verb, resource, 'default')).toMatchObject({ allowed: false })
})

it.each([['delete', 'persistentvolumeclaims'], ['delete', 'apps/statefulsets'], ['create', 'pods'], ['escalate', 'rbac.authorization.k8s.io/roles']])('does not let Gauntlet %s %s', async (verb, resource) => {
  expect(await mayDo('gauntlet', verb, resource, 'rbac-own')).toMatchObject({ allowed: false })
})

it.each([['patch', 'apps/statefulsets'], ['create', 'configmaps'], ['get', 'secrets']])('does not let a viewer %s %s', async (verb, resource) => {
  expect(await mayDo('viewer', verb, resource, 'rbac-own')).toMatchObject({ allowed: false })
})
