import { describe, expect, it } from 'vitest'
import { db } from '../../db/client.ts'
import { listEvents } from '../../db/events.ts'
import { operator, someone, viewer } from '../../testing/actors.ts'
import { freshDatabase } from '../../testing/database.ts'
import { querySpec, specOf } from '../../testing/specs.ts'
import { makeStack } from '../../testing/stacks.ts'
import type { StackSpec } from '../../thanos/spec.ts'
import { edit } from '../revisions/edit.ts'
import { get as getRevision } from '../revisions/get.ts'
import { save } from '../revisions/save.ts'
import { get } from './get.ts'
import { set } from './set.ts'

freshDatabase()

const compactor = (name: string) => `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: ${name}, namespace: monitoring }
spec: { template: { spec: { containers: [{ name: t, image: "quay.io/thanos/thanos:v0.42.0", args: [compact, --wait, --retention.resolution-raw=30d, --retention.resolution-5m=90d] }] } } }
`
const ONE = specOf(compactor('compact'))
const COMPACT = 'StatefulSet/monitoring/compact'

async function stackWith(spec: StackSpec): Promise<string> {
  const { id: stackId } = await makeStack()
  await save(operator, { stackId, base: 0, spec, message: 'Import' })
  return stackId
}

describe('the retention of a stack', () => {
  it('is what the flags of its compactors say, and for ever where they say nothing', async () => {
    const stackId = await stackWith(ONE)
    expect(await get(viewer, { stackId })).toEqual({ revision: 1, compactors: [{ object: COMPACT, raw: '30d', '5m': '90d', '1h': '0d' }] })
    expect((await get(viewer, { stackId: await stackWith(querySpec()) })).compactors).toEqual([])
  })

  it('is set as a revision of its own that changes only what differs, and names what is kept for a shorter time', async () => {
    const stackId = await stackWith(ONE)
    expect(await set(operator, { stackId, base: 1, raw: '14d', '5m': '90d', '1h': '1y' })).toEqual({
      revision: 2, changed: true, compactors: [{ object: COMPACT, raw: '14d', '5m': '90d', '1h': '1y' }],
      shortened: [{ object: COMPACT, resolution: 'raw', before: '30d', after: '14d' }, { object: COMPACT, resolution: '1h', before: '0d', after: '1y' }],
    })
    expect((await listEvents(db(), { filter: { stackId }, limit: 1 }))[0]).toMatchObject({ action: 'revision.save', after: { revision: 2, message: 'Set retention: raw 14d, 1h 1y' } })
    const { spec } = await getRevision(viewer, { stackId, number: 2 })
    expect(JSON.stringify(spec)).toContain('"retention.resolution-1h","value":"1y"')
  })

  it('stays without a revision when it is so already, also in other words', async () => {
    const stackId = await stackWith(ONE)
    expect(await set(operator, { stackId, base: 1, raw: '720h', '5m': '90d', '1h': '0d' })).toMatchObject({ revision: 1, changed: false, shortened: [] })
    await expect(set(operator, { stackId, base: 0, raw: '720h', '5m': '90d', '1h': '0d' })).rejects.toMatchObject({ code: 'CONFLICT' })
  })

  it('refuses what is no duration, a stack without a compactor, one of several that is not named, a lost race, and a viewer', async () => {
    const values = { raw: '1d', '5m': '90d', '1h': '0d' }
    const stackId = await stackWith(ONE)
    await expect(set(operator, { stackId, base: 1, ...values, raw: 'long' })).rejects.toMatchObject({ code: 'INVALID', message: expect.stringContaining('raw') })
    await expect(set(operator, { stackId: await stackWith(querySpec()), base: 1, ...values })).rejects.toMatchObject({ code: 'INVALID' })
    const two = await stackWith(specOf(`${compactor('a')}\n---\n${compactor('b')}`))
    await expect(set(operator, { stackId: two, base: 1, ...values })).rejects.toMatchObject({ code: 'INVALID', message: expect.stringContaining('StatefulSet/monitoring/a, StatefulSet/monitoring/b') })
    expect(await set(operator, { stackId: two, base: 1, ...values, object: 'StatefulSet/monitoring/b' })).toMatchObject({ compactors: [{ raw: '30d' }, { raw: '1d' }] })
    await expect(set(someone('operator', 'Ben'), { stackId: two, base: 1, ...values, object: 'StatefulSet/monitoring/a' })).rejects.toMatchObject({ code: 'CONFLICT' })
    await expect(set(viewer, { stackId, base: 1, ...values })).rejects.toMatchObject({ code: 'FORBIDDEN' })
  })
})

describe('revisions/edit', () => {
  it('saves edits of the newest revision, each on what the one before left', async () => {
    const stackId = await stackWith(querySpec())
    const object = 'Deployment/monitoring/thanos-query'
    const saved = await edit(operator, { stackId, base: 1, message: 'Scale', edits: [{ op: 'replicas.set', object, replicas: 3 }, { op: 'flag.add', object, flag: 'query.replica-label', value: 'replica' }] })
    expect(saved).toMatchObject({ number: 2, message: 'Scale' })
    expect(JSON.stringify(saved.spec)).toContain('"replicas":3')
  })

  it('refuses an edit of what is not there, one that changes nothing, and a base that another one saved over', async () => {
    const stackId = await stackWith(querySpec())
    const object = 'Deployment/monitoring/thanos-query'
    await expect(edit(operator, { stackId, base: 1, message: 'x', edits: [{ op: 'replicas.set', object: 'Deployment/monitoring/gone', replicas: 3 }] })).rejects.toMatchObject({ code: 'INVALID', message: expect.stringContaining('gone') })
    await expect(edit(operator, { stackId, base: 1, message: 'x', edits: [{ op: 'replicas.set', object, replicas: 2 }, { op: 'storage.set', object, size: '1Gi' }] })).rejects.toMatchObject({ code: 'INVALID', message: expect.stringContaining('Edit 2') })
    await edit(operator, { stackId, base: 1, message: 'x', edits: [{ op: 'object.remove', object }] })
    await expect(edit(operator, { stackId, base: 1, message: 'x', edits: [{ op: 'replicas.set', object, replicas: 2 }] })).rejects.toMatchObject({ code: 'CONFLICT' })
  })
})
