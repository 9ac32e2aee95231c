import { describe, expect, it } from 'vitest'
import { NEWCOMER } from '../../auth/actor.ts'
import { db } from '../../db/client.ts'
import { insertEvent } from '../../db/events.ts'
import { viewer } from '../../testing/actors.ts'
import { freshDatabase } from '../../testing/database.ts'
import type { EventPage } from '../views.ts'
import { countNewer } from './count-newer.ts'
import type { EventFilter } from './filter.ts'
import { get } from './get.ts'
import { list } from './list.ts'
import { tally } from './tally.ts'
import { who } from './who.ts'

freshDatabase()

type More = { stackId?: string; action?: string; outcome?: 'ok' | 'refused' | 'failed'; actor?: { id: string; name: string }; door?: string; at?: string; after?: unknown }
const write = (subject: string, { stackId, at, after, ...more }: More = {}) => insertEvent(db(), {
  at: new Date(at ?? '2026-11-22T10:00:00Z'), actor: { id: 'ann', name: 'Ann' }, door: 'browser', action: 'revision.save', outcome: 'ok', ...more,
  subject, ...(stackId === undefined ? {} : { stackId }), ...(after === undefined ? {} : { after }),
})
const subjects = ({ items }: EventPage) => items.map(({ subject }) => subject)

describe('events/list', () => {
  it('gives events newest first, page after page and back again, without a gap and without one twice while new ones come', async () => {
    for (let number = 1; number <= 5; number++) await write(`${number}`)
    const first = await list(viewer, { limit: 2 })
    await write('6')
    const second = await list(viewer, { limit: 2, before: first.older })
    const third = await list(viewer, { limit: 2, before: second.older })
    expect([first, second, third].map(subjects)).toEqual([['5', '4'], ['3', '2'], ['1']])
    expect(third.older).toBeUndefined()
    const back = await list(viewer, { limit: 2, after: third.items[0]?.id })
    expect(back).toEqual(second)
    const above = await list(viewer, { limit: 2, after: first.items[0]?.id })
    expect([subjects(above), above.older]).toEqual([['6'], above.items[0]?.id])
    expect(first.items[0]).toEqual({ id: expect.stringMatching(/^\d+$/), at: '2026-11-22T10:00:00.000Z', actor: 'Ann', door: 'browser', action: 'revision.save', outcome: 'ok', subject: '5' })
  })

  it('says how many have come above an event, of those that match', async () => {
    await write('old', { stackId: 'count' })
    const [seen] = (await list(viewer, { stackId: 'count' })).items
    await write('new', { stackId: 'count' })
    await write('new elsewhere')
    expect(await countNewer(viewer, { stackId: 'count', after: seen?.id ?? '' })).toEqual({ count: 1 })
    expect(await countNewer(viewer, { stackId: 'nothing', after: '0' })).toEqual({ count: 0 })
  })

  it('filters by stack, action, outcome, person, door, time and text, and by all of them together', async () => {
    const stackId = 'filters'
    await write('plain', { stackId })
    await write('refused', { stackId, outcome: 'refused', action: 'run.start', actor: { id: 'ben', name: 'Ben' }, door: 'system', at: '2026-11-21T10:00:00Z' })
    await write('50%_done', { stackId, outcome: 'failed', at: '2026-11-23T00:00:00Z' })
    const found = async (filter: EventFilter) => subjects(await list(viewer, { stackId, ...filter }))
    expect(await found({})).toEqual(['50%_done', 'refused', 'plain'])
    expect(await found({ outcome: 'refused' })).toEqual(['refused'])
    expect(await found({ outcome: 'failed' })).toEqual(['50%_done'])
    expect(await found({ action: 'revision.save' })).toEqual(['50%_done', 'plain'])
    expect(await found({ actorId: 'ben' })).toEqual(['refused'])
    expect(await found({ door: 'system' })).toEqual(['refused'])
    expect(await found({ from: '2026-11-22T10:00:00Z', to: '2026-11-23T00:00:00Z' })).toEqual(['plain'])
    expect(await found({ text: 'FUSE' })).toEqual(['refused'])
    expect(await found({ text: '%_' })).toEqual(['50%_done'])
    expect(await found({ text: '_e' })).toEqual([])
    expect(await found({ action: 'run.start', outcome: 'refused', actorId: 'ben', door: 'system', to: '2026-11-22T00:00:00Z', text: 'ref' })).toEqual(['refused'])
    expect(await found({ action: 'run.start', outcome: 'ok' })).toEqual([])
    expect(await tally(viewer, { stackId })).toEqual({ all: 3, refused: 1, failed: 1 })
    expect(await tally(viewer, { stackId, outcome: 'failed' })).toEqual({ all: 1, refused: 0, failed: 1 })
  })

  it('says of a plan and a run which revision they are of, and leaves what an event holds to its own page', async () => {
    await write('plan 01', { stackId: 'speaks', after: { revision: 7, big: 'x'.repeat(5_000) } })
    await write('run 02', { stackId: 'speaks', after: ['no object'] })
    const { items } = await list(viewer, { stackId: 'speaks' })
    expect(items.map(({ revision }) => revision)).toEqual([undefined, 7])
    expect(JSON.stringify(items)).not.toContain('xxx')
    expect(await get(viewer, { id: items[1]?.id ?? '' })).toMatchObject({ subject: 'plan 01', actorId: 'ann', after: { revision: 7 }, hash: expect.stringMatching(/^[0-9a-f]{64}$/) })
    await expect(get(viewer, { id: '999999' })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  it('knows everybody who ever did something, by the name that they had last', async () => {
    await write('x', { actor: { id: 'zoe', name: 'Zoe' } })
    await write('y', { actor: { id: 'zoe', name: 'Zoe Kim' } })
    const people = await who(viewer, {})
    expect(people).toContainEqual({ id: 'ann', name: 'Ann' })
    expect(people.filter(({ id }) => id === 'zoe')).toEqual([{ id: 'zoe', name: 'Zoe Kim' }])
  })

  it('is for people who are signed in, and takes no cursor that is none', async () => {
    await expect(list(NEWCOMER, {})).rejects.toMatchObject({ code: 'FORBIDDEN' })
    await expect(list(viewer, { before: '1; DROP TABLE event' })).rejects.toMatchObject({ code: 'INVALID' })
  })
})
