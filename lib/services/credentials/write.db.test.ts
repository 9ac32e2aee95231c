import { afterEach, describe, expect, it } from 'vitest'
import { db } from '../../db/client.ts'
import { listEvents } from '../../db/events.ts'
import { isJsonObject } from '../../manifest/types.ts'
import { admin, operator, viewer } from '../../testing/actors.ts'
import { freshDatabase } from '../../testing/database.ts'
import { testSandbox } from '../../testing/sandbox.ts'
import { makeStack } from '../../testing/stacks.ts'
import { describeObjectStorage } from '../../thanos/object-storage.ts'
import { EMPTY_SPEC } from '../../thanos/spec.ts'
import { save } from '../revisions/save.ts'
import { write } from './write.ts'

freshDatabase()
const sandbox = testSandbox()
afterEach(() => { delete process.env.GAUNTLET_WRITE_TIMEOUT_MS })

const ACCESS = 'AKIACANARY7EXAMPLE00'
const SECRET = 'canary/Secret+Key/0123456789abcdefABCDEF'
const form = (stackId: string) => ({
  stackId, secret: 'thanos-s3-config', settings: { bucket: 'thanos', endpoint: 'minio:9000', insecure: true }, credentials: { accessKey: ACCESS, secretKey: SECRET },
})
const live = (namespace: string) => sandbox.cluster().get({ apiVersion: 'v1', kind: 'Secret', name: 'thanos-s3-config', namespace })
const eventsOf = (stackId: string) => listEvents(db(), { filter: { stackId }, limit: 20 })

async function textIn(namespace: string): Promise<string> {
  const data = (await live(namespace))?.data
  const encoded = isJsonObject(data) ? data['objstore.yml'] : undefined
  return atob(typeof encoded === 'string' ? encoded : '')
}

describe('credentials/write', () => {
  it('writes the Secret that Thanos reads and gives a reference that a revision can keep', async () => {
    const stack = await makeStack({ namespace: await sandbox.namespace('write') })
    const reference = await write(operator, form(stack.id))
    expect(describeObjectStorage(await textIn('write'))).toMatchObject({ type: 'S3', settings: { bucket: 'thanos', endpoint: 'minio:9000', insecure: true } })
    expect(await textIn('write')).toContain(SECRET)
    expect(reference).toEqual({
      type: 'reference', object: 'Secret', apiVersion: 'v1', name: 'thanos-s3-config', namespace: 'write', keys: ['objstore.yml'],
      objectStorage: { 'objstore.yml': expect.objectContaining({ type: 'S3', credentials: { access_key: { state: 'literal' }, secret_key: { state: 'literal' } } }) },
    })
    await save(operator, { stackId: stack.id, base: 0, spec: { ...EMPTY_SPEC, objects: [reference] }, message: 'Bucket' })
  })

  it('keeps the settings and a fingerprint, and neither key anywhere', async () => {
    const stack = await makeStack({ namespace: await sandbox.namespace('canary') })
    const reference = await write(operator, form(stack.id))
    await write(operator, { ...form(stack.id), settings: { ...form(stack.id).settings, bucket: 'other' } })
    await write(operator, { ...form(stack.id), credentials: { accessKey: ACCESS, secretKey: `${SECRET}2` } })
    const events = await eventsOf(stack.id)
    expect(events.map(({ action, outcome }) => `${action} ${outcome}`)).toEqual(Array.from({ length: 3 }, () => ['credentials.result ok', 'credentials.write ok']).flat())
    const fingerprints = events.filter(({ action }) => action === 'credentials.write').map(({ after }) => isJsonObject(after) ? after.fingerprint : undefined)
    expect(fingerprints[2]).toMatch(/^[0-9a-f]{32}$/)
    expect(fingerprints[1]).toBe(fingerprints[2])
    expect(fingerprints[0]).not.toBe(fingerprints[2])
    expect(events.at(-1)).toMatchObject({ subject: 'Secret/canary/thanos-s3-config', after: { key: 'objstore.yml', settings: { bucket: 'thanos', endpoint: 'minio:9000' } } })
    const everything = JSON.stringify([events, reference])
    for (const value of [ACCESS, SECRET, btoa(SECRET), btoa(await textIn('canary'))]) expect(everything).not.toContain(value)
  })

  it('leaves the other keys of the Secret and its type as they are', async () => {
    const stack = await makeStack({ namespace: await sandbox.namespace('keys') })
    await sandbox.put([{ apiVersion: 'v1', kind: 'Secret', type: 'example.org/own', metadata: { name: 'thanos-s3-config', namespace: 'keys' }, data: { 'ca.crt': btoa('x') } }])
    expect((await write(operator, form(stack.id))).keys.toSorted()).toEqual(['ca.crt', 'objstore.yml'])
    expect(await live('keys')).toMatchObject({ type: 'example.org/own', data: { 'ca.crt': btoa('x') } })
  })

  it('never takes a key from someone else, says who owns it, and tells neither key in doing so', async () => {
    const stack = await makeStack({ namespace: await sandbox.namespace('theirs') })
    await sandbox.put([{ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'thanos-s3-config', namespace: 'theirs' }, data: { 'objstore.yml': btoa('type: S3') } }], 'sealed-secrets')
    const failure: unknown = await write(operator, form(stack.id)).catch((error: unknown) => error)
    expect(failure).toMatchObject({ code: 'CONFLICT', details: { conflicts: [{ owner: 'sealed-secrets' }] } })
    expect(await textIn('theirs')).toBe('type: S3')
    const events = await eventsOf(stack.id)
    expect(events.map(({ action, outcome }) => `${action} ${outcome}`)).toEqual(['credentials.write refused', 'credentials.result failed', 'credentials.write ok'])
    expect(events[1]).toMatchObject({ after: { written: false } })
    for (const value of [ACCESS, SECRET, btoa(SECRET)]) expect(JSON.stringify([failure, String(failure), events])).not.toContain(value)
  })

  it.each([
    ['comes too late', { kind: 'slow', ms: 60_000, when: 'after' }],
    ['is cut off', { kind: 'drop', when: 'after' }],
  ] as const)('does not say that nothing was written where the answer %s: the Secret is there, and the audit says that it is not known', async (how, effect) => {
    const namespace = await sandbox.namespace(`doubt-${effect.kind}`)
    const stack = await makeStack({ namespace })
    process.env.GAUNTLET_WRITE_TIMEOUT_MS = '300'
    sandbox.weather({ rules: [{ effect, methods: ['PATCH'], dryRun: false, path: '/secrets/' }] })
    const failure: unknown = await write(operator, form(stack.id)).catch((error: unknown) => error)
    expect(failure, how).toMatchObject({ code: 'UPSTREAM', text: { en: expect.stringContaining('It is not known whether the Secret was written'), ko: expect.stringContaining('알 수 없습니다') } })
    expect(await textIn(namespace)).toContain(SECRET)
    const [result] = await eventsOf(stack.id)
    expect(result).toMatchObject({ action: 'credentials.result', outcome: 'failed', after: { written: 'unknown' } })
    expect(JSON.stringify([failure, String(failure), result])).not.toContain(SECRET)
  })

  it('knows that nothing was written where the cluster was gone before it', async () => {
    const stack = await makeStack({ namespace: await sandbox.namespace('gone') })
    sandbox.weather({ rules: [{ effect: { kind: 'drop', when: 'before' }, methods: ['GET'], path: '/secrets/' }] })
    await expect(write(operator, form(stack.id))).rejects.toMatchObject({ code: 'UPSTREAM', text: { en: expect.not.stringContaining('not known') } })
    expect((await eventsOf(stack.id))[0]).toMatchObject({ action: 'credentials.result', after: { written: false } })
  })

  it('waits for a slow API server as long as runs do, not as long as a page', async () => {
    const namespace = await sandbox.namespace('patient')
    const stack = await makeStack({ namespace })
    sandbox.weather({ rules: [{ effect: { kind: 'slow', ms: 11_000, when: 'after' }, methods: ['PATCH'], dryRun: false, path: '/secrets/', times: 1 }] })
    expect((await write(operator, form(stack.id))).keys).toEqual(['objstore.yml'])
    expect((await eventsOf(stack.id))[0]).toMatchObject({ action: 'credentials.result', outcome: 'ok', after: { written: true } })
  }, 30_000)

  it('takes a key over where an admin ticked it, and says so in the audit', async () => {
    const stack = await makeStack({ namespace: await sandbox.namespace('taken') })
    await sandbox.put([{ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'thanos-s3-config', namespace: 'taken' }, data: { 'objstore.yml': btoa('type: S3') } }], 'kubectl')
    await expect(write(operator, { ...form(stack.id), takeOver: true })).rejects.toMatchObject({ code: 'FORBIDDEN' })
    expect(await textIn('taken')).toBe('type: S3')
    await write(admin, { ...form(stack.id), takeOver: true })
    expect(await textIn('taken')).toContain(SECRET)
    expect((await eventsOf(stack.id)).map(({ action, outcome, after }) => [action, outcome, isJsonObject(after) && after.takeOver])).toEqual([
      ['credentials.result', 'ok', undefined], ['credentials.write', 'ok', true], ['credentials.write', 'refused', undefined],
    ])
  })

  it('refuses a viewer before it looks at what was typed', async () => {
    const stack = await makeStack({ namespace: await sandbox.namespace('denied') })
    await expect(write(viewer, form(stack.id))).rejects.toMatchObject({ code: 'FORBIDDEN' })
    expect(await live('denied')).toBeUndefined()
    const events = await eventsOf(stack.id)
    expect(events).toMatchObject([{ action: 'credentials.write', outcome: 'refused', subject: 'Secret thanos-s3-config' }])
    expect(JSON.stringify(events)).not.toContain(ACCESS)
  })

  it('tells nothing of what was typed when it is wrong', async () => {
    const stack = await makeStack()
    const failure: unknown = await write(operator, { ...form(stack.id), credentials: { accessKey: ACCESS, secretKey: `${SECRET} with blanks` } }).catch((error: unknown) => error)
    expect(failure).toMatchObject({ code: 'INVALID' })
    expect(JSON.stringify([failure, String(failure)])).not.toContain(SECRET)
  })
})
