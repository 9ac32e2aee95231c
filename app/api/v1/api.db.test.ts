// What a program relies on when it speaks to the API: problems, conditions, keys that work once, pages, limits.
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { db } from '#lib/db/client.ts'
import { save } from '#lib/services/revisions/save.ts'
import { operator } from '#lib/testing/actors.ts'
import { tokenFor } from '#lib/testing/api-tokens.ts'
import { freshDatabase } from '#lib/testing/database.ts'
import { personWith } from '#lib/testing/sign-in.ts'
import { specOf } from '#lib/testing/specs.ts'
import { makeStack } from '#lib/testing/stacks.ts'
import { until } from '#lib/testing/wait.ts'
import { callRoute, type ApiAsk, type RouteModule } from './call-route.ts'
import { Problem } from './problem.ts'
import { PlanSummary, Retention, RetentionResult, Revision, RevisionSummary, Stack } from './schemas.ts'

freshDatabase()

const HERE = new URL('./', import.meta.url).pathname
const COMPACT = 'StatefulSet/monitoring/compact'
const SPEC = specOf(`
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: compact, namespace: monitoring }
spec: { template: { spec: { containers: [{ name: t, image: "quay.io/thanos/thanos:v0.42.0", args: [compact, --wait, --retention.resolution-raw=30d] }] } } }
`)
const KEPT = { raw: '45d', '5m': '120d', '1h': '1y' }

let owner = ''
let secret = ''
let slug = ''
let stackId = ''

beforeAll(async () => { owner = (await personWith('operator', 'Ann')).id })
beforeEach(async () => {
  secret = await tokenFor(owner, { scopes: ['write'], name: crypto.randomUUID() })
  const stack = await makeStack();
  [slug, stackId] = [stack.slug, stack.id]
  await save(operator, { stackId, base: 0, spec: SPEC, message: 'Import' })
})

async function ask(folder: string, { path = folder.replace('[stack]', slug), ...given }: ApiAsk & { path?: string } = {}): Promise<Response> {
  // By its whole path: a pattern of a path would reach one folder deep only.
  const file: RouteModule = await import(`${HERE}${folder}/route.ts`)
  return callRoute(file, { folder, path, secret, ...given })
}
const setRetention = (given: ApiAsk = {}) => ask('stacks/[stack]/retention', { method: 'PUT', json: KEPT, ...given, headers: { 'if-match': '"1"', ...given.headers } })
const problemIn = async (answer: Response) => {
  expect(answer.headers.get('content-type')).toBe('application/problem+json')
  return Problem.parse(await answer.json())
}
const revisions = () => db().revision.count({ where: { stackId } })

describe('a problem', () => {
  it('says what happened in the language that was asked for, with its code, where that is explained, and the id of the request', async () => {
    const answer = await ask('stacks/[stack]', { path: 'stacks/none', headers: { 'accept-language': 'ko-KR, en;q=0.5' } })
    const problem = await problemIn(answer)
    expect(problem).toEqual({ type: '/settings/api#not-found', title: '대상이 없음', status: 404, detail: '스택 "none"이(가) 없습니다.', code: 'NOT_FOUND', requestId: answer.headers.get('x-request-id') })
    expect([answer.headers.get('content-language'), answer.headers.get('cache-control')]).toEqual(['ko', 'no-store'])
    expect((await problemIn(await ask('stacks/[stack]', { path: 'stacks/none', headers: { cookie: 'locale=ko' } }))).detail).toBe('There is no stack "none".')
  })

  it('says nothing of what nobody foresaw but the id of the request', async () => {
    await db().$executeRawUnsafe('ALTER TABLE "revision_label" RENAME TO "revision_label_away"')
    try {
      const answer = await ask('stacks/[stack]/retention')
      const problem = await problemIn(answer)
      expect([answer.status, problem.code, problem.requestId]).toEqual([500, 'INTERNAL', answer.headers.get('x-request-id')])
      expect(JSON.stringify(problem)).not.toContain('revision_label')
    } finally {
      await db().$executeRawUnsafe('ALTER TABLE "revision_label_away" RENAME TO "revision_label"')
    }
  })

  it('names each field of a body that is wrong, also one that there is none of', async () => {
    const problem = await problemIn(await setRetention({ json: { raw: 'long', '5m': '1d', kept: '1d' } }))
    expect(problem).toMatchObject({ status: 422, code: 'INVALID', details: { issues: [{ path: 'raw' }, { path: '1h' }, { path: '' }] } })
    expect((await problemIn(await ask('stacks/[stack]/revisions', { path: `stacks/${slug}/revisions?limt=5` }))).status).toBe(422)
  })

  it('tells a body that is too large, no JSON, or not sent as JSON', async () => {
    const large = JSON.stringify({ ...KEPT, message: 'x'.repeat(300_000) })
    expect((await problemIn(await setRetention({ text: large, json: undefined, headers: { 'content-type': 'application/json' } }))).status).toBe(413)
    expect((await problemIn(await setRetention({ text: '{', json: undefined, headers: { 'content-type': 'application/json' } }))).status).toBe(422)
    expect((await problemIn(await setRetention({ text: JSON.stringify(KEPT), json: undefined, headers: { 'content-type': 'application/x-www-form-urlencoded' } }))).status).toBe(415)
    expect(await revisions()).toBe(1)
  })
})

describe('If-Match', () => {
  it('is the ETag of what was read, and the next one is the ETag of what was written', async () => {
    const read = await ask('stacks/[stack]/retention')
    expect([read.headers.get('etag'), Retention.parse(await read.json())]).toEqual(['"1"', { revision: 1, compactors: [{ object: COMPACT, raw: '30d', '5m': '0d', '1h': '0d' }] }])
    const written = await setRetention({ headers: { 'if-match': read.headers.get('etag') ?? '' } })
    expect([written.status, written.headers.get('etag')]).toEqual([200, '"2"'])
    expect(RetentionResult.parse(await written.json())).toMatchObject({ revision: 2, changed: true, shortened: [{ resolution: '5m', before: '0d', after: '120d' }, { resolution: '1h', before: '0d', after: '1y' }] })
    const again = await setRetention({ headers: { 'if-match': '"2"' } })
    expect([again.status, again.headers.get('etag'), await revisions()]).toEqual([200, '"2"', 2])
  })

  it('that is missing is 428, no number 422, and not the newest any more 412 with who was first and what they changed', async () => {
    const missing = await ask('stacks/[stack]/retention', { method: 'PUT', json: KEPT })
    expect((await problemIn(missing)).status).toBe(428)
    for (const wrong of ['*', '1', 'W/"1"', '"one"']) expect((await problemIn(await setRetention({ headers: { 'if-match': wrong } }))).status).toBe(422)
    await setRetention()
    const lost = await problemIn(await setRetention({ json: { ...KEPT, raw: '10d' } }))
    expect(lost).toMatchObject({ status: 412, code: 'CONFLICT', details: { head: { number: 2, author: expect.stringContaining('Ann · ') }, theirs: [{ path: 'flags.retention.resolution-raw', before: '30d', after: '45d' }, {}, {}] } })
    expect(lost.details).not.toHaveProperty('spec')
    expect(await revisions()).toBe(2)
  })
})

describe('Idempotency-Key', () => {
  const once = (key: string, given: ApiAsk = {}) => setRetention({ ...given, headers: { 'idempotency-key': key, ...given.headers } })

  it('makes a request work once: sent again, it gets the same answer, status and ETag', async () => {
    const first = await once('a1')
    const again = await once('a1')
    expect([first.status, first.headers.get('etag'), first.headers.get('idempotency-replayed')]).toEqual([200, '"2"', null])
    expect([again.status, again.headers.get('etag'), again.headers.get('idempotency-replayed')]).toEqual([200, '"2"', 'true'])
    expect(await again.text()).toBe(await first.text())
    expect(await revisions()).toBe(2)
  })

  it('replays a refusal too, and belongs to one token', async () => {
    await setRetention()
    const lost = await once('b1')
    const again = await once('b1')
    expect([lost.status, again.status, again.headers.get('idempotency-replayed')]).toEqual([412, 412, 'true'])
    const other = await tokenFor(owner, { scopes: ['write'] })
    const fresh = await once('b1', { secret: other, json: { ...KEPT, raw: '60d' }, headers: { 'if-match': '"2"' } })
    expect([fresh.status, fresh.headers.get('idempotency-replayed')]).toEqual([200, null])
  })

  it('is refused for another request, another base, and when it is no key', async () => {
    await once('c1')
    expect(await problemIn(await once('c1', { json: { ...KEPT, raw: '46d' } }))).toMatchObject({ status: 422, code: 'INVALID' })
    expect((await problemIn(await once('c1', { headers: { 'if-match': '"2"' } }))).status).toBe(422)
    expect((await problemIn(await once('two words'))).status).toBe(422)
    expect(await revisions()).toBe(2)
  })

  it('makes many at once one: the others are told that it is under way, or get its answer', async () => {
    const answers = await Promise.all(Array.from({ length: 8 }, () => once('d1')))
    const statuses = answers.map(({ status }) => status)
    expect(statuses.every((status) => status === 200 || status === 409)).toBe(true)
    expect(answers.filter((answer) => answer.status === 200 && answer.headers.get('idempotency-replayed') === null)).toHaveLength(1)
    for (const answer of answers.filter(({ status }) => status === 409)) expect([(await problemIn(answer)).code, answer.headers.get('retry-after')]).toEqual(['CONFLICT', '1'])
    expect(await revisions()).toBe(2)
    expect((await once('d1')).headers.get('idempotency-replayed')).toBe('true')
  })

  it('whose first request was lost is not carried out again, and all are forgotten after a day', async () => {
    await once('e1')
    await db().apiAnswer.updateMany({ where: { key: 'e1' }, data: { status: null, startedAt: new Date(Date.now() - 11 * 60_000) } })
    expect((await problemIn(await once('e1'))).detail).toMatch(/is not known/)
    await db().apiAnswer.updateMany({ where: { key: 'e1' }, data: { startedAt: new Date(Date.now() - 25 * 3_600_000) } })
    expect((await once('e1', { json: { ...KEPT, raw: '50d' }, headers: { 'if-match': '"2"' } })).status).toBe(200)
  })

  it('gives whoever may not write any more no earlier answer', async () => {
    await once('f1')
    await db().user.update({ where: { id: owner }, data: { role: 'viewer' } })
    try {
      expect((await problemIn(await once('f1'))).code).toBe('FORBIDDEN')
    } finally {
      await db().user.update({ where: { id: owner }, data: { role: 'operator' } })
    }
  })
})

describe('revisions', () => {
  it('are saved whole or by edits, read with their ETag, and restored', async () => {
    const edited = await ask('stacks/[stack]/revisions', { method: 'POST', headers: { 'if-match': '"1"' }, json: { message: 'Faster', edits: [{ op: 'flag.set', object: COMPACT, flag: 'compact.concurrency', values: ['2'] }] } })
    expect([edited.status, edited.headers.get('etag'), edited.headers.get('location')]).toEqual([201, '"2"', `/api/v1/stacks/${slug}/revisions/2`])
    const { spec } = Revision.parse(await edited.json())
    const whole = await ask('stacks/[stack]/revisions', { method: 'POST', headers: { 'if-match': '"2"' }, json: { message: 'Again', spec: { ...spec, objects: [...spec.objects, ...SPEC.objects.map((object) => ({ ...object, name: 'other' }))] } } })
    expect(whole.status, await whole.clone().text()).toBe(201)
    const back = await ask('stacks/[stack]/revisions/[revision]/restore', { path: `stacks/${slug}/revisions/1/restore`, method: 'POST', headers: { 'if-match': '"3"' } })
    expect([back.status, Revision.parse(await back.json())]).toMatchObject([201, { number: 4, restoredFrom: 1, spec: SPEC }])
    const head = await ask('stacks/[stack]/revisions/[revision]', { path: `stacks/${slug}/revisions/head` })
    expect([head.headers.get('etag'), Revision.parse(await head.json()).number]).toEqual(['"4"', 4])
  })

  it('are read page by page, each leading to the next by cursor and by Link', async () => {
    for (let base = 1; base < 5; base += 1) await save(operator, { stackId, base, spec: { ...SPEC, objects: SPEC.objects.slice(base % 2) }, message: `No. ${base}` })
    const Listed = z.object({ items: z.array(RevisionSummary), next: z.string().optional() })
    const seen = await pagesOf(Listed, 'stacks/[stack]/revisions', `stacks/${slug}/revisions?limit=2`)
    expect(seen.map((items) => items.map(({ number }) => number))).toEqual([[5, 4], [3, 2], [1]])
  })
})

/** What a list gives page by page, each found by the Link of the one before. */
async function pagesOf<Item>(page: z.ZodType<{ items: Item[]; next?: string | undefined }>, folder: string, first: string, given: ApiAsk = {}): Promise<Item[][]> {
  const seen: Item[][] = []
  for (let path: string | undefined = first; path !== undefined;) {
    const answer: Response = await ask(folder, { path, ...given })
    const { items, next } = page.parse(await answer.json())
    seen.push(items)
    path = /^<\/api\/v1\/([^>]+)>; rel="next"$/.exec(answer.headers.get('link') ?? '')?.[1]
    expect(path === undefined).toBe(next === undefined)
  }
  return seen
}

describe('lists', () => {
  it('of stacks go page by page by name, and have only those that the token is for', async () => {
    const made = await Promise.all([makeStack(), makeStack(), makeStack()])
    await makeStack()
    const few = await tokenFor(owner, { scopes: ['read'], stackIds: made.map(({ id }) => id) })
    const seen = await pagesOf(z.object({ items: z.array(Stack), next: z.string().optional() }), 'stacks', 'stacks?limit=2', { secret: few })
    const [first = '', second = '', third = ''] = made.map((stack) => stack.slug).toSorted()
    expect(seen.map((items) => items.map((stack) => stack.slug))).toEqual([[first, second], [third]])
  })

  it('of plans count their objects by verdict and carry none of them', async () => {
    const made = {
      stackId, revisionNumber: 1, status: 'ready', findings: [], blockers: [], acknowledge: [], fingerprint: '', live: {}, createdById: owner, createdByName: 'Ann',
      steps: [{ object: COMPACT, action: 'apply', gate: 'none' }],
    }
    const older = await db().plan.create({ data: { ...made, createdAt: new Date(0), objects: [] } })
    const plan = await db().plan.create({ data: { ...made, objects: [{ verdict: 'create', liveYaml: 'long' }, { verdict: 'create' }, { verdict: 'unchanged' }] } })
    const seen = await pagesOf(z.object({ items: z.array(z.strictObject(PlanSummary.shape)), next: z.string().optional() }), 'stacks/[stack]/plans', `stacks/${slug}/plans?limit=1`)
    expect(seen.flat()).toMatchObject([
      { id: plan.id, status: 'ready', changes: { create: 2, unchanged: 1 }, createdBy: 'Ann' }, { id: older.id, status: 'stale', changes: {} },
    ])
  })
})

describe('limits', () => {
  it('make a token that asks without end wait, and no other', async () => {
    const answers = await Promise.all(Array.from({ length: 130 }, () => ask('stacks')))
    const refused = answers.filter(({ status }) => status === 429)
    expect(refused.length).toBeGreaterThan(0)
    expect([(await problemIn(refused[0] ?? new Response())).code, refused[0]?.headers.get('retry-after')]).toEqual(['BLOCKED', '1'])
    expect((await ask('stacks', { secret: await tokenFor(owner, { scopes: ['read'] }) })).status).toBe(200)
    expect((await until(() => ask('stacks'), ({ status }) => status === 200)).status).toBe(200)
  })

  it('let a token follow twenty runs at once, and take one back when it leaves', async () => {
    const by = { createdById: owner, createdByName: 'Ann' }
    const plan = await db().plan.create({ data: { ...by, stackId, revisionNumber: 1, status: 'ready', objects: [], findings: [], blockers: [], acknowledge: [], steps: [], fingerprint: '', live: {} } })
    const run = await db().run.create({ data: { planId: plan.id, stackId, revision: 1, status: 'running', objects: [], choices: {}, startedById: owner, startedByName: 'Ann', heartbeatAt: new Date(Date.now() + 60_000) } })
    const stream = () => ask('stacks/[stack]/runs/[run]/stream', { path: `stacks/${slug}/runs/${run.id}/stream` })
    const open = await Promise.all(Array.from({ length: 20 }, stream))
    expect(open.map(({ status, headers }) => [status, headers.get('content-type')])).toEqual(open.map(() => [200, 'text/event-stream; charset=utf-8']))
    expect((await stream()).status).toBe(429)
    await Promise.all(open.map((answer) => answer.body?.cancel()))
    const again = await stream()
    expect(again.status).toBe(200)
    await again.body?.cancel()
  })
})
