import { describe, expect, it } from 'vitest'
import { NEWCOMER } from '../../auth/actor.ts'
import { db } from '../../db/client.ts'
import { insertEvent } from '../../db/events.ts'
import { viewer } from '../../testing/actors.ts'
import { freshDatabase } from '../../testing/database.ts'
import { list } from './list.ts'

freshDatabase()

const write = (subject: string, more: { stackId?: string; action?: string; outcome?: 'ok' | 'refused'; actorId?: string } = {}) => insertEvent(db(), {
  at: new Date('2026-11-22T10:00:00Z'), actor: { id: more.actorId ?? 'ann', name: 'Ann' }, door: 'browser', action: more.action ?? 'revision.save', outcome: more.outcome ?? 'ok',
  subject, ...(more.stackId === undefined ? {} : { stackId: more.stackId }),
})

describe('events/list', () => {
  it('gives events newest first, page after page, without a gap and without one twice while new ones come', async () => {
    for (let number = 1; number <= 5; number++) await write(`${number}`)
    const first = await list(viewer, { limit: 2 })
    await write('6')
    const second = await list(viewer, { limit: 2, after: first.next })
    const third = await list(viewer, { limit: 2, after: second.next })
    expect([first, second, third].map(({ items }) => items.map(({ subject }) => subject))).toEqual([['5', '4'], ['3', '2'], ['1']])
    expect(third.next).toBeUndefined()
    expect(first.items[0]).toEqual({ id: expect.stringMatching(/^\d+$/), at: '2026-11-22T10:00:00.000Z', actor: 'Ann', door: 'browser', action: 'revision.save', outcome: 'ok', subject: '5' })
  })

  it('filters by stack, action, outcome and actor', async () => {
    await write('other stack', { stackId: 's2' })
    await write('plain', { stackId: 's1' })
    await write('refused', { stackId: 's1', outcome: 'refused', action: 'run.start', actorId: 'ben' })
    const subjects = async (filter: Parameters<typeof list>[1]) => (await list(viewer, filter)).items.map(({ subject }) => subject)
    expect(await subjects({ stackId: 's1' })).toEqual(['refused', 'plain'])
    expect(await subjects({ stackId: 's1', outcome: 'refused' })).toEqual(['refused'])
    expect(await subjects({ stackId: 's1', action: 'revision.save' })).toEqual(['plain'])
    expect(await subjects({ actorId: 'ben' })).toEqual(['refused'])
  })

  it('is for people who are signed in, and takes no cursor that is none', async () => {
    await expect(list(NEWCOMER, {})).rejects.toMatchObject({ code: 'FORBIDDEN' })
    await expect(list(viewer, { after: '1; DROP TABLE event' })).rejects.toMatchObject({ code: 'INVALID' })
  })
})
