// The guide's manifests on the sandbox against what a kube-apiserver 1.35.4 answered to the same dry run: defaults, canonical forms and
// field ownership, to the last key. The answers in testdata were recorded in the lab.
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parseAllDocuments } from 'yaml'
import type { JsonObject, KubeObject } from '../manifest/types.ts'
import { isJsonObject, isKubeObject } from '../manifest/types.ts'
import { createApi } from './api.ts'
import { itemsAt, textAt } from './fields.ts'
import { kindNamed } from './kinds.ts'
import { createStore } from './store.ts'

const GUIDE = new URL('../../examples/guide/', import.meta.url)
const recorded: unknown = JSON.parse(readFileSync(new URL('testdata/guide.kube-apiserver-1.35.4.json', import.meta.url), 'utf8'))
const expected = (Array.isArray(recorded) ? recorded : []).filter(isKubeObject)
const manifests = readdirSync(GUIDE).filter((name) => name.endsWith('.yaml')).toSorted()
  .flatMap((name) => parseAllDocuments(readFileSync(new URL(name, GUIDE), 'utf8')).map((document): unknown => document.toJS())).filter(isKubeObject)

describe('the guide on the sandbox', () => {
  const store = createStore()
  const api = createApi({ store, now: () => 0 })
  api.create({ kind: kindNamed('Namespace'), object: { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'monitoring' } }, manager: 'test' })

  it('is recorded whole', () => {
    expect(expected.map(({ kind, metadata }) => `${kind}/${metadata.name}`)).toEqual(manifests.map(({ kind, metadata }) => `${kind}/${metadata.name}`))
    expect(manifests).toHaveLength(13)
  })

  it.each(manifests.map((manifest, index) => [`${manifest.kind}/${manifest.metadata.name}`, manifest, expected[index]] as const))('predicts %s as a kube-apiserver does', (_, manifest, real) => {
    const { object } = api.apply({ kind: kindNamed(manifest.kind), object: manifest, manager: 'gauntlet', force: false, dryRun: true })
    expect(comparable(object)).toEqual(real)
  })
})

/** Without what differs from run to run. */
function comparable(object: KubeObject): JsonObject {
  const { uid: _, creationTimestamp: __, ...metadata } = object.metadata
  const managedFields = itemsAt(object, 'metadata', 'managedFields').map(({ time: ___, ...entry }) => entry)
  const spec = isJsonObject(object.spec) ? { ...object.spec } : undefined
  if (spec && object.kind === 'Service' && textAt(spec, 'clusterIP') !== 'None') Object.assign(spec, { clusterIP: 'ALLOCATED', clusterIPs: ['ALLOCATED'] })
  return { ...object, metadata: { ...metadata, managedFields }, ...(spec ? { spec } : {}) }
}
