// Knows how a namespace of the lab comes to be: the namespace itself, and in it the roles of lab/rbac.yaml.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseAllDocuments } from 'yaml'
import { isKubeObject } from '#lib/manifest/types.ts'
import type { Api } from './api.ts'

const RESOURCES: Record<string, string> = { Role: 'roles', RoleBinding: 'rolebindings' }

/** Creates the namespace and lets the lab's users `gauntlet` and `viewer` work in it. `api` must belong to an admin. Safe to call again. */
export async function grantNamespace(api: Api, namespace: string): Promise<void> {
  const apply = (path: string, object: unknown): Promise<unknown> =>
    api.must('PATCH', `${path}?fieldManager=lab&force=true`, object, 'application/apply-patch+yaml')
  await apply(`/api/v1/namespaces/${namespace}`, { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } })
  const source = await readFile(join(import.meta.dirname, 'rbac.yaml'), 'utf8')
  for (const document of parseAllDocuments(source)) {
    const object: unknown = document.toJS()
    const resource = isKubeObject(object) ? RESOURCES[object.kind] : undefined
    if (!isKubeObject(object) || resource === undefined) throw new Error('lab/rbac.yaml: expected only Roles and RoleBindings')
    await apply(`/apis/rbac.authorization.k8s.io/v1/namespaces/${namespace}/${resource}/${object.metadata.name}`, object)
  }
}
