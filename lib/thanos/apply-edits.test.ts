import { describe, expect, it } from 'vitest'
import type { KubeObject } from '../manifest/types.ts'
import { adoptObjects } from './adopt.ts'
import { applyEdits } from './apply-edits.ts'
import type { Edit } from './edit.ts'
import { render } from './render.ts'

const ID = 'Deployment/thanos-query'

function workload(args: string[], extra: Record<string, string> = {}): KubeObject {
  return {
    apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'thanos-query' },
    spec: { template: { spec: { containers: [{ name: 'thanos-query', ...extra, args: ['query', ...args] }] } } },
  }
}

function edited(object: KubeObject, ...edits: Edit[]): KubeObject {
  const [result] = render(applyEdits(adoptObjects([object]).spec, edits))
  if (!result) throw new Error('nothing was rendered')
  return result
}

function argsAfter(args: string[], edit: Edit): string[] {
  const text = JSON.stringify(edited(workload(args), edit))
  const found: { args: string[] } = JSON.parse(/\{[^{}]*"args":\[[^\]]*\][^{}]*\}/.exec(text)?.[0] ?? '{"args":[]}')
  return found.args.slice(1)
}

describe('applyEdits', () => {
  it.each<[string, string[], Edit, string[]]>([
    ['sets a flag in its place', ['--query.timeout=5m', '--log.level=info'], { op: 'flag.set', object: ID, flag: 'query.timeout', values: ['2m'] }, ['--query.timeout=2m', '--log.level=info']],
    ['keeps the style with a space', ['--query.timeout', '5m'], { op: 'flag.set', object: ID, flag: 'query.timeout', values: ['2m'] }, ['--query.timeout', '2m']],
    ['adds a flag at the end', ['--log.level=info'], { op: 'flag.set', object: ID, flag: 'query.timeout', values: ['2m'] }, ['--log.level=info', '--query.timeout=2m']],
    ['removes a flag', ['--query.timeout=5m', '--log.level=info'], { op: 'flag.set', object: ID, flag: 'query.timeout', values: [] }, ['--log.level=info']],
    ['turns a switch off', ['--query.partial-response'], { op: 'flag.set', object: ID, flag: 'query.partial-response', values: ['false'] }, ['--no-query.partial-response']],
    ['turns a switch on', [], { op: 'flag.set', object: ID, flag: 'query.auto-downsampling', values: ['true'] }, ['--query.auto-downsampling']],
    ['puts one more value beside its like', ['--query.replica-label=a', '--log.level=info'], { op: 'flag.add', object: ID, flag: 'query.replica-label', value: 'b' }, ['--query.replica-label=a', '--query.replica-label=b', '--log.level=info']],
    ['adds no value twice', ['--query.replica-label=a'], { op: 'flag.add', object: ID, flag: 'query.replica-label', value: 'a' }, ['--query.replica-label=a']],
    ['drops one of several values', ['--query.replica-label=a', '--query.replica-label=b'], { op: 'flag.drop', object: ID, flag: 'query.replica-label', value: 'a' }, ['--query.replica-label=b']],
  ])('%s', (_what, args, edit, expected) => {
    expect(argsAfter(args, edit)).toEqual(expected)
  })

  it('puts image, replicas and resources where a workload had none, and takes them away again', () => {
    const plain = workload([])
    const full = edited(
      plain,
      { op: 'image.set', object: ID, image: 'thanos:v0.42.4' },
      { op: 'replicas.set', object: ID, replicas: 3 },
      { op: 'resource.set', object: ID, side: 'limits', resource: 'memory', quantity: '2Gi' },
    )
    expect(full).toMatchObject({ spec: { replicas: 3, template: { spec: { containers: [{ image: 'thanos:v0.42.4', resources: { limits: { memory: '2Gi' } } }] } } } })
    expect(edited(full, { op: 'resource.set', object: ID, side: 'limits', resource: 'memory', quantity: '' })).not.toHaveProperty('spec.template.spec.containers.0.resources')
  })

  it('sets any field by its pointer and adopts the object anew', () => {
    const result = edited(workload([]), { op: 'field.set', object: ID, pointer: '/spec/template/spec/containers/0/env/-', value: { name: 'POD_NAME' } })
    expect(result).toMatchObject({ spec: { template: { spec: { containers: [{ env: [{ name: 'POD_NAME' }] }] } } } })
  })

  it('appends an item once, however many fixes bring it', () => {
    const add: Edit = { op: 'field.set', object: ID, pointer: '/spec/template/spec/containers/0/env/-', value: { name: 'POD_NAME', value: 'x' } }
    expect(edited(workload([]), add, add)).toMatchObject({ spec: { template: { spec: { containers: [{ env: [{ name: 'POD_NAME', value: 'x' }] }] } } } })
  })

  it('leaves the given spec as it was', () => {
    const { spec } = adoptObjects([workload(['--query.timeout=5m'])])
    const before = structuredClone(spec)
    applyEdits(spec, [{ op: 'flag.set', object: ID, flag: 'query.timeout', values: ['1m'] }, { op: 'object.remove', object: ID }])
    expect(spec).toEqual(before)
  })
})
