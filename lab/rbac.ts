// Knows how a namespace of the lab comes to be: the namespace itself, and in it the Role of deploy/, its binding, and a viewer's.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseAllDocuments } from 'yaml'
import { isKubeObject, type KubeObject } from '#lib/manifest/types.ts'
import type { Api } from './api.ts'

const RESOURCES: Record<string, string> = { Role: 'roles', RoleBinding: 'rolebindings' }

/** Creates the namespace and lets the lab's users `gauntlet` and `viewer` work in it. `api` must belong to an admin. Safe to call again. */
export async function grantNamespace(api: Api, namespace: string): Promise<void> {
  const apply = (path: string, object: unknown): Promise<unknown> =>
    api.must('PATCH', `${path}?fieldManager=lab&force=true`, object, 'application/apply-patch+yaml')
  await apply(`/api/v1/namespaces/${namespace}`, { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } })
  for (const object of await rbacObjects()) {
    const resource = RESOURCES[object.kind]
    if (resource === undefined) throw new Error(`expected only Roles and RoleBindings, not a ${object.kind}`)
    await apply(`/apis/rbac.authorization.k8s.io/v1/namespaces/${namespace}/${resource}/${object.metadata.name}`, object)
  }
}

async function rbacObjects(): Promise<KubeObject[]> {
  const sources = await Promise.all(['../deploy/role.yaml', 'rbac.yaml'].map((file) => readFile(join(import.meta.dirname, file), 'utf8')))
  return sources.flatMap((source) => parseAllDocuments(source)).map((document): unknown => document.toJS()).filter(isKubeObject)
}
