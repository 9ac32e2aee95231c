import { beforeEach, describe, expect, it } from 'vitest'
import { freshDatabase } from '../testing/database.ts'
import { db, transaction } from './client.ts'
import { checkChain, eventHash, type ChainLink } from './event-chain.ts'
import { insertEvent, lastEvent, listEvents, readChain } from './events.ts'

freshDatabase()

const write = (subject: string, more: { stackId?: string; after?: unknown } = {}) => insertEvent(db(), {
  at: new Date('2026-11-22T10:00:00.123Z'), actor: { id: 'ann', name: '안나 "A" \\ \n' }, door: 'browser', action: 'revision.save', outcome: 'ok', subject, ...more,
})
const check = (noted?: ChainLink) => checkChain((after, limit) => readChain(db(), after, limit), noted)
/** What somebody with the password of the database can do. */
const byHand = (sql: string) => db().$executeRawUnsafe(`DO $$ BEGIN ALTER TABLE "event" DISABLE TRIGGER ALL; ${sql}; ALTER TABLE "event" ENABLE TRIGGER ALL; END $$`)

beforeEach(async () => {
  await byHand('DELETE FROM "event"')
  for (let number = 1; number <= 6; number++) await write(`event ${number}`, number % 2 === 0 ? { stackId: 's', after: { 값: [number, 1.5e300, 'é\u0001', { b: 1, a: null }] } } : {})
})

describe('the chain of events', () => {
  it('is whole as Postgres writes it, for every kind of text, and an empty audit has none', async () => {
    expect(await check()).toEqual({ events: 6, breaks: 0, head: await lastEvent(db()) })
    expect(await check(await lastEvent(db()))).toMatchObject({ breaks: 0 })
    await byHand('DELETE FROM "event"')
    expect(await check()).toEqual({ events: 0, breaks: 0 })
  })

  it('numbers events without a gap in the order in which they are committed, also when writers fail and when twenty write at once', async () => {
    await expect(transaction(async (tx) => {
      await insertEvent(tx, { at: new Date(), actor: { id: 'a', name: 'a' }, door: 'browser', action: 'x', outcome: 'ok', subject: 'lost' })
      throw new Error('rolled back')
    })).rejects.toThrow('rolled back')
    await Promise.all(Array.from({ length: 20 }, (_, writer) => write(`writer ${writer}`)))
    expect((await listEvents(db(), { filter: {}, limit: 100 })).map(({ id }) => Number(id))).toEqual(Array.from({ length: 26 }, (_, index) => 26 - index))
    expect(await check()).toMatchObject({ events: 26, breaks: 0 })
  })

  it.each([
    ['what was done', `UPDATE "event" SET "subject" = 'event 4' WHERE "id" = 3`, 3],
    ['who did it', `UPDATE "event" SET "actorId" = 'ben' WHERE "id" = 2`, 2],
    ['by a millisecond', `UPDATE "event" SET "at" = "at" + interval '1 ms' WHERE "id" = 1`, 1],
    ['nothing into an empty text', `UPDATE "event" SET "stackId" = '' WHERE "id" = 5`, 5],
    ['a space in what it holds', `UPDATE "event" SET "after" = replace("after"::text, ':', ': ')::json WHERE "id" = 4`, 4],
    ['the last one', `UPDATE "event" SET "outcome" = 'refused' WHERE "id" = 6`, 6],
    ['its hash', `UPDATE "event" SET "hash" = repeat('a', 64) WHERE "id" = 3`, 3],
  ])('shows that an event was changed: %s', async (_, sql, id) => {
    await byHand(sql)
    expect((await check()).first).toMatchObject({ kind: 'altered', id: String(id) })
  })

  it('shows that events are missing, in the middle and at the beginning', async () => {
    await byHand('DELETE FROM "event" WHERE "id" IN (3, 4)')
    expect(await check()).toMatchObject({ events: 4, breaks: 1, first: { kind: 'missing', after: '2', id: '5' } })
    await byHand('DELETE FROM "event" WHERE "id" <= 2')
    expect((await check()).first).toEqual({ kind: 'missing', after: '0', id: '5' })
  })

  it('shows that two events changed places, and that a gap was closed by renumbering', async () => {
    await byHand('UPDATE "event" SET "id" = -"id" WHERE "id" IN (2, 3); UPDATE "event" SET "id" = 5 + "id" WHERE "id" < 0')
    expect(await check()).toMatchObject({ breaks: 3, first: { kind: 'altered', id: '2' } })
    await byHand('DELETE FROM "event" WHERE "id" = 2; UPDATE "event" SET "id" = 1 - "id" WHERE "id" > 2; UPDATE "event" SET "id" = -"id" WHERE "id" < 0')
    expect(await check()).toMatchObject({ events: 5, first: { kind: 'altered', id: '3' } })
  })

  it('shows that an event was put in behind the back of the chain', async () => {
    await byHand(`INSERT INTO "event" ("id", "actorId", "actorName", "door", "action", "outcome") VALUES (7, 'x', 'x', 'browser', 'run.start', 'ok')`)
    expect((await check()).first).toEqual({ kind: 'unchained', id: '7', after: '6' })
    await byHand(`UPDATE "event" SET "hash" = repeat('b', 64) WHERE "id" = 7`)
    expect((await check()).first).toEqual({ kind: 'altered', id: '7', after: '6' })
  })

  it('shows a tail that was cut, and a chain that was computed anew, only to whoever noted the last event', async () => {
    const noted = await lastEvent(db())
    await byHand('DELETE FROM "event" WHERE "id" > 4')
    expect(await check()).toMatchObject({ events: 4, breaks: 0 })
    expect((await check(noted)).first).toEqual({ kind: 'cut', id: '6', after: '4' })
    await write('other')
    await write('others')
    expect(await check()).toMatchObject({ events: 6, breaks: 0 })
    expect((await check(noted)).first).toEqual({ kind: 'rewritten', id: '6', after: '6' })
  })

  it('fits the gaps in the numbers of events that were there before it', async () => {
    const [first, ...rest] = await readChain(db(), '0', 10)
    const kept = [first, ...rest.slice(3)].filter((row) => row !== undefined)
    let hash = '0'.repeat(64)
    for (const row of kept) row.hash = hash = eventHash(hash, row)
    expect(await checkChain(async (after) => kept.filter(({ id }) => Number(id) > Number(after)))).toMatchObject({ events: 3, breaks: 0 })
  })
})
