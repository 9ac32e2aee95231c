// The README's section for bots, run as it stands there: real curl, over HTTP, against the sandbox.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'
import { NextRequest } from 'next/server'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { db } from '#lib/db/client.ts'
import { listEvents } from '#lib/db/events.ts'
import { SYSTEM } from '#lib/auth/actor.ts'
import { create } from '#lib/services/tokens/create.ts'
import { ensureDemo } from '#lib/services/stacks/ensure-demo.ts'
import { get as getStack } from '#lib/services/stacks/get.ts'
import { save } from '#lib/services/revisions/save.ts'
import { get as getRun } from '#lib/services/runs/get.ts'
import { someone, viewer } from '#lib/testing/actors.ts'
import { freshDatabase } from '#lib/testing/database.ts'
import { testSandbox } from '#lib/testing/sandbox.ts'
import { personWith } from '#lib/testing/sign-in.ts'
import { adopt } from '#lib/thanos/adopt.ts'
import type { RouteModule } from './call-route.ts'
import { ROUTES } from './table.ts'

freshDatabase()
testSandbox({ demo: true })

const ROOT = new URL('../../../', import.meta.url).pathname
const SCRIPT = /## Let a bot do it[\s\S]*?```sh\n([\s\S]*?)```/.exec(readFileSync(`${ROOT}README.md`, 'utf8'))?.[1] ?? ''

let server: Server
let url = ''
let stackId = ''
const tokens = { bot: '', approver: '' }

/** A route's file behind a port: what Next does with an address, and nothing else. */
async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = (request.url ?? '').split('?')[0]?.replace('/api/v1/', '').split('/') ?? []
  const route = ROUTES.find((each) => {
    const names = each.path.split('/')
    return each.method === request.method && names.length === path.length && names.every((name, index) => name.startsWith('[') || name === path[index])
  })
  const file: RouteModule = await import(`${ROOT}app/api/v1/${route?.path ?? '[...rest]'}/route.ts`)
  const params = Object.fromEntries((route?.path.split('/') ?? []).flatMap((name, index) => name.startsWith('[') ? [[name.slice(1, -1), path[index]]] : []))
  const body = ['GET', 'HEAD'].includes(request.method ?? '') ? undefined : await text(request)
  const asked = new NextRequest(`${url}${request.url}`, { method: request.method ?? 'GET', headers: new Headers(Object.entries(request.headers).map(([name, value]) => [name, String(value)])), ...(body === undefined || body === '' ? {} : { body }) })
  // Safe because a route's file exports handlers.
  const handler = file[request.method ?? 'GET'] as (request: NextRequest, context: { params: Promise<object> }) => Promise<Response>
  const answered = await handler(asked, { params: Promise.resolve(params) })
  response.writeHead(answered.status, Object.fromEntries(answered.headers))
  for await (const chunk of answered.body ?? []) response.write(chunk)
  response.end()
}

beforeAll(async () => {
  server = createServer((request, response) => { void answer(request, response) }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  url = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`
  await ensureDemo()
  stackId = (await getStack(SYSTEM, { slug: 'monitoring' })).id
  const spec = adopt([{ name: 'c.yaml', text: readFileSync(`${ROOT}examples/guide/thanos-compactor.yaml`, 'utf8') }]).spec
  await save(someone('operator', 'importer'), { stackId, base: 0, spec, message: 'The compactor' })
  await db().stack.update({ where: { id: stackId }, data: { isProtected: true } })
  const [ann, bea] = [await personWith('operator', 'Ann'), await personWith('approver', 'Bea')]
  tokens.bot = (await create({ ...ann, door: 'browser' }, { name: 'retention-bot', scopes: ['write', 'apply'], stacks: ['monitoring'] })).secret
  tokens.approver = (await create({ ...bea, door: 'browser' }, { name: 'ci-gate', scopes: ['approve'] })).secret
})
afterAll(() => { server.closeAllConnections(); server.close() })

async function run(script: string): Promise<{ code: number | null; out: string; err: string }> {
  const child = spawn('bash', ['-euo', 'pipefail', '-c', script], { env: { ...process.env, GAUNTLET: url, STACK: 'monitoring', GAUNTLET_TOKEN: tokens.bot, APPROVER_TOKEN: tokens.approver } })
  const [out, err, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')])
  // Safe because 'close' tells the exit code first.
  return { code: code as number | null, out, err }
}

describe('the README\'s section for bots', () => {
  it('sets retention, plans, has the plan approved, applies it and follows the run to its end, with curl alone', async () => {
    const { code, out, err } = await run(SCRIPT)
    expect(code, `${err}\n${out}`).toBe(0)
    expect(out).toContain('"shortened":[{"object":"StatefulSet/monitoring/thanos-compactor","resolution":"raw","before":"7d","after":"5d"}]')
    expect(out).toContain('"isNeeded":true')
    expect(out).toContain('"kind":"approved","by":"Bea · ci-gate"')
    const events = [...out.matchAll(/^event: (\w+)\ndata: (.*)$/gm)].map(([, event, data = '']) => ({ event, run: JSON.parse(data) as { id: string; status: string } }))
    expect(events.at(-1)).toMatchObject({ event: 'end', run: { status: 'succeeded', startedBy: 'Ann · retention-bot' } })
    expect(events.slice(0, -1).every(({ event }) => event === 'progress')).toBe(true)
    expect((await getRun(viewer, { runId: events.at(-1)?.run.id ?? '' })).status).toBe('succeeded')
    const done = (await listEvents(db(), { filter: { stackId, door: 'api' }, limit: 20 })).map(({ action, actor }) => [action, actor.name])
    expect(done.toReversed()).toEqual(expect.arrayContaining([['revision.save', 'Ann · retention-bot'], ['plan.compute', 'Ann · retention-bot'], ['plan.approve', 'Bea · ci-gate'], ['run.start', 'Ann · retention-bot']]))
  }, 60_000)

  it('run again with the keys of the first time, is refused at once and applies nothing', async () => {
    const runs = await db().run.count()
    const { code, out } = await run(SCRIPT)
    expect(code).toBe(22)
    expect(out).not.toContain('event: end')
    expect(await db().run.count()).toBe(runs)
  }, 60_000)
})
