import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { db } from '../db/client.ts'
import { listEvents } from '../db/events.ts'
import { insertStack } from '../db/stacks.ts'
import { AppError } from '../errors.ts'
import { text } from '../text.ts'
import { operator, viewer } from '../testing/actors.ts'
import { freshDatabase } from '../testing/database.ts'
import { command, operation, query } from './command.ts'

freshDatabase()

const Input = z.object({ slug: z.string().min(1), fail: z.enum(['no', 'conflict', 'crash', 'missing']).default('no') })
const write = command({
  name: 'revision.save',
  permission: 'revision:write',
  input: Input,
  about: ({ slug }) => ({ subject: slug }),
  async run({ tx }, { slug, fail }) {
    await insertStack(tx, { slug, name: slug, namespace: 'n', connection: { kind: 'sandbox' } })
    if (fail === 'conflict') throw new AppError('CONFLICT', text('someone was first', '다른 사람이 먼저였습니다'))
    if (fail === 'missing') throw new AppError('NOT_FOUND', text('no such thing', '그런 것이 없습니다'))
    if (fail === 'crash') throw new Error('a defect')
    return { value: slug.length, event: { subject: slug, before: { password: 'canary-hunter2' }, after: { env: [{ name: 'SECRET_KEY', value: 'canary-abc' }] } } }
  },
})
const eventsAbout = async (subject: string) => (await listEvents(db(), { filter: {}, limit: 200 })).filter((event) => event.subject === subject)

describe('command', () => {
  it('writes the work and one event in one transaction', async () => {
    expect(await write(operator, { slug: 'works' })).toBe(5)
    const events = await eventsAbout('works')
    expect(events).toHaveLength(1)
    expect(events[0]).toMatchObject({ action: 'revision.save', outcome: 'ok', door: 'browser', actor: { id: operator.id, name: operator.name } })
  })

  it('keeps credentials out of the event', async () => {
    await write(operator, { slug: 'canary' })
    const told = JSON.stringify(await eventsAbout('canary'))
    expect(told).toContain('•••')
    expect(told).not.toMatch(/canary-(hunter2|abc)/)
  })

  it('refuses a role without the permission, does nothing, and writes a refused event', async () => {
    await expect(write(viewer, { slug: 'denied' })).rejects.toMatchObject({ code: 'FORBIDDEN' })
    expect(await db().stack.count({ where: { slug: 'denied' } })).toBe(0)
    const events = await eventsAbout('denied')
    expect(events).toHaveLength(1)
    expect(events[0]).toMatchObject({ outcome: 'refused', actor: { id: viewer.id }, after: { code: 'FORBIDDEN' } })
  })

  it('files a refusal even when the input has the wrong shape, and asks for the permission before it looks at the input', async () => {
    const before = (await listEvents(db(), { filter: { outcome: 'refused' }, limit: 200 })).length
    await expect(write(viewer, { slug: '' })).rejects.toMatchObject({ code: 'FORBIDDEN' })
    expect((await listEvents(db(), { filter: { outcome: 'refused' }, limit: 200 })).length).toBe(before + 1)
  })

  it('rolls the work back and writes a refused event when a rule refuses', async () => {
    await expect(write(operator, { slug: 'lost', fail: 'conflict' })).rejects.toMatchObject({ code: 'CONFLICT' })
    expect(await db().stack.count({ where: { slug: 'lost' } })).toBe(0)
    expect(await eventsAbout('lost')).toMatchObject([{ outcome: 'refused', after: { code: 'CONFLICT', message: { en: 'someone was first', ko: '다른 사람이 먼저였습니다' } } }])
  })

  it.each(['crash', 'missing'] as const)('rolls back without an event when it fails for another reason: %s', async (fail) => {
    await expect(write(operator, { slug: `gone-${fail}`, fail })).rejects.toThrow()
    expect(await db().stack.count({ where: { slug: `gone-${fail}` } })).toBe(0)
    expect(await eventsAbout(`gone-${fail}`)).toEqual([])
  })

  it('says what is wrong with the input by field', async () => {
    await expect(write(operator, { slug: '' })).rejects.toMatchObject({ code: 'INVALID', details: { issues: [{ path: 'slug' }] } })
  })
})

describe('operation', () => {
  it('files a refusal of the command in it once', async () => {
    const around = operation({ name: 'run.start', permission: 'run:apply', input: Input, about: ({ slug }) => ({ subject: slug }), run: ({ actor }, input) => write(actor, input) })
    await expect(around(operator, { slug: 'once', fail: 'conflict' })).rejects.toMatchObject({ code: 'CONFLICT' })
    expect(await eventsAbout('once')).toHaveLength(1)
    await expect(around(viewer, { slug: 'once-denied' })).rejects.toMatchObject({ code: 'FORBIDDEN' })
    expect(await eventsAbout('once-denied')).toMatchObject([{ action: 'run.start', outcome: 'refused' }])
  })
})

describe('query', () => {
  it('refuses a role without the permission and writes nothing', async () => {
    const before = await db().event.count()
    const read = query({ permission: 'people:read', input: z.object({}), run: async () => 1 })
    await expect(read(viewer, {})).rejects.toMatchObject({ code: 'FORBIDDEN' })
    expect(await db().event.count()).toBe(before)
  })

  it('says UPSTREAM when Postgres does not answer', async () => {
    const url = process.env.DATABASE_URL
    process.env.DATABASE_URL = 'postgresql://nobody:x@127.0.0.1:1/none'
    try {
      const read = query({ permission: 'stack:read', input: z.object({}), run: ({ tx }) => tx.stack.count() })
      await expect(read(viewer, {})).rejects.toMatchObject({ code: 'UPSTREAM', message: expect.stringContaining('PostgreSQL') })
    } finally {
      process.env.DATABASE_URL = url
    }
  })
})
