import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { ObjectChange } from '../manifest/change.ts'
import { isKubeObject, type KubeObject } from '../manifest/types.ts'
import { adopt } from './adopt.ts'
import { applyEdits } from './apply-edits.ts'
import { liveSpec } from './live-spec.ts'
import { renderObject } from './render.ts'
import { specObjectId, type StackSpec } from './spec.ts'

const GUIDE = join(import.meta.dirname, '../../examples/guide')
const guide = adopt(readdirSync(GUIDE).filter((name) => name.endsWith('.yaml')).map((name) => ({ name, text: readFileSync(join(GUIDE, name), 'utf8') }))).spec
const COMPACTOR = 'StatefulSet/monitoring/thanos-compactor'

const change = (verdict: ObjectChange['verdict'], object = COMPACTOR): ObjectChange => (
  { object, verdict, fields: [], conflicts: [], liveYaml: '', predictedYaml: '', restarts: 0 }
)
const find = (spec: StackSpec, id: string) => spec.objects.find((object) => specObjectId(object) === id)
const liveOf = (spec: StackSpec, id: string, as = id): Map<string, KubeObject> => {
  const object = find(spec, id)
  const rendered = object && renderObject(object)
  if (!isKubeObject(rendered)) throw new Error(`no ${id}`)
  return new Map([[as, { ...rendered, status: { replicas: 1 }, metadata: { ...rendered.metadata, uid: 'x', resourceVersion: '1' } }]])
}

describe('liveSpec', () => {
  it('gives a changed object as the cluster has it, and the others as they are', () => {
    const after = applyEdits(guide, [{ op: 'flag.set', object: COMPACTOR, flag: 'retention.resolution-raw', values: ['3d'] }])
    expect(liveSpec(after, [change('change')], liveOf(guide, COMPACTOR))).toEqual(guide)
  })

  it('leaves out what the cluster does not have', () => {
    expect(find(liveSpec(guide, [change('create')], new Map()), COMPACTOR)).toBeUndefined()
  })

  it('knows an object that the spec names without its namespace', () => {
    const after: StackSpec = { ...guide, objects: guide.objects.map((object) => {
      const { namespace: _, ...rest } = object
      return rest as typeof object
    }) }
    const live = liveSpec(after, [change('change', 'StatefulSet/thanos-compactor')], liveOf(guide, COMPACTOR, 'StatefulSet/thanos-compactor'))
    expect(find(live, 'StatefulSet/thanos-compactor')).toBeDefined()
  })

  it('has what an earlier revision left behind', () => {
    const after: StackSpec = { ...guide, objects: guide.objects.filter(({ name }) => name !== 'thanos-compactor') }
    expect(find(liveSpec(after, [change('orphan')], liveOf(guide, COMPACTOR)), COMPACTOR)).toEqual(find(guide, COMPACTOR))
  })
})
