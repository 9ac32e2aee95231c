import { describe, expect, it } from 'vitest'
import { db } from '../../db/client.ts'
import { listEvents } from '../../db/events.ts'
import { someone, operator, viewer } from '../../testing/actors.ts'
import { freshDatabase } from '../../testing/database.ts'
import { querySpec, specOf } from '../../testing/specs.ts'
import { makeStack } from '../../testing/stacks.ts'
import { EMPTY_SPEC, type StackSpec } from '../../thanos/spec.ts'
import type { SaveConflict } from '../views.ts'
import { compare } from './compare.ts'
import { get } from './get.ts'
import { list } from './list.ts'
import { restore } from './restore.ts'
import { save } from './save.ts'

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
    const details: SaveConflict = { head: expect.objectContaining({ number: 2, author: 'Ann' }), theirs: [{ object: QUERY, path: 'replicas', before: '1', after: '3' }] }
    await expect(loses).rejects.toMatchObject({ code: 'CONFLICT', message: expect.stringMatching(/Ann saved revision 2/), details })
    expect((await get(viewer, { stackId, number: 'head' })).spec).toEqual(querySpec({ replicas: 3 }))
    expect((await eventsOf(stackId))[0]).toMatchObject({ action: 'revision.save', outcome: 'refused', subject: 'revision 2', actor: { name: 'Ben' } })
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
})
