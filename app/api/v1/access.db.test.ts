// Each route of the API, found by its file, asked for with each kind of token: the table is API of e2e/access.ts. A route without a line there
// fails, and so does a line without a route.
import { globSync, readFileSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import { API, type Sample } from '../../../e2e/access.ts'
import { newApiSecret } from '#lib/auth/api-token.ts'
import { db } from '#lib/db/client.ts'
import { ROLES, type Role } from '#lib/role.ts'
import { compute } from '#lib/services/plans/compute.ts'
import { disable } from '#lib/services/people/set-disabled.ts'
import { save } from '#lib/services/revisions/save.ts'
import { apply } from '#lib/services/runs/apply.ts'
import { get as getRun } from '#lib/services/runs/get.ts'
import { admin, someone } from '#lib/testing/actors.ts'
import { tokenFor } from '#lib/testing/api-tokens.ts'
import { freshDatabase } from '#lib/testing/database.ts'
import { testSandbox } from '#lib/testing/sandbox.ts'
import { personWith, TestBrowser } from '#lib/testing/sign-in.ts'
import { querySpec } from '#lib/testing/specs.ts'
import { makeStack } from '#lib/testing/stacks.ts'
import { until } from '#lib/testing/wait.ts'
import { TOKEN_SCOPES } from '#lib/token-scope.ts'
import { apiRequest, callRoute, type RouteModule } from './call-route.ts'
import { problemStatuses } from './openapi.ts'
import { ROUTES } from './table.ts'

freshDatabase()
const sandbox = testSandbox()

const HERE = new URL('./', import.meta.url).pathname
const served = globSync('**/route.ts', { cwd: HERE }).map((file) => file.slice(0, -'/route.ts'.length)).filter((folder) => folder !== '[...rest]' && folder !== 'openapi.json')
const doors = served.flatMap((folder) => (
  [...readFileSync(`${HERE}${folder}/route.ts`, 'utf8').matchAll(/^export (?:async )?(?:const|function) (GET|HEAD|OPTIONS|POST|PUT|PATCH|DELETE)\b/gm)].map(([, method = '']) => ({ key: `${method} ${folder}`, method, folder }))
))

let sample: Sample
const people = new Map<Role, string>()
const tokens = new Map<string, string>()
const bad = new Map<string, string>()
let elsewhere = ''
let session = ''

beforeAll(async () => {
  const namespace = await sandbox.namespace('access')
  const stack = await makeStack({ namespace })
  const other = await makeStack()
  const author = someone('operator', 'author')
  await save(author, { stackId: stack.id, base: 0, spec: querySpec({ namespace }), message: 'Import' })
  const plan = await compute(author, { stackId: stack.id })
  const run = await apply(author, { planId: plan.id })
  await until(() => getRun(author, { runId: run.id }), ({ status }) => status !== 'running')
  const event = await db().event.findFirst({ where: { stackId: stack.id } })
  sample = { stack: stack.slug, plan: plan.id, run: run.id, object: `Deployment/${namespace}/thanos-query`, person: '', event: String(event?.id) }
  for (const role of ROLES) {
    const { id } = await personWith(role, `Role${role}`)
    people.set(role, id)
    for (const scope of TOKEN_SCOPES) tokens.set(`${role} ${scope}`, await tokenFor(id, { scopes: [scope] }))
  }
  const adminId = people.get('admin') ?? ''
  bad.set('a text that is no token', 'not-a-token').set('an unknown token', newApiSecret().secret)
  bad.set('an expired token', await tokenFor(adminId, { scopes: TOKEN_SCOPES, expiresAt: new Date(Date.now() - 1000) }))
  bad.set('a revoked token', await tokenFor(adminId, { scopes: TOKEN_SCOPES, name: 'revoked' }))
  await db().apiToken.updateMany({ where: { name: 'revoked' }, data: { revokedAt: new Date() } })
  const gone = await personWith('admin', 'Gone')
  bad.set('a token of a disabled owner', await tokenFor(gone.id, { scopes: TOKEN_SCOPES }))
  await disable(admin, { personId: gone.id })
  bad.set('a token whose owner has no account', await tokenFor('nobody', { scopes: TOKEN_SCOPES }))
  elsewhere = await tokenFor(adminId, { scopes: TOKEN_SCOPES, stackIds: [other.id] })
  const browser = new TestBrowser()
  await browser.signIn('roleadmin@example.org')
  session = browser.headers().get('cookie') ?? ''
})

/** By its whole path: a pattern of a path would reach one folder deep only. */
const moduleOf = (folder: string): Promise<RouteModule> => import(`${HERE}${folder}/route.ts`)

async function ask({ key, method, folder }: (typeof doors)[number], { secret, headers = {} }: { secret?: string; headers?: Record<string, string> }): Promise<Response> {
  const entry = API[key]
  if (entry === undefined) throw new Error(`${key} has no line in e2e/access.ts`)
  return callRoute(await moduleOf(folder), {
    folder, method, path: entry.path(sample), ...(secret === undefined ? {} : { secret }), ...(entry.body === undefined ? {} : { json: entry.body(sample) }),
    headers: { ...(entry.base === undefined ? {} : { 'if-match': entry.base }), ...headers },
  })
}

/** Each table but the audit and the bookkeeping of tokens and tries. */
async function everything(): Promise<string> {
  const counts = await Promise.all([db().stack.findMany(), db().revision.count(), db().plan.findMany({ select: { id: true, status: true } }), db().run.findMany({ select: { id: true, status: true } })])
  return JSON.stringify(counts)
}

describe('who may do what over the API', () => {
  it('is said of every route, and of nothing that is none', () => {
    expect(doors.map(({ key }) => key).toSorted()).toEqual(Object.keys(API).toSorted())
    expect(ROUTES.map(({ method, path }) => `${method} ${path}`).toSorted()).toEqual(Object.keys(API).toSorted())
  })

  it('is asked of a session for nothing: who sits at this machine is nobody here, too', async () => {
    expect(session).toContain('session')
    process.env.GAUNTLET_LOCAL = '1'
    try {
      for (const door of doors) expect([door.key, (await ask(door, { headers: { cookie: session, origin: 'http://127.0.0.1:3000', 'sec-fetch-site': 'same-origin' } })).status]).toEqual([door.key, 401])
    } finally {
      delete process.env.GAUNTLET_LOCAL
    }
  })
})

describe.each(doors)('$key', (door) => {
  const entry = API[door.key]
  const route = ROUTES.find(({ method, path }) => `${method} ${path}` === door.key)

  /** What whoever may ask can be told, by the route's own document: done, or why it cannot be. */
  const told = route === undefined ? [] : [String(route.status), ...problemStatuses(route)].filter((status) => !['401', '403', '429', '500', '502'].includes(status))

  it('refuses whoever has no token, or one that does not work, with how to ask', async () => {
    for (const [what, secret] of [['no token', undefined] as const, ...bad]) {
      // Each route from an address of its own: whoever tries too many tokens is slowed down.
      const answer = await ask(door, { headers: { 'x-forwarded-for': `192.0.2.${doors.indexOf(door)}` }, ...(secret === undefined ? {} : { secret }) })
      expect([what, answer.status, (await answer.json() as { code: string }).code]).toEqual([what, 401, 'UNAUTHENTICATED'])
      expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer /)
    }
  })

  it.each(ROLES)('takes of %s the scopes that are enough, and refuses the others', async (role) => {
    for (const scope of TOKEN_SCOPES) {
      const isAllowed = entry?.scopes.includes(scope) === true && entry.may.includes(role)
      const before = await everything()
      const answer = await ask(door, { secret: tokens.get(`${role} ${scope}`) ?? '' })
      const said = await answer.text()
      expect(isAllowed ? told : ['403'], `${scope}: ${said}`).toContain(String(answer.status))
      expect(isAllowed || said.includes('"code":"FORBIDDEN"')).toBe(true)
      expect(await everything()).toBe(before)
    }
  })

  it('gives a token of another stack nothing of this one', async () => {
    const answer = await ask(door, { secret: elsewhere })
    const said = await answer.text()
    expect(answer.status).toBe(entry?.inStack === true ? 403 : 200)
    expect(said).not.toContain(sample.plan)
    expect(entry?.inStack === true || !said.includes(sample.stack)).toBe(true)
  })

})

describe.each(doors.filter(({ method }) => method !== 'GET'))('$key, refused', (door) => {
  it('is in the audit, also when what was sent cannot be read', async () => {
    const filed = await db().event.count({ where: { outcome: 'refused' } })
    await ask(door, { secret: tokens.get('viewer apply') ?? '' })
    await callRoute(await moduleOf(door.folder), { folder: door.folder, method: door.method, path: API[door.key]?.path(sample) ?? '', secret: tokens.get('viewer write') ?? '', json: { none: 'such' } })
    const events = await db().event.findMany({ where: { outcome: 'refused' }, orderBy: { id: 'asc' }, skip: filed })
    expect(events).toMatchObject([{ door: 'api', actorId: people.get('viewer'), after: { code: 'FORBIDDEN' } }, { door: 'api', after: { code: 'FORBIDDEN' } }])
  })
})

describe('an address where nothing is', () => {
  it('is a problem too, for whoever has a token, and tells strangers nothing', async () => {
    const { GET, POST } = await import('./[...rest]/route.ts')
    expect((await GET(apiRequest('none'))).status).toBe(401)
    expect((await POST(apiRequest('none', { method: 'POST', secret: tokens.get('viewer read') ?? '' }))).status).toBe(404)
  })
})
