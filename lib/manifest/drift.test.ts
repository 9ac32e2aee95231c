import { describe, expect, it } from 'vitest'
import { driftOfObject, wholeDrift, type DriftObject } from './drift.ts'
import { takeFields } from './take-field.ts'
import { diffFields } from './diff.ts'
import { isJsonObject, type JsonObject, type KubeObject } from './types.ts'

const NOW = '2026-12-01T03:00:00.000Z'
const EDITED = '2026-12-01T01:12:44Z'

const container = (args: string[], more: JsonObject = {}): JsonObject => ({ name: 'thanos', image: 'thanos:1', args, ...more })
const object = (spec: JsonObject, managedFields: JsonObject[] = [], metadata: JsonObject = {}): KubeObject => ({
  apiVersion: 'apps/v1', kind: 'Deployment', metadata: { ...metadata, name: 'query', namespace: 'm', managedFields }, spec,
})
const deployment = (replicas: number, args: string[], managedFields: JsonObject[] = [], more: JsonObject = {}): KubeObject => (
  object({ replicas, template: { spec: { containers: [container(args, more)] } } }, managedFields)
)
const edit = (manager: string, fieldsV1: JsonObject, rest: JsonObject = {}): JsonObject => ({ manager, operation: 'Update', apiVersion: 'apps/v1', time: EDITED, fieldsV1, ...rest })
const ours = edit('gauntlet', { 'f:spec': { 'f:replicas': {} } }, { operation: 'Apply' })
const ARGS = { 'f:spec': { 'f:template': { 'f:spec': { 'f:containers': { 'k:{"name":"thanos"}': { 'f:args': {} } } } } } }
const REPLICAS = { 'f:spec': { 'f:replicas': {} } }
const desired = deployment(2, ['query', '--log.level=info'])

function drift(live: KubeObject, before?: DriftObject): DriftObject | undefined {
  return driftOfObject({ id: 'Deployment/m/query', desired, live, predicted: desired }, { ownManager: 'gauntlet', before, now: NOW })
}

describe('driftOfObject', () => {
  it('names the field, both values, who wrote it and when', () => {
    expect(drift(deployment(2, ['query', '--log.level=debug'], [ours, edit('kubectl-edit', ARGS)]))).toEqual({
      object: 'Deployment/m/query', kind: 'changed', since: '2026-12-01T01:12:44.000Z',
      fields: [{
        path: 'spec.template.spec.containers[thanos].args[1]', theirs: '--log.level=debug', ours: '--log.level=info',
        manager: { name: 'kubectl-edit', operation: 'Update' }, since: '2026-12-01T01:12:44.000Z', sinceIs: 'written',
      }],
    })
  })

  it('names who scaled, also an autoscaler whose mark is there: whether it still lives decides what is asked for', () => {
    expect(drift(deployment(5, ['query', '--log.level=info'], [edit('kube-controller-manager', REPLICAS, { subresource: 'scale' })]))?.fields).toMatchObject([
      { path: 'spec.replicas', theirs: 5, ours: 2, manager: { name: 'kube-controller-manager', operation: 'Update', subresource: 'scale' } },
    ])
    expect(drift(deployment(5, ['query', '--log.level=info'], [edit('kubectl', REPLICAS, { subresource: 'scale' })]))?.fields).toMatchObject([
      { path: 'spec.replicas', theirs: 5, ours: 2, manager: { name: 'kubectl', operation: 'Update', subresource: 'scale' } },
    ])
  })

  it('is none where nothing of ours differs: status, defaults and what others added', () => {
    expect(drift({ ...desired, status: { replicas: 1 }, metadata: { ...desired.metadata, resourceVersion: '9' } })).toBeUndefined()
  })

  it('has no manager for a field that is gone, and says when that was first seen', () => {
    const { replicas: _, ...spec } = isJsonObject(desired.spec) ? desired.spec : {}
    const live = object(spec, [ours])
    const first = drift(live)
    expect(first?.fields).toEqual([{ path: 'spec.replicas', ours: 2, since: NOW, sinceIs: 'seen' }])
    const later = driftOfObject({ id: 'Deployment/m/query', desired, live, predicted: desired }, { ownManager: 'gauntlet', before: first, now: '2026-12-01T04:00:00.000Z' })
    expect(later?.fields).toMatchObject([{ since: NOW }])
  })

  it('keeps the earlier time when the same manager writes something else later, and not when the value is another', () => {
    const before = drift(deployment(4, ['query', '--log.level=info'], [edit('kubectl-edit', REPLICAS)]))
    const later = edit('kubectl-edit', { ...REPLICAS }, { time: '2026-12-01T02:00:00Z' })
    expect(drift(deployment(4, ['query', '--log.level=info'], [later]), before)?.since).toBe('2026-12-01T01:12:44.000Z')
    expect(drift(deployment(3, ['query', '--log.level=info'], [later]), before)?.since).toBe('2026-12-01T02:00:00.000Z')
  })

  it('does not repeat a credential, and marks the field', () => {
    const env = (value: string): JsonObject => ({ env: [{ name: 'AWS_SECRET_ACCESS_KEY', value }] })
    const want = deployment(2, ['query'], [], env('wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'))
    const live = deployment(2, ['query'], [], env('zzzzzzzzFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'))
    const found = driftOfObject({ id: 'x', desired: want, live, predicted: want }, { ownManager: 'gauntlet', before: undefined, now: NOW })
    expect(JSON.stringify(found)).not.toMatch(/EXAMPLEKEY/)
    expect(found?.fields).toMatchObject([{ secret: true }])
  })
})

it('keeps since when an object is gone from one look to the next', () => {
  const first = wholeDrift('Service/m/query', 'missing', { before: undefined, now: NOW })
  expect(wholeDrift('Service/m/query', 'missing', { before: first, now: '2026-12-02T00:00:00.000Z' })).toEqual(first)
  expect(wholeDrift('Service/m/query', 'extra', { before: first, now: '2026-12-02T00:00:00.000Z' }).since).toBe('2026-12-02T00:00:00.000Z')
})

describe('takeFields', () => {
  const theirs = deployment(5, ['query', '--log.level=debug', '--x=1'], [], { resources: { limits: { memory: '2Gi', cpu: '1' } } })
  const mine: JsonObject = { ...desired, metadata: { name: 'query', labels: { a: '1' } } }
  const paths = diffFields({ spec: theirs.spec ?? null }, { spec: desired.spec ?? null }).map(({ path }) => path)

  it('takes one field and leaves the others', () => {
    const taken = takeFields(mine, theirs, ['spec.replicas'])
    expect(diffFields(mine, taken)).toEqual([{ path: 'spec.replicas', before: 2, after: 5 }])
  })

  it('takes arguments whole, whichever of them was named', () => {
    const taken = takeFields({ spec: desired.spec ?? null }, { spec: theirs.spec ?? null }, ['spec.template.spec.containers[thanos].args[2]'])
    expect(diffFields(taken, { spec: theirs.spec ?? null }).map(({ path }) => path)).toEqual(['spec.replicas', 'spec.template.spec.containers[thanos].resources.limits.memory', 'spec.template.spec.containers[thanos].resources.limits.cpu'])
  })

  it('takes all of it, so that nothing differs any more', () => {
    expect(diffFields({ spec: takeFields(mine, theirs, paths).spec ?? null }, { spec: theirs.spec ?? null })).toEqual([])
  })

  it('removes what they do not have, with the map that held it', () => {
    const back = takeFields(theirs, desired, paths)
    expect(back.spec).toEqual(desired.spec)
  })
})
