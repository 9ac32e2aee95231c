import { describe, expect, it } from 'vitest'
import { freshDatabase } from '../testing/database.ts'
import { makeStack } from '../testing/stacks.ts'
import { EMPTY_SPEC } from '../thanos/spec.ts'
import { closeDatabase, db, transaction } from './client.ts'
import { insertEvent } from './events.ts'
import { appendRevision } from './revisions.ts'

freshDatabase()

const author = { id: 'a', name: 'a' }

describe('what Postgres refuses to rewrite', () => {
  it('refuses UPDATE, DELETE and TRUNCATE on revisions, and says why', async () => {
    const stack = await makeStack()
    await appendRevision(db(), { stackId: stack.id, number: 1, spec: EMPTY_SPEC, findings: [], message: 'first', author, createdAt: new Date() })
    const why = /table "revision" is append-only/
    await expect(db().revision.updateMany({ where: { stackId: stack.id }, data: { message: 'other' } })).rejects.toThrow(why)
    await expect(db().revision.deleteMany({ where: { stackId: stack.id } })).rejects.toThrow(why)
    await expect(db().$executeRawUnsafe('TRUNCATE "revision" CASCADE')).rejects.toThrow(why)
    await expect(db().$executeRawUnsafe('TRUNCATE "stack" CASCADE')).rejects.toThrow(why)
    await expect(db().stack.delete({ where: { id: stack.id } })).rejects.toThrow()
    expect(await db().revision.count({ where: { stackId: stack.id, message: 'first' } })).toBe(1)
  })

  it('refuses UPDATE, DELETE and TRUNCATE on events, and says why', async () => {
    await insertEvent(db(), { at: new Date(), actor: author, door: 'browser', action: 'test', outcome: 'ok', subject: 'x' })
    const why = /table "event" is append-only/
    await expect(db().event.updateMany({ data: { actorName: 'someone else' } })).rejects.toThrow(why)
    await expect(db().event.deleteMany()).rejects.toThrow(why)
    await expect(db().$executeRawUnsafe('TRUNCATE "event"')).rejects.toThrow(why)
    expect(await db().event.count({ where: { subject: 'x', actorName: 'a' } })).toBe(1)
  })

  it('keeps the order of the keys of a spec', async () => {
    const stack = await makeStack()
    const manifest = { zeta: 1, apiVersion: 'v1', kind: 'Service', b: { long: 1, a: 2 } }
    const spec = { version: 1 as const, objects: [{ type: 'object' as const, object: 'Service', name: 'x', managed: true, manifest }] }
    const saved = await appendRevision(db(), { stackId: stack.id, number: 1, spec, findings: [], message: 'm', author, createdAt: new Date() })
    expect(JSON.stringify(saved.spec.objects[0])).toContain(JSON.stringify(manifest))
  })
})

describe('transaction', () => {
  it('says CONFLICT when a number is taken, and leaves nothing behind', async () => {
    const stack = await makeStack()
    const revision = { stackId: stack.id, number: 1, spec: EMPTY_SPEC, findings: [], message: 'm', author, createdAt: new Date() }
    await appendRevision(db(), revision)
    const work = transaction(async (tx) => {
      await insertEvent(tx, { at: new Date(), actor: author, door: 'browser', action: 'test', outcome: 'ok', subject: stack.id })
      await appendRevision(tx, revision)
    })
    await expect(work).rejects.toMatchObject({ name: 'AppError', code: 'CONFLICT' })
    expect(await db().event.count({ where: { subject: stack.id } })).toBe(0)
  })

  it('stores times as they are, whatever the time zone of the server', async () => {
    await db().$executeRawUnsafe(`DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET timezone = ''America/New_York''', current_database()); END $$`)
    await closeDatabase()
    const at = new Date('2026-07-01T12:00:00.123Z')
    await insertEvent(db(), { at, actor: author, door: 'browser', action: 'test', outcome: 'ok', subject: 'zone' })
    const [row] = await db().$queryRawUnsafe<{ stored: string }[]>(`SELECT (extract(epoch FROM "at") * 1000)::bigint::text AS stored FROM "event" WHERE "subject" = 'zone'`)
    expect(Number(row?.stored)).toBe(at.getTime())
  })
})
