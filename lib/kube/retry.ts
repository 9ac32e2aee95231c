// Trouble that passes: a request that may be sent twice is sent again, with growing pauses and within a bound. The one place where that happens.
import { setTimeout as pause } from 'node:timers/promises'
import { AppError } from '../errors.ts'
import type { Opened, Transport } from './transport.ts'
import type { KubeRequest, KubeResponse } from './wire.ts'

/** For how long a request is tried that says nothing of its own: a reader would rather be told than wait. */
const DEFAULT_PATIENCE_MS = 1_500
const FIRST_PAUSE_MS = 100
const LONGEST_PAUSE_MS = 5_000
const MOST_ATTEMPTS = 30

/**
 * A transport that waits trouble out: too many requests (for as long as Retry-After asks), a server that is changing its leader, a lost
 * race over an object, a connection that was cut. That nobody listens, or that an answer takes too long, is waited out only for requests
 * that carry `patienceMs`. Reads, server-side apply and deletions by uid may be repeated; a POST only where it was turned away.
 * `clock` is for tests, which have no minute.
 */
export function patient(transport: Transport, clock: Clock = STEADY): Transport {
  return {
    ...transport,
    send: async (request) => waitedOut(request, async () => transport.send(request), clock),
    // A watch of a kind that the API server has just begun to serve is turned away until its cache is filled.
    open: async (request, signal) => waitedOut({ ...request, signal }, async () => transport.open(request, signal), clock),
  }
}

async function waitedOut<Answer extends Opened | KubeResponse>(request: KubeRequest, ask: () => Promise<Answer>, clock: Clock): Promise<Answer> {
  const { patienceMs = DEFAULT_PATIENCE_MS, signal } = request
  const deadline = clock.now() + patienceMs
  for (let attempt = 1; ; attempt++) {
    const outcome = await outcomeOf(ask)
    const wait = pauseAfter(outcome, attempt)
    const isOver = !mayRepeat(outcome, request) || attempt >= MOST_ATTEMPTS || clock.now() + wait > deadline
    if (isOver) {
      if ('error' in outcome) throw outcome.error
      return outcome
    }
    await clock.pause(wait, signal).catch((error: unknown) => {
      signal?.throwIfAborted()
      throw error
    })
  }
}

/** Milliseconds; a pause ends with its signal. */
export type Clock = { now: () => number; pause: (milliseconds: number, signal: AbortSignal | undefined) => Promise<unknown> }
const STEADY: Clock = { now: () => performance.now(), pause: (milliseconds, signal) => pause(milliseconds, undefined, signal === undefined ? {} : { signal }) }

type Outcome = Opened | KubeResponse | { error: AppError }

async function outcomeOf<Answer>(ask: () => Promise<Answer>): Promise<Answer | { error: AppError }> {
  try {
    return await ask()
  } catch (error) {
    if (error instanceof AppError && error.code === 'UPSTREAM') return { error }
    throw error
  }
}

/** Doubling, with up to half of it at random so that many who were turned away do not come back at once; the server's own wish goes first. */
function pauseAfter(outcome: Outcome, attempt: number): number {
  const asked = 'retryAfter' in outcome ? Number(outcome.retryAfter ?? Number.NaN) * 1000 : Number.NaN
  if (Number.isFinite(asked)) return Math.max(0, asked)
  const usual = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (attempt - 1))
  return usual * (1 - Math.random() / 2)
}

function mayRepeat(outcome: Outcome, request: KubeRequest): boolean {
  if ('error' in outcome) return request.method !== 'POST' && mayPass(outcome.error, request)
  if ('lines' in outcome) return false
  const { status, body } = outcome
  if (status === 429) return true
  if (request.method === 'POST') return false
  if (status === 502 || status === 503 || status === 504) return true
  if (status === 500) return /"reason":\s*"ServerTimeout"|etcdserver: (leader changed|request timed out|no leader)/.test(body)
  return status === 409 && request.method === 'PATCH' && !namesItsVersion(request) && isLostRace(body)
}

/** The object was written between the API server's reading and storing it, or made by someone else at once: not a conflict over fields. */
function isLostRace(body: string): boolean {
  return !body.includes('"FieldManagerConflict"') && /the object has been modified|already exists/.test(body)
}

/** What was written for the version that was read stays too late: whoever read it has to read again. Of what is sent here that is every merge patch, and no other. */
function namesItsVersion({ contentType }: KubeRequest): boolean {
  return contentType === 'application/merge-patch+json'
}

const CUT = new Set(['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET'])
const GONE = new Set(['ECONNREFUSED', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH', 'EAI_AGAIN', 'ABORT_ERR'])

function mayPass({ cause }: AppError, { patienceMs }: KubeRequest): boolean {
  const code = cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : ''
  if (CUT.has(code)) return true
  const isTimeout = cause instanceof Error && (cause.name === 'TimeoutError' || cause.name === 'AbortError')
  return patienceMs !== undefined && (isTimeout || GONE.has(code))
}
