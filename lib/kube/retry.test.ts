import { describe, expect, it } from 'vitest'
import { AppError } from '../errors.ts'
import { text } from '../text.ts'
import { patient, type Clock } from './retry.ts'
import type { KubeRequest, KubeResponse } from './wire.ts'

type Answer = KubeResponse | AppError
type Api = { send: (request?: Partial<KubeRequest>) => Promise<KubeResponse>; asked: () => number }

/** A transport that gives these answers one after the other, the last one again and again, and how often it was asked. */
function answering(...answers: readonly Answer[]): Api {
  return answeringBy(undefined, ...answers)
}

/** A clock on which a pause is over at once, and what it was made to wait. */
function hastened(): { clock: Clock; waited: number[] } {
  const waited: number[] = []
  return { waited, clock: { now: () => waited.reduce((sum, each) => sum + each, 0), pause: (milliseconds) => Promise.resolve(waited.push(milliseconds)) } }
}

function answeringBy(clock: Clock | undefined, ...answers: readonly Answer[]): Api {
  let asked = 0
  const transport = patient({
    host: 'h', open: () => Promise.reject(new Error('not asked for')),
    send: () => {
      const answer = answers[Math.min(asked++, answers.length - 1)]
      return answer instanceof AppError || answer === undefined ? Promise.reject(answer ?? new Error('none')) : Promise.resolve(answer)
    },
  }, clock)
  return { send: (request = {}) => transport.send({ method: 'PATCH', path: '/', ...request }), asked: () => asked }
}

const cut = (code: string): AppError => new AppError('UPSTREAM', text('x', 'x'), { cause: Object.assign(new Error(code), { code }) })
const ok: KubeResponse = { status: 200, body: '{}' }

describe('a request that may be repeated', () => {
  it.each([
    ['too many requests', { status: 429, body: '', retryAfter: '0' }],
    ['no leader', { status: 500, body: 'etcdserver: leader changed' }],
    ['a server that is starting', { status: 503, body: '' }],
    ['a lost race over the object', { status: 409, body: '"message": "Operation cannot be fulfilled on x: the object has been modified; please apply"' }],
    ['a connection that was cut', cut('ECONNRESET')],
  ] as const)('is sent again after %s', async (_, trouble) => {
    const api = answering(trouble, trouble, ok)
    expect(await api.send()).toEqual(ok)
    expect(api.asked()).toBe(3)
  })

  it.each([
    ['a conflict over fields', { status: 409, body: '{"causes":[{"reason":"FieldManagerConflict"}], "message": "already exists"}' }],
    ['a refusal', { status: 403, body: '' }],
    ['a server that has a fault', { status: 500, body: 'failed calling webhook' }],
  ] as const)('is not sent again after %s', async (_, answer) => {
    const api = answering(answer)
    expect(await api.send()).toEqual(answer)
    expect(api.asked()).toBe(1)
  })

  it('is not sent again after a lost race when it was written for the version that was read', async () => {
    const lost = { status: 409, body: 'the object has been modified' }
    const api = answering(lost)
    expect(await api.send({ contentType: 'application/merge-patch+json' })).toEqual(lost)
    expect(api.asked()).toBe(1)
  })

  it('waits as long as Retry-After asks, and not beyond its patience', async () => {
    const api = answering({ status: 429, body: '', retryAfter: '1' })
    const begun = performance.now()
    expect(await api.send({ patienceMs: 1_200 })).toMatchObject({ status: 429 })
    expect(api.asked()).toBe(2)
    expect(performance.now() - begun).toBeGreaterThan(990)
  })

  it('waits for minutes where Retry-After asks for them and its patience allows, and comes back no sooner', async () => {
    const { clock, waited } = hastened()
    const busy: Answer = { status: 429, body: '', retryAfter: '45' }
    const writer = answeringBy(clock, busy, busy, ok)
    expect(await writer.send({ patienceMs: 90_000 })).toEqual(ok)
    expect([waited, writer.asked()]).toEqual([[45_000, 45_000], 3])
  })

  it('does not wait in vain for what its patience does not reach', async () => {
    const { clock, waited } = hastened()
    const writer = answeringBy(clock, { status: 503, body: '', retryAfter: '91' }, ok)
    expect(await writer.send({ patienceMs: 90_000 })).toMatchObject({ status: 503 })
    const reader = answeringBy(clock, { status: 429, body: '', retryAfter: '2' }, ok)
    expect(await reader.send({ method: 'GET' })).toMatchObject({ status: 429 })
    expect([waited, writer.asked(), reader.asked()]).toEqual([[], 1, 1])
  })

  it('waits for a server that is gone only when it carries patience', async () => {
    const reader = answering(cut('ECONNREFUSED'))
    await expect(reader.send({ method: 'GET' })).rejects.toThrow('x')
    expect(reader.asked()).toBe(1)
    const writer = answering(cut('ECONNREFUSED'), ok)
    expect(await writer.send({ patienceMs: 1_000 })).toEqual(ok)
  })

  it('is not a POST, of which nobody knows whether it was done', async () => {
    const api = answering(cut('ECONNRESET'))
    await expect(api.send({ method: 'POST' })).rejects.toThrow('x')
    expect(api.asked()).toBe(1)
    const turnedAway = answering({ status: 429, body: '', retryAfter: '0' }, ok)
    expect(await turnedAway.send({ method: 'POST' })).toEqual(ok)
  })

  it('ends with its signal, also in the middle of a pause', async () => {
    const api = answering({ status: 429, body: '', retryAfter: '60' })
    const stop = new AbortController()
    const sent = api.send({ patienceMs: 600_000, signal: stop.signal })
    stop.abort(new Error('not ours any more'))
    await expect(sent).rejects.toThrow('not ours any more')
  })
})
