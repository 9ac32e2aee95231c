import { describe, expect, it } from 'vitest'
import { db } from '../../db/client.ts'
import { listEvents } from '../../db/events.ts'
import { someone, operator, viewer } from '../../testing/actors.ts'
import { freshDatabase } from '../../testing/database.ts'
import { querySpec, specOf } from '../../testing/specs.ts'
import { makeStack } from '../../testing/stacks.ts'
import { adopt } from '../../thanos/adopt.ts'
import type { Edit } from '../../thanos/edit.ts'
import { merge } from '../../thanos/merge.ts'
import { EMPTY_SPEC, type StackSpec } from '../../thanos/spec.ts'
import { keep } from '../drafts/keep.ts'
import type { SaveConflict } from '../views.ts'
import { compare } from './compare.ts'
import { exportRevision } from './export.ts'
import { facets } from './facets.ts'
import { get } from './get.ts'
import { label } from './label.ts'
import { list } from './list.ts'
import { restore } from './restore.ts'
import { save } from './save.ts'
import { unlabel } from './unlabel.ts'

freshDatabase()

const eventsOf = (stackId: string) => listEvents(db(), { filter: { stackId }, limit: 50 })
const QUERY = 'Deployment/monitoring/thanos-query'

describe('revisions/save', () => {
  it('makes revision after revision, with findings, author and an event that says what changed', async () => {
    const { id: stackId } = await makeStack()
    const first = await save(operator, { stackId, base: 0, spec: querySpec(), message: ' Import ' })
    expect(first).toMatchObject({ number: 1, message: 'Import', author: operator.name, spec: querySpec() })
    const second = await save(operator, { stackId, base: 1, spec: querySpec({ replicas: 2 }), message: 'Two queriers' })
    expect(second.number).toBe(2)
    expect(await get(viewer, { stackId, number: 'head' })).toEqual(second)
    expect(await get(viewer, { stackId, number: 1 })).toEqual(first)
    expect((await eventsOf(stackId))[0]).toMatchObject({
      action: 'revision.save', outcome: 'ok', subject: 'revision 2', actor: { name: operator.name },
      before: { revision: 1 }, after: { revision: 2, message: 'Two queriers', changes: [{ object: QUERY, path: 'replicas', before: '1', after: '2' }] },
    })
  })

  it('stores what the checks find and never stops for it', async () => {
    const { id: stackId } = await makeStack()
    const broken = specOf(`
apiVersion: apps/v1
kind: Deployment
metadata: { name: q, namespace: monitoring }
spec: { template: { spec: { containers: [{ name: t, image: "quay.io/thanos/thanos:v0.42.0", args: [query, --no-such-flag=1] }] } } }
`)
    const saved = await save(operator, { stackId, base: 0, spec: broken, message: 'As it is' })
    expect(saved.findings.error).toBeGreaterThan(0)
    expect(saved.findingList.filter(({ severity }) => severity === 'error')).toHaveLength(saved.findings.error)
  })

  it('tells the loser of a race who was first and what they changed', async () => {
    const { id: stackId } = await makeStack()
    const ann = someone('operator', 'Ann')
    const ben = someone('operator', 'Ben')
    await save(ann, { stackId, base: 0, spec: querySpec(), message: 'Import' })
    await save(ann, { stackId, base: 1, spec: querySpec({ replicas: 3 }), message: 'Three' })
    const loses = save(ben, { stackId, base: 1, spec: querySpec({ replicas: 2 }), message: 'Two' })
    const details: SaveConflict = { head: expect.objectContaining({ number: 2, author: 'Ann' }), spec: querySpec({ replicas: 3 }), theirs: [{ object: QUERY, path: 'replicas', before: '1', after: '3' }] }
    await expect(loses).rejects.toMatchObject({ code: 'CONFLICT', message: expect.stringMatching(/Ann saved revision 2/), details })
    expect((await get(viewer, { stackId, number: 'head' })).spec).toEqual(querySpec({ replicas: 3 }))
    expect((await eventsOf(stackId))[0]).toMatchObject({ action: 'revision.save', outcome: 'refused', subject: 'revision 2', actor: { name: 'Ben' } })
  })

  it('gives the loser what a merge needs, whose result is saved on top of the winner', async () => {
    const { id: stackId } = await makeStack()
    const start = querySpec()
    const more = (memory: string): StackSpec => ({ ...start, objects: start.objects.map((object) => (object.type === 'workload' ? { ...object, resources: { limits: { memory } } } : object)) })
    await save(operator, { stackId, base: 0, spec: start, message: 'Import' })
    await save(someone('operator', 'Ann'), { stackId, base: 1, spec: { ...more('2Gi'), objects: more('2Gi').objects.map((object) => (object.type === 'workload' ? { ...object, replicas: 3 } : object)) }, message: 'Three' })
    const failure: unknown = await save(operator, { stackId, base: 1, spec: more('1Gi'), message: 'Memory' }).catch((error: unknown) => error)
    const { details } = failure as { details: SaveConflict }
    const asked = merge(start, details.spec, more('1Gi'))
    expect(asked.open).toMatchObject([{ path: 'resources.limits.memory', theirs: '2Gi', mine: '1Gi' }])
    const { spec } = merge(start, details.spec, more('1Gi'), new Map([[asked.open[0]?.key ?? '', 'mine']]))
    const saved = await save(operator, { stackId, base: details.head.number, spec, message: 'Both' })
    expect(saved.spec.objects[0]).toMatchObject({ replicas: 3, resources: { limits: { memory: '1Gi' } } })
  })

  it('lets one of many who save at once win, and loses no revision', async () => {
    const { id: stackId } = await makeStack()
    const tries = Array.from({ length: 8 }, (_, index) => save(operator, { stackId, base: 0, spec: querySpec({ replicas: index + 1 }), message: `try ${index}` }))
    const settled = await Promise.allSettled(tries)
    expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    const lost = settled.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []))
    expect(lost).toEqual(Array.from({ length: 7 }, () => expect.objectContaining({ code: 'CONFLICT', details: expect.objectContaining({ head: expect.objectContaining({ number: 1 }) }) })))
    expect((await list(viewer, { stackId })).items).toHaveLength(1)
  })

  it('refuses a viewer, saves nothing, and writes the attempt down', async () => {
    const { id: stackId } = await makeStack()
    await expect(save(viewer, { stackId, base: 0, spec: querySpec(), message: 'x' })).rejects.toMatchObject({ code: 'FORBIDDEN' })
    expect((await list(viewer, { stackId })).items).toEqual([])
    expect(await eventsOf(stackId)).toMatchObject([{ action: 'revision.save', outcome: 'refused', actor: { name: viewer.name } }])
  })

  const CANARY = 'AKIACANARY7EXAMPLE00'
  it.each<[string, StackSpec]>([
    ['a Secret', { version: 1, objects: [{ type: 'object', object: 'Secret', name: 's', managed: true, manifest: { apiVersion: 'v1', kind: 'Secret', metadata: { name: 's' }, stringData: { key: CANARY } } }] }],
    ['an object that says Secret only inside', { version: 1, objects: [{ type: 'object', object: 'Service', name: 's', managed: true, manifest: { apiVersion: 'v1', kind: 'Secret', metadata: { name: 's' }, stringData: { key: CANARY } } }] }],
    ['a ConfigMap with a key in its text', { version: 1, objects: [{ type: 'config', object: 'ConfigMap', name: 's', files: { 'objstore.yml': `config:\n  secret_key: ${CANARY}\n` }, rest: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 's' }, data: { $slot: 'files' } } }] }],
  ])('refuses %s, and keeps its value out of the answer and the audit', async (_, spec) => {
    const { id: stackId } = await makeStack()
    const failure: unknown = await save(operator, { stackId, base: 0, spec, message: 'x' }).catch((error: unknown) => error)
    expect(failure).toMatchObject({ code: 'INVALID', message: expect.stringContaining('credentials') })
    expect(JSON.stringify([failure, String(failure), await eventsOf(stackId)])).not.toContain(CANARY)
    expect((await list(viewer, { stackId })).items).toEqual([])
  })

  it('says that there is nothing to save, no such stack, no such base', async () => {
    const { id: stackId } = await makeStack()
    await save(operator, { stackId, base: 0, spec: querySpec(), message: 'Import' })
    await expect(save(operator, { stackId, base: 1, spec: querySpec(), message: 'Again' })).rejects.toMatchObject({ code: 'INVALID' })
    await expect(save(operator, { stackId: 'none', base: 0, spec: EMPTY_SPEC, message: 'x' })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(save(operator, { stackId, base: 7, spec: EMPTY_SPEC, message: 'x' })).rejects.toMatchObject({ code: 'INVALID' })
    await expect(save(operator, { stackId, base: 1, spec: EMPTY_SPEC, message: ' ' })).rejects.toMatchObject({ code: 'INVALID' })
  })

  it('refuses more objects than a stack can have, and says how many', async () => {
    const stack = await makeStack()
    const many = querySpec().objects.flatMap((object) => Array.from({ length: 1_001 }, (_, index) => ({ ...object, name: `query-${index}` })))
    await expect(save(operator, { stackId: stack.id, base: 0, spec: { version: 1, objects: many }, message: 'Many' })).rejects.toMatchObject({
      code: 'INVALID', message: expect.stringContaining('at most 2000 objects, and these are 2002'),
    })
    expect(await db().revision.count({ where: { stackId: stack.id } })).toBe(0)
  })
})

describe('revisions/restore', () => {
  it('makes the old spec the newest revision and leaves the history as it was', async () => {
    const { id: stackId } = await makeStack()
    for (const [base, replicas] of [1, 2, 3].entries()) await save(operator, { stackId, base, spec: querySpec({ replicas }), message: `${replicas}` })
    const restored = await restore(operator, { stackId, base: 3, number: 1 })
    expect(restored).toMatchObject({ number: 4, restoredFrom: 1, spec: querySpec({ replicas: 1 }), message: 'Restore revision 1' })
    expect((await list(viewer, { stackId })).items.map(({ number }) => number)).toEqual([4, 3, 2, 1])
    expect((await eventsOf(stackId))[0]).toMatchObject({ action: 'revision.restore', after: { restoredFrom: 1, revision: 4 } })
    await expect(restore(operator, { stackId, base: 3, number: 2 })).rejects.toMatchObject({ code: 'CONFLICT' })
    await expect(restore(operator, { stackId, base: 4, number: 9 })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(restore(viewer, { stackId, base: 4, number: 2 })).rejects.toMatchObject({ code: 'FORBIDDEN' })
  })
})

describe('reading revisions', () => {
  it('pages through the history without a gap', async () => {
    const { id: stackId } = await makeStack()
    for (const base of [0, 1, 2, 3, 4]) await save(operator, { stackId, base, spec: querySpec({ replicas: base + 1 }), message: `${base}` })
    const first = await list(viewer, { stackId, limit: 2 })
    const second = await list(viewer, { stackId, limit: 2, after: first.next })
    const third = await list(viewer, { stackId, limit: 2, after: second.next })
    expect([first, second, third].map(({ items }) => items.map(({ number }) => number))).toEqual([[5, 4], [3, 2], [1]])
    expect(third.next).toBeUndefined()
  })

  it('compares any two in either direction', async () => {
    const { id: stackId } = await makeStack()
    for (const [base, replicas] of [1, 2].entries()) await save(operator, { stackId, base, spec: querySpec({ replicas }), message: `${replicas}` })
    expect((await compare(viewer, { stackId, from: 1, to: 2 })).changes).toEqual([{ object: QUERY, path: 'replicas', before: '1', after: '2' }])
    expect((await compare(viewer, { stackId, from: 2, to: 1 })).changes).toEqual([{ object: QUERY, path: 'replicas', before: '2', after: '1' }])
    await expect(compare(viewer, { stackId, from: 1, to: 3 })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  it('compares with the draft of whoever asks, and with nobody else’s', async () => {
    const { id: stackId, slug } = await makeStack()
    await save(operator, { stackId, base: 0, spec: querySpec(), message: 'first' })
    const label = { en: 'Timeout', ko: '시간 제한' }
    const edits: Edit[] = [{ op: 'flag.set', object: QUERY, flag: 'query.timeout', values: ['2m'] }]
    await keep(operator, { slug, over: null, base: 1, steps: { from: 0, items: [{ kind: 'edits', label, edits }] }, undone: { from: 0, items: [] }, edits: 1 })
    expect((await compare(operator, { stackId, from: 'head', to: 'draft' })).changes).toEqual([{ object: QUERY, path: 'flags.query.timeout', after: '2m' }])
    await expect(compare(viewer, { stackId, from: 'head', to: 'draft' })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })
})

describe('labels', () => {
  const threeRevisions = async (): Promise<string> => {
    const { id: stackId } = await makeStack()
    for (const base of [0, 1, 2]) await save(operator, { stackId, base, spec: querySpec({ replicas: base + 1 }), message: `${base}` })
    return stackId
  }

  it('name one revision of a stack, move to another, and go, each written down', async () => {
    const stackId = await threeRevisions()
    expect(await label(operator, { stackId, number: 1, name: ' Known  Good ' })).toMatchObject({ name: 'known-good', number: 1, author: operator.name })
    await label(operator, { stackId, number: 1, name: 'before-upgrade' })
    expect((await get(viewer, { stackId, number: 1 })).labels).toEqual(['before-upgrade', 'known-good'])
    await label(someone('operator', 'Ann'), { stackId, number: 2, name: 'known-good' })
    expect((await list(viewer, { stackId })).items.map(({ labels }) => labels)).toEqual([[], ['known-good'], ['before-upgrade']])
    await unlabel(operator, { stackId, name: 'known-good' })
    expect((await get(viewer, { stackId, number: 2 })).labels).toEqual([])
    expect((await eventsOf(stackId)).slice(0, 4).map(({ action, subject, before, after, actor }) => ({ action, subject, before, after, who: actor.name }))).toEqual([
      { action: 'revision.unlabel', subject: 'revision 2', before: { label: 'known-good', revision: 2 }, who: operator.name },
      { action: 'revision.label', subject: 'revision 2', before: { label: 'known-good', revision: 1 }, after: { label: 'known-good', revision: 2 }, who: 'Ann' },
      { action: 'revision.label', subject: 'revision 1', after: { label: 'before-upgrade', revision: 1 }, who: operator.name },
      { action: 'revision.label', subject: 'revision 1', after: { label: 'known-good', revision: 1 }, who: operator.name },
    ])
  })

  it('stand wherever a revision is chosen', async () => {
    const stackId = await threeRevisions()
    await label(operator, { stackId, number: 1, name: '안정' })
    expect((await get(viewer, { stackId, number: '안정' })).number).toBe(1)
    expect(await compare(viewer, { stackId, from: '안정', to: 'head' })).toMatchObject({ from: { number: 1 }, to: { number: 3 }, changes: [{ before: '1', after: '3' }] })
    await expect(compare(viewer, { stackId, from: 'known-good', to: 1 })).rejects.toMatchObject({ code: 'NOT_FOUND', message: 'No revision is labelled known-good.' })
    await expect(compare(viewer, { stackId, from: 'applied', to: 1 })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  it.each(['', '7', 'r7', 'head', 'Applied', 'draft', 'a/b', 'a?b', '-a', 'x'.repeat(41), 'a\u0000b'])('refuse %j as a name', async (name) => {
    const stackId = 'none'
    await expect(label(operator, { stackId, number: 1, name })).rejects.toMatchObject({ code: 'INVALID' })
  })

  it('refuse who may only look, a revision that is not there, and what would change nothing', async () => {
    const stackId = await threeRevisions()
    await expect(label(viewer, { stackId, number: 1, name: 'good' })).rejects.toMatchObject({ code: 'FORBIDDEN' })
    await expect(label(operator, { stackId, number: 9, name: 'good' })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await label(operator, { stackId, number: 1, name: 'good' })
    await expect(label(operator, { stackId, number: 1, name: 'good' })).rejects.toMatchObject({ code: 'INVALID' })
    await expect(unlabel(viewer, { stackId, name: 'good' })).rejects.toMatchObject({ code: 'FORBIDDEN' })
    await expect(unlabel(operator, { stackId, name: 'bad' })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    expect(await facets(viewer, { stackId })).toMatchObject({ authors: [operator.name], labels: [{ name: 'good', number: 1 }], total: 3 })
  })

  it('belong to one stack each', async () => {
    const [one, other] = [await threeRevisions(), await threeRevisions()]
    await label(operator, { stackId: one, number: 1, name: 'good' })
    await label(operator, { stackId: other, number: 2, name: 'good' })
    expect((await get(viewer, { stackId: one, number: 'good' })).number).toBe(1)
  })
})

describe('the history, narrowed', () => {
  it('by author, label, text, number and time, page by page', async () => {
    const { id: stackId } = await makeStack()
    const ann = someone('operator', 'Ann')
    const messages = ['Import', 'Keep 100% of it', 'Keep 100 of it', 'More_memory', 'More memory']
    for (const [base, message] of messages.entries()) await save(base % 2 === 0 ? ann : operator, { stackId, base, spec: querySpec({ replicas: base + 1 }), message })
    await label(operator, { stackId, number: 2, name: 'good' })
    const numbers = async (filter: object): Promise<number[]> => (await list(viewer, { stackId, ...filter })).items.map(({ number }) => number)
    expect(await numbers({ author: 'Ann' })).toEqual([5, 3, 1])
    expect(await numbers({ label: 'good' })).toEqual([2])
    expect(await numbers({ label: '*' })).toEqual([2])
    expect(await numbers({ text: 'more' })).toEqual([5, 4])
    expect(await numbers({ text: '100%' })).toEqual([2])
    expect(await numbers({ text: 'e_m' })).toEqual([4])
    expect(await numbers({ text: 'r3' })).toEqual([3])
    expect(await numbers({ text: 'keep', author: 'Ann' })).toEqual([3])
    const { createdAt } = await get(viewer, { stackId, number: 3 })
    expect(await numbers({ from: createdAt })).toEqual([5, 4, 3])
    expect(await numbers({ to: createdAt })).toEqual([2, 1])
    const first = await list(viewer, { stackId, author: 'Ann', limit: 2 })
    expect((await list(viewer, { stackId, author: 'Ann', limit: 2, after: first.next })).items.map(({ number }) => number)).toEqual([1])
  })
})

describe('an export', () => {
  it('is the same file every time, imports to the same spec, and is for those who may read revisions', async () => {
    const { id: stackId, slug } = await makeStack()
    await save(operator, { stackId, base: 0, spec: querySpec({ replicas: 2 }), message: 'Import' })
    await label(operator, { stackId, number: 1, name: 'good' })
    const yaml = await exportRevision(viewer, { stackId, number: 'good', format: 'yaml' })
    expect(yaml).toMatchObject({ name: `${slug}-r1.yaml`, type: 'application/yaml; charset=utf-8' })
    expect(adopt([{ name: yaml.name, text: new TextDecoder().decode(yaml.bytes) }]).spec).toEqual(querySpec({ replicas: 2 }))
    const archive = await exportRevision(viewer, { stackId, number: 1, format: 'kustomize' })
    expect(archive.name).toBe(`${slug}-r1.tar.gz`)
    expect(await exportRevision(viewer, { stackId, number: 1, format: 'kustomize' })).toEqual(archive)
    await expect(exportRevision({ ...viewer, role: 'newcomer' }, { stackId, number: 1, format: 'yaml' })).rejects.toMatchObject({ code: 'FORBIDDEN' })
    await expect(exportRevision(viewer, { stackId, number: 2, format: 'yaml' })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })
})
