// The part of the contract that is about kinds that are brought along: CustomResourceDefinitions and the objects of their kinds.
import { expect } from 'vitest'
import type { KubeObject } from '../manifest/types.ts'
import type { Given, Topic } from './contract-given.ts'
import { REAL } from './contract-given.ts'

export const CUSTOM: Topic = {
  topic: 'custom resources',
  declare: (it, given) => {
    const { cluster, eventually, live, newNamespace, put, refusal, send } = given

    it('serves a kind from when its definition is established, until it is deleted together with its objects', async () => {
      const { namespace, group, definition, object } = await made(given, newNamespace)
      expect((await cluster().list(`${group}/v1`, 'Lens', namespace)).map(({ apiVersion, kind, metadata: { name } }) => [apiVersion, kind, name])).toEqual([[`${group}/v1`, 'Lens', 'one']])
      expect((await live(definition)).spec).toMatchObject({ names: { singular: 'lens', listKind: 'LensList' }, conversion: { strategy: 'None' } })
      expect((await send({ method: 'DELETE', path: `/apis/apiextensions.k8s.io/v1/customresourcedefinitions/${definition.metadata.name}` })).status).toBe(200)
      await eventually(namespace, async () => (await send({ method: 'GET', path: `/apis/${group}/v1/namespaces/${namespace}/lenses/one` })).status === 404)
      await eventually(namespace, async () => (await send({ method: 'GET', path: `/apis/${group}/v1/namespaces/${namespace}/lenses` })).status === 404)
      expect(object.kind).toBe('Lens')
    })

    it('keeps what it is given as it is, merges maps key by key and lists as one', async () => {
      const { object } = await made(given, newNamespace)
      await cluster().apply({ ...object, spec: { ...SPEC, more: { theirs: 1 } } }, { ...REAL, manager: 'helm' })
      const first = await live(object)
      expect(first.spec).toEqual({ ...SPEC, more: { ours: '0.50', theirs: 1 } })
      const again = await cluster().apply(object, REAL)
      expect(again.metadata.resourceVersion).toBe(first.metadata.resourceVersion)
      const conflict = await refusal({ ...object, spec: { ...SPEC, list: ['a'] } })
      expect(conflict).toMatchObject({ code: 'CONFLICT' })
      const { spec } = await cluster().apply({ ...object, spec: { size: 2 } }, { dryRun: true, force: true })
      expect(spec).toEqual({ ...SPEC, size: 2, more: { theirs: 1 } })
    })

    it('counts generations by what is wanted, and keeps the status apart where the definition says so', async () => {
      const { namespace, group, object } = await made(given, newNamespace)
      const first = await live(object)
      expect([first.metadata.generation, first.status]).toEqual([1, undefined])
      const path = `/apis/${group}/v1/namespaces/${namespace}/lenses/one`
      const told = await put(`${path}/status`, { ...first, spec: { size: 9 }, status: { phase: 'Ready' } }, 'controller')
      expect([told.status, told.body.spec, told.body.status]).toEqual([200, SPEC, { phase: 'Ready' }])
      const labelled = await cluster().apply({ ...object, metadata: { ...object.metadata, labels: { a: 'b' } } }, REAL)
      expect(labelled.metadata.generation).toBe(1)
      const changed = await cluster().apply({ ...object, spec: { ...SPEC, size: 2 }, status: { phase: 'Lost' } }, REAL)
      expect([changed.metadata.generation, changed.status]).toEqual([2, { phase: 'Ready' }])
    })

    it('refuses a definition whose name is not its plural and group, one without a schema, and one without a version to keep', async () => {
      const right = definitionOf('refused.example.com')
      expect(await refusal({ ...right, metadata: { name: 'lenses' } })).toMatchObject({ code: 'INVALID', causes: [{ field: 'metadata.name', message: expect.stringContaining('must be spec.names.plural+"."+spec.group') }] })
      expect(await refusal(definitionOf('refused.example.com', { schema: undefined }))).toMatchObject({ code: 'INVALID', causes: [{ field: 'spec.versions[0].schema.openAPIV3Schema', message: 'Required value' }] })
      expect(await refusal(definitionOf('refused.example.com', { storage: false }))).toMatchObject({ code: 'INVALID', causes: expect.arrayContaining([{ field: 'spec.versions', message: expect.stringContaining('must have exactly one version marked as storage version') }]) })
    })
  },
}

const SPEC = { size: 1, list: ['b', 'a'], more: { ours: '0.50' } }

/** A definition of a group of its own that is served, and one object of its kind. */
export async function made({ cluster, eventually }: Given, newNamespace: Given['newNamespace']): Promise<{ namespace: string; group: string; definition: KubeObject; object: KubeObject }> {
  const namespace = await newNamespace()
  const group = `${namespace}.example.com`
  const definition = definitionOf(group)
  const object: KubeObject = { apiVersion: `${group}/v1`, kind: 'Lens', metadata: { name: 'one', namespace }, spec: SPEC }
  await cluster().apply(definition, REAL)
  await eventually(namespace, async () => cluster().apply(object, REAL).then(() => true, () => false))
  return { namespace, group, definition, object }
}

/** `version` replaces parts of its only version. */
function definitionOf(group: string, version: { schema?: undefined; storage?: boolean } = {}): KubeObject {
  const free = { 'type': 'object', 'x-kubernetes-preserve-unknown-fields': true }
  const only = { name: 'v1', served: true, storage: true, subresources: { status: {} }, schema: { openAPIV3Schema: { type: 'object', properties: { spec: free, status: free } } }, ...version }
  return {
    apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition', metadata: { name: `lenses.${group}` },
    spec: { group, scope: 'Namespaced', names: { plural: 'lenses', kind: 'Lens' }, versions: [JSON.parse(JSON.stringify(only))] },
  }
}
