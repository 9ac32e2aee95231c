// Installations of all kinds and styles, and how others put them into a cluster before Gauntlet comes.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ClusterConnection } from '../kube/connection.ts'
import { openTransport } from '../kube/transport.ts'
import { readYaml } from '../manifest/read-yaml.ts'
import { isJsonObject, isKubeObject, objectId, type KubeObject } from '../manifest/types.ts'
import { example } from './examples.ts'

type Files = readonly { name: string; text: string }[]

const STYLES = join(import.meta.dirname, '../thanos/testdata/styles')

/** Every example, and every style in which tools write Thanos, by name. */
export const INSTALLATIONS: readonly (readonly [name: string, files: Files])[] = [
  ...['guide', 'corrected', 'router-ingestors', 'store-shards', 'minimal'].map((name) => [name, example(name)] as const),
  ...readdirSync(STYLES).map((file) => [file.replace('.yaml', ''), [{ name: file, text: readFileSync(join(STYLES, file), 'utf8') }]] as const),
]

/** What a cluster without further custom resources has no resource for, and what is no namespace's. */
const NOT_SERVED = ['Prometheus', 'ThanosRuler', 'Namespace', 'ClusterRole', 'ClusterRoleBinding', 'ExternalSecret']

/** The objects of files, all of them in one namespace; `leaving` names further kinds that the cluster does not serve. */
export function objectsIn(files: Files, namespace: string, leaving: readonly string[] = []): KubeObject[] {
  return readYaml(files).documents.map(({ value }) => value).filter(isKubeObject).filter(({ kind }) => !NOT_SERVED.includes(kind) && !leaving.includes(kind))
    .map((object) => ({ ...object, metadata: { ...object.metadata, namespace } }))
}

/** The same objects without a pod: what becomes of the objects themselves needs none, and a hundred pods take their time. */
export function withoutPods(objects: readonly KubeObject[]): KubeObject[] {
  return objects.map((object) => (isJsonObject(object.spec) && object.spec.template !== undefined ? { ...object, spec: { ...object.spec, replicas: 0 } } : object))
}

/** As `kubectl apply` makes new objects: it creates them, and owns every field of them, defaults included. */
export async function createAll(connection: ClusterConnection, objects: readonly KubeObject[], manager = 'kubectl-client-side-apply'): Promise<void> {
  const transport = openTransport(connection)
  for (const object of objects) {
    const root = `/${object.apiVersion.includes('/') ? 'apis' : 'api'}/${object.apiVersion}`
    // Safe because discovery answers with this shape.
    const { resources } = JSON.parse((await transport.send({ method: 'GET', path: root })).body) as { resources: { kind: string; name: string }[] }
    const plural = resources.find(({ kind, name }) => kind === object.kind && !name.includes('/'))?.name
    const { status, body } = await transport.send({ method: 'POST', path: `${root}/namespaces/${object.metadata.namespace}/${plural}`, query: { fieldManager: manager }, body: JSON.stringify(object) })
    if (status !== 201) throw new Error(`${objectId(object)}: ${body}`)
  }
}
