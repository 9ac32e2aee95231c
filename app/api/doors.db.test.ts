import { NextRequest } from 'next/server'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { freshDatabase } from '#lib/testing/database.ts'
import { makeStack } from '#lib/testing/stacks.ts'
import { GET as alive } from '../healthz/route.ts'
import { GET as ready } from '../readyz/route.ts'
import { GET as health } from './health/route.ts'
import { GET as run } from './runs/[run]/route.ts'
import { GET as status } from './stacks/[stack]/status/route.ts'

freshDatabase()

const ask = (path: string, headers: Record<string, string> = {}) => new NextRequest(`http://127.0.0.1:3000${path}`, { headers: { host: '127.0.0.1:3000', ...headers } })
const statusOf = (slug: string, headers?: Record<string, string>) => status(ask(`/api/stacks/${slug}/status`, headers), { params: Promise.resolve({ stack: slug }) })

beforeEach(() => { process.env.GAUNTLET_LOCAL = '1' })
afterEach(() => { delete process.env.GAUNTLET_LOCAL })

describe('the doors for polling', () => {
  it('answer 401 to whoever is not signed in, also when the name in the address is ours but the machine is not', async () => {
    const { slug } = await makeStack()
    expect((await statusOf(slug, { 'x-forwarded-for': '203.0.113.9' })).status).toBe(401)
    delete process.env.GAUNTLET_LOCAL
    const response = await statusOf(slug)
    expect(response.status).toBe(401)
    expect(await response.json()).toEqual({ code: 'UNAUTHENTICATED', message: expect.any(String) })
  })

  it('answer with the verb\'s value, never from a cache', async () => {
    const { slug } = await makeStack()
    const response = await statusOf(slug)
    expect(response.status).toBe(200)
    expect(response.headers.get('cache-control')).toBe('no-store')
    expect(await response.json()).toMatchObject({ ok: false, reason: expect.any(String) })
  })

  it('answer with the status of the failure', async () => {
    expect((await statusOf('none')).status).toBe(404)
    const response = await run(ask('/api/runs/none'), { params: Promise.resolve({ run: 'none' }) })
    expect(response.status).toBe(404)
    expect(await response.json()).toEqual({ code: 'NOT_FOUND', message: 'There is no such run.' })
  })

  it('say a failure in the language of who asks: by the cookie, else by what the browser prefers', async () => {
    const said = async (headers: Record<string, string>) => (await statusOf('none', headers)).json()
    expect(await said({})).toEqual({ code: 'NOT_FOUND', message: 'There is no stack "none".' })
    expect(await said({ 'accept-language': 'ko-KR,ko' })).toEqual({ code: 'NOT_FOUND', message: '스택 "none"이(가) 없습니다.' })
    expect(await said({ cookie: 'locale=en', 'accept-language': 'ko-KR' })).toMatchObject({ message: 'There is no stack "none".' })
  })
})

describe('the doors for probes', () => {
  it('say ready while Postgres answers, not ready when it does not, and alive in both cases', async () => {
    expect((await ready()).status).toBe(200)
    expect(await (await health()).json()).toEqual({ status: 'ready', database: 'up' })
    const url = process.env.DATABASE_URL
    process.env.DATABASE_URL = 'postgresql://nobody:x@127.0.0.1:1/none'
    try {
      expect((await ready()).status).toBe(503)
      expect(await (await health()).json()).toEqual({ status: 'not ready', database: 'down' })
      expect(alive().status).toBe(200)
    } finally {
      process.env.DATABASE_URL = url
    }
  })
})
