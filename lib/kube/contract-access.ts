// The part of the contract that is about permissions: a Role in one namespace is enough for what it names, and for nothing else.
import { expect } from 'vitest'
import type { Json, KubeObject } from '../manifest/types.ts'
import type { Topic } from './contract-given.ts'
import { REAL } from './contract-given.ts'
import { configMap } from './contract-objects.ts'

const GROUP = 'rbac.authorization.k8s.io'

export const ACCESS: Topic = {
  topic: 'permissions',
  declare: (it, { asUser, cluster, eventually, host, newNamespace, send }) => {
    /** Lets the user without rights do this in a namespace, and waits until the authorizer knows. */
    const grant = async (namespace: string, rules: { apiGroups: string[]; resources: string[]; verbs: string[]; resourceNames?: string[] }[]): Promise<void> => {
      const metadata = { name: 'contract', namespace }
      await cluster().apply({ apiVersion: `${GROUP}/v1`, kind: 'Role', metadata, rules }, { ...REAL, force: true })
      await cluster().apply({
        apiVersion: `${GROUP}/v1`, kind: 'RoleBinding', metadata, roleRef: { apiGroup: GROUP, kind: 'Role', name: 'contract' },
        subjects: [{ apiGroup: GROUP, kind: 'User', name: host().user.name }],
      }, REAL)
      await eventually(namespace, async () => {
        const known = (await asUser().access.rules(namespace)).rules
        return rules.every((rule) => known.some(({ resources, verbs }) => resources.join() === rule.resources.join() && verbs.join() === rule.verbs.join()))
      })
    }
    const role = (namespace: string, resources: string[], verbs: string[]): KubeObject => ({ apiVersion: `${GROUP}/v1`, kind: 'Role', metadata: { name: 'handed-out', namespace }, rules: [{ apiGroups: [''], resources, verbs }] })

    it('refuses who has no rights, by verb, resource and namespace', async () => {
      const namespace = await newNamespace()
      const { name } = host().user
      const configMaps = await send({ method: 'GET', path: `/api/v1/namespaces/${namespace}/configmaps` }, 'user')
      expect(configMaps).toEqual({
        status: 403, body: {
          kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', reason: 'Forbidden', code: 403, details: { kind: 'configmaps' },
          message: `configmaps is forbidden: User "${name}" cannot list resource "configmaps" in API group "" in the namespace "${namespace}"`,
        },
      })
      const workload = await send({ method: 'GET', path: `/apis/apps/v1/namespaces/${namespace}/deployments/query` }, 'user')
      expect(workload.body).toMatchObject({
        details: { name: 'query', group: 'apps', kind: 'deployments' },
        message: `deployments.apps "query" is forbidden: User "${name}" cannot get resource "deployments" in API group "apps" in the namespace "${namespace}"`,
      })
      expect((await send({ method: 'GET', path: '/api/v1/namespaces' }, 'user')).body.message).toBe(`namespaces is forbidden: User "${name}" cannot list resource "namespaces" in API group "" at the cluster scope`)
      await expect(asUser().list('v1', 'ConfigMap', namespace)).rejects.toMatchObject({ code: 'FORBIDDEN', details: { verb: 'list', resource: 'configmaps', namespace } })
    })

    it('lets a Role do what it names where it lies, and nowhere else', async () => {
      const [namespace, other] = [await newNamespace(), await newNamespace()]
      await grant(namespace, [{ apiGroups: [''], resources: ['configmaps'], verbs: ['get', 'create', 'patch'] }])
      expect((await asUser().apply(configMap(namespace, { a: '1' }), REAL)).data).toEqual({ a: '1' })
      await expect(asUser().apply(configMap(other, { a: '1' }), REAL)).rejects.toMatchObject({ code: 'FORBIDDEN' })
      const permission = { group: '', resource: 'configmaps', verb: 'patch' }
      expect([await asUser().access.may(permission, namespace), await asUser().access.may(permission, other), await asUser().access.may({ ...permission, verb: 'delete' }, namespace)]).toEqual([true, false, false])
    })

    it('wants "create" beside "patch" for an apply that makes an object, in a dry run as well', async () => {
      const namespace = await newNamespace()
      await grant(namespace, [{ apiGroups: [''], resources: ['configmaps'], verbs: ['get', 'patch'] }])
      for (const dryRun of [true, false]) {
        await expect(asUser().apply(configMap(namespace, {}), { dryRun, force: false })).rejects.toMatchObject({ code: 'FORBIDDEN', details: { verb: 'create', resource: 'configmaps', namespace } })
      }
      await cluster().apply(configMap(namespace, {}), REAL)
      expect((await asUser().apply(configMap(namespace, { a: '1' }), REAL)).data).toEqual({ a: '1' })
    })

    it('keeps to the names that a rule names, and to its subresources', async () => {
      const namespace = await newNamespace()
      await grant(namespace, [{ apiGroups: [''], resources: ['configmaps'], verbs: ['get'], resourceNames: ['files'] }])
      const may = async (name: string): Promise<unknown> => asUser().get({ apiVersion: 'v1', kind: 'ConfigMap', name, namespace }).then((found) => found, (error: { code: Json }) => error.code)
      expect([await may('files'), await may('others')]).toEqual([undefined, 'FORBIDDEN'])
      expect(await asUser().access.may({ group: '', resource: 'pods/log', verb: 'get' }, namespace)).toBe(false)
    })

    it('lets nobody hand out rights that he does not have', async () => {
      const namespace = await newNamespace()
      await grant(namespace, [{ apiGroups: [GROUP], resources: ['roles'], verbs: ['get', 'create', 'patch'] }, { apiGroups: [''], resources: ['pods'], verbs: ['get'] }])
      expect((await asUser().apply(role(namespace, ['pods'], ['get']), REAL)).metadata.name).toBe('handed-out')
      await expect(asUser().apply(role(namespace, ['secrets'], ['get']), REAL)).rejects.toMatchObject({ code: 'FORBIDDEN', message: expect.stringContaining('is attempting to grant RBAC permissions not currently held') })
    })
  },
}
