import { describe, expect, it } from 'vitest'
import { newApiSecret } from '../../auth/api-token.ts'
import type { Actor } from '../../auth/actor.ts'
import { db } from '../../db/client.ts'
import { listEventActors, listEvents } from '../../db/events.ts'
import { admin } from '../../testing/actors.ts'
import { freshDatabase } from '../../testing/database.ts'
import { personWith } from '../../testing/sign-in.ts'
import { querySpec } from '../../testing/specs.ts'
import { makeStack } from '../../testing/stacks.ts'
import { remove } from '../people/remove.ts'
import { disable, enable } from '../people/set-disabled.ts'
import { setRole } from '../people/set-role.ts'
import { save } from '../revisions/save.ts'
import { list as listStacks } from '../stacks/list.ts'
import { authenticate } from './authenticate.ts'
import { create } from './create.ts'
import { listAll, listMine } from './list.ts'
import { revoke } from './revoke.ts'

freshDatabase()

const ADDRESS = '192.0.2.7'
const enter = (secret: string, { address = ADDRESS, now = new Date() } = {}) => authenticate(secret, { address, now })
const inDays = (days: number) => new Date(Date.now() + days * 86_400_000)
let count = 0
async function owner(role: Parameters<typeof personWith>[0]): Promise<Actor> {
  const { id, name } = await personWith(role, `Owner${count += 1}`)
  return { id, name, role, door: 'browser' }
}

describe('a token of the API', () => {
  it('is given once and kept as a hash, and its making is in the audit without it', async () => {
    const ann = await owner('operator')
    const { secret, expiresAt } = await create(ann, { name: 'bot', scopes: ['write', 'write'] })
    expect(secret).toMatch(/^gnt_[\w-]{43}$/)
    expect(Math.round((Date.parse(expiresAt) - Date.now()) / 86_400_000)).toBe(90)
    const rows = JSON.stringify([await db().apiToken.findMany(), (await listEvents(db(), { filter: {}, limit: 20 }))])
    expect(rows).not.toContain(secret)
    expect(rows).not.toContain(secret.slice(12))
    expect((await listEvents(db(), { filter: { action: 'token.create' }, limit: 1 }))[0]).toMatchObject({ subject: 'bot', actor: { name: ann.name }, after: { scopes: ['write'], stacks: 'every stack' } })
    expect(await listMine(ann, {})).toMatchObject([{ name: 'bot', hint: secret.slice(0, 8), scopes: ['write'], state: 'open', isMine: true }])
  })

  it('acts as its owner, under both names, through its own door, and only as far as its scopes go', async () => {
    const ann = await owner('operator')
    const { id: stackId } = await makeStack()
    const reader = await enter((await create(ann, { name: 'reader', scopes: ['read'] })).secret)
    expect(reader).toMatchObject({ id: ann.id, name: `${ann.name} · reader`, role: 'operator', door: 'api' })
    expect((await listStacks(reader, {})).length).toBeGreaterThan(0)
    await expect(save(reader, { stackId, base: 0, spec: querySpec(), message: 'Not mine to do' })).rejects.toMatchObject({ code: 'FORBIDDEN', message: expect.stringContaining('This token may not') })
    const writer = await enter((await create(ann, { name: 'writer', scopes: ['write'] })).secret)
    expect(await save(writer, { stackId, base: 0, spec: querySpec(), message: 'By a bot' })).toMatchObject({ author: `${ann.name} · writer` })
    await expect(create(writer, { name: 'more', scopes: ['read'] })).rejects.toMatchObject({ code: 'FORBIDDEN' })
    expect((await listEvents(db(), { filter: { stackId }, limit: 5 })).map(({ outcome, door, actor }) => [outcome, door, actor.name])).toEqual([['ok', 'api', `${ann.name} · writer`], ['refused', 'api', `${ann.name} · reader`]])
    expect(await listEventActors(db())).toContainEqual({ id: ann.id, name: ann.name })
  })

  it('never may more than its owner does at that moment, and stops with them', async () => {
    const ann = await owner('operator')
    const { secret } = await create(ann, { name: 'bot', scopes: ['write', 'apply'] })
    await setRole(admin, { personId: ann.id, role: 'viewer' })
    const demoted = await enter(secret)
    expect(demoted.role).toBe('viewer')
    await expect(save(demoted, { stackId: 'any', base: 0, spec: querySpec(), message: 'x' })).rejects.toMatchObject({ code: 'FORBIDDEN' })
    await disable(admin, { personId: ann.id })
    await expect(enter(secret)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' })
    expect((await listAll(admin, {})).find(({ owner: name }) => name === ann.name)).toMatchObject({ state: 'stopped', isMine: false })
    await enable(admin, { personId: ann.id })
    expect((await enter(secret)).id).toBe(ann.id)
    await remove(admin, { personId: ann.id })
    await expect(enter(secret)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' })
  })

  it('ends by its date or by being revoked, by its owner or an admin and nobody else', async () => {
    const [ann, ben] = [await owner('operator'), await owner('approver')]
    const { secret } = await create(ann, { name: 'short', scopes: ['read'], days: 1 })
    await expect(enter(secret, { now: inDays(2) })).rejects.toMatchObject({ code: 'UNAUTHENTICATED', message: expect.stringContaining('expired') })
    const [token] = await listMine(ann, {})
    const tokenId = token?.id ?? ''
    await expect(revoke(ben, { tokenId })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await revoke(admin, { tokenId })
    await expect(revoke(ann, { tokenId })).rejects.toMatchObject({ code: 'CONFLICT' })
    await expect(enter(secret)).rejects.toMatchObject({ code: 'UNAUTHENTICATED', message: expect.stringContaining('revoked') })
    expect((await listEvents(db(), { filter: { action: 'token.revoke', outcome: 'ok' }, limit: 1 }))[0]).toMatchObject({ subject: 'short', actor: { name: 'admin' }, after: { owner: ann.name } })
    expect((await create(ann, { name: 'short', scopes: ['read'] })).secret).not.toBe(secret)
  })

  it('is not made with a scope beyond its owner, for longer than a year, or twice under one name', async () => {
    const viewer = await owner('viewer')
    await expect(create(viewer, { name: 'x', scopes: ['apply'] })).rejects.toMatchObject({ code: 'FORBIDDEN' })
    await expect(create(viewer, { name: 'x', scopes: ['read'], days: 366 })).rejects.toMatchObject({ code: 'INVALID' })
    await expect(create(viewer, { name: 'x', scopes: ['read'], stacks: ['none-such'] })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await create(viewer, { name: 'x', scopes: ['read'] })
    await expect(create(viewer, { name: 'x', scopes: ['read'] })).rejects.toMatchObject({ code: 'CONFLICT' })
    const both = await Promise.allSettled(['a', 'b'].map(() => create(viewer, { name: 'raced', scopes: ['read'] })))
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
  })

  it('says when it was last used, to the minute', async () => {
    const ann = await owner('viewer')
    const { secret } = await create(ann, { name: 'used', scopes: ['read'] })
    expect((await listMine(ann, {}))[0]).not.toHaveProperty('usedAt')
    const first = new Date()
    await enter(secret, { now: first })
    await enter(secret, { now: new Date(first.getTime() + 30_000) })
    expect((await listMine(ann, {}))[0]?.usedAt).toBe(first.toISOString())
    await enter(secret, { now: new Date(first.getTime() + 61_000) })
    expect((await listMine(ann, {}))[0]?.usedAt).toBe(new Date(first.getTime() + 61_000).toISOString())
  })

  it('that does not exist makes its address wait, but never a token that works', async () => {
    const ann = await owner('viewer')
    const { secret } = await create(ann, { name: 'neighbour', scopes: ['read'] })
    const address = '198.51.100.9'
    const codes: unknown[] = []
    for (let tries = 0; tries < 26; tries += 1) codes.push(await enter(newApiSecret().secret, { address }).catch(({ code }: { code: string }) => code))
    expect([codes[0], codes[24], codes[25]]).toEqual(['UNAUTHENTICATED', 'UNAUTHENTICATED', 'BLOCKED'])
    expect((await enter(secret, { address })).id).toBe(ann.id)
  })
})
