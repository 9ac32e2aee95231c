import { NextRequest } from 'next/server'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { db } from '#lib/db/client.ts'
import { insertEvent } from '#lib/db/events.ts'
import { freshDatabase } from '#lib/testing/database.ts'
import { makeStack } from '#lib/testing/stacks.ts'
import { GET as one } from './[event]/route.ts'
import { GET as chain } from './chain/route.ts'
import { GET as take } from './export/route.ts'
import { GET as newer } from './newer/route.ts'
import { GET as list } from './route.ts'
import { GET as tally } from './tally/route.ts'

freshDatabase()

const ask = (path: string, headers: Record<string, string> = {}) => new NextRequest(`http://127.0.0.1:3000${path}`, { headers: { host: '127.0.0.1:3000', ...headers } })
const write = (subject: string, stackId?: string) => insertEvent(db(), {
  at: new Date('2026-11-22T10:00:00Z'), actor: { id: 'ann', name: '=Ann, "A"' }, door: 'browser', action: 'revision.save', outcome: 'ok', subject, after: { revision: 1 }, ...(stackId === undefined ? {} : { stackId }),
})

beforeEach(() => { process.env.GAUNTLET_LOCAL = '1' })
afterEach(() => { delete process.env.GAUNTLET_LOCAL })

describe('the doors of the audit', () => {
  it('read the filter as the address of the page has it, and give pages, counts, one event and the state of the chain', async () => {
    const stack = await makeStack()
    await write('revision 1', stack.id)
    await write('elsewhere')
    const search = `stack=${stack.slug}&action=revision.save&from=2026-11-22&to=2026-11-22T23:00Z`
    const { items } = await (await list(ask(`/api/events?${search}`))).json()
    expect(items).toMatchObject([{ subject: 'revision 1' }])
    expect(await (await list(ask(`/api/events?when=hour&action=revision.save`))).json()).toEqual({ items: [] })
    expect(await (await tally(ask(`/api/events/tally?${search}`))).json()).toEqual({ all: 1, refused: 0, failed: 0 })
    expect(await (await newer(ask(`/api/events/newer?${search}&after=0`))).json()).toEqual({ count: 1 })
    expect(await (await one(ask('/x'), { params: Promise.resolve({ event: items[0].id }) })).json()).toMatchObject({ actorId: 'ann', after: { revision: 1 } })
    expect(await (await chain(ask('/api/events/chain'))).json()).toMatchObject({ breaks: 0 })
    expect((await list(ask('/api/events?stack=none'))).status).toBe(404)
    expect((await list(ask('/api/events', { 'x-forwarded-for': '203.0.113.9' }))).status).toBe(401)
  })

  it('send a file in which no cell is a formula, one line for each event, and write down who took it', async () => {
    for (const subject of ['=HYPERLINK("x")', '+1', '@x', 'two\nlines', '한글']) await write(subject)
    const response = await take(ask('/api/events/export?format=csv&action=revision.save'))
    expect(response.headers.get('content-disposition')).toMatch(/^attachment; filename="gauntlet-audit-\d{4}-\d\d-\d\d\.csv"$/)
    const csv = new TextDecoder('utf-8', { ignoreBOM: true }).decode(await response.arrayBuffer())
    expect(csv).toMatch(/^\uFEFFid,at,actorId,actor,/)
    expect(csv).toContain(`,"'=Ann, ""A""",`)
    for (const cell of [`"'=HYPERLINK(""x"")"`, `'+1`, `'@x`, '"two\nlines"', '한글']) expect(csv).toContain(`,${cell},,"{""revision"":1}",`)
    const lines = (await (await take(ask('/api/events/export?format=jsonl&action=event.export'))).text()).trim().split('\n').map((line) => JSON.parse(line))
    expect(lines).toMatchObject([{ action: 'event.export', subject: 'CSV', actorId: 'local', after: { filter: { action: 'revision.save' } }, hash: expect.stringMatching(/^[0-9a-f]{64}$/) }])
  })

  it('start no export for another site', async () => {
    expect((await take(ask('/api/events/export', { 'sec-fetch-site': 'cross-site' }))).status).toBe(403)
  })
})
