// The door of sign-in, behind app/api/auth: which of better-auth's doors are open, tries of passwords slowed, people of the identity
// provider given their role, and all of it filed.
import 'server-only'
import { z } from 'zod'
import { addressOf } from '../../auth/address.ts'
import { authPath, beginOidc, finishOidc, handleAuth, handlePassword } from '../../auth/auth.ts'
import { actorOf } from '../../auth/session.ts'
import { db, translate } from '../../db/client.ts'
import { deleteSession } from '../../db/sessions.ts'
import { AppError } from '../../errors.ts'
import { log } from '../../log.ts'
import type { OidcProblem } from '../../oidc-problem.ts'
import { routes } from '../../routes.ts'
import { provision } from '../people/provision.ts'
import { recordBegin, recordEnd, recordRefusal } from './record.ts'
import { forgive, takeTry } from './throttle.ts'

const DOORS: Readonly<Record<string, (request: Request, address: string) => Promise<Response>>> = {
  'POST /sign-in/email': signInByPassword,
  'POST /sign-in/oidc': startOidc,
  'GET /callback/oidc': completeOidc,
  'POST /sign-out': signOut,
  'GET /ok': handleAuth,
}

/** Answers a request below /api/auth; whatever Gauntlet does not use of better-auth is not there. */
export async function answerAuth(request: Request): Promise<Response> {
  const door = DOORS[`${request.method} ${authPath(request)}`]
  if (door === undefined) return new Response(null, { status: 404 })
  const address = addressOf(request.headers)
  try {
    return await door(fromOneAddress(request, address), address)
  } catch (error) {
    const failure = translate(error)
    log.error({ err: failure }, 'a request for a session could not be answered')
    return Response.json({ problem: 'unavailable' }, { status: failure instanceof AppError && failure.code === 'UPSTREAM' ? 503 : 500 })
  }
}

/** better-auth reads the address of a session from the same header, and takes its first entry: the one that a client can make up. */
function fromOneAddress(request: Request, address: string): Request {
  const headers = new Headers(request.headers)
  headers.set('x-forwarded-for', address)
  return new Request(request, { headers })
}

const Credentials = z.object({ email: z.string().max(254), password: z.string().max(1_000) })

/** 401 `{problem: "wrong", left, waitS}`, 403 `{problem: "disabled"}`, 429 `{problem: "too-many", waitS}`; the same for an account that does not exist. */
async function signInByPassword(request: Request, address: string): Promise<Response> {
  const given = Credentials.safeParse(await request.clone().json().catch(() => undefined))
  if (!given.success) return Response.json({ problem: 'wrong' }, { status: 400 })
  const { password } = given.data
  const email = given.data.email.trim().toLowerCase()
  const keys = { account: email, address }
  const taken = await takeTry(keys, new Date())
  if (!taken.ok) return tooMany(taken.waitMs)
  const { response, session, isDisabled } = await handlePassword(request, { email, password })
  if (session !== undefined) {
    await forgive(keys)
    await orNoSession(session, () => recordBegin(session.userId, { via: 'password', address, headers: request.headers }))
    return withCookies(response, Response.json({ ok: true }))
  }
  // Another site's page, a name that is not ours, a database that is silent: no try of a password.
  if (response.status !== 401 && response.status !== 400) return response
  if (isDisabled) {
    await forgive(keys)
    await recordRefusal({ typed: email, why: 'The account is disabled.', address })
    return Response.json({ problem: 'disabled' }, { status: 403 })
  }
  await recordRefusal({ typed: email, why: 'E-mail or password is wrong.', address })
  return Response.json({ problem: 'wrong', left: taken.left, waitS: Math.ceil(taken.waitMs / 1000) }, { status: 401 })
}

function tooMany(waitMs: number): Response {
  const waitS = Math.ceil(waitMs / 1000)
  return Response.json({ problem: 'too-many', waitS }, { status: 429, headers: { 'retry-after': String(waitS) } })
}

/** `{url}` of the identity provider; 502 `{problem: "unreachable"}` when it does not answer. */
async function startOidc(request: Request): Promise<Response> {
  const begun = await beginOidc(request)
  if (begun === undefined) return Response.json({ problem: 'unreachable' satisfies OidcProblem }, { status: 502 })
  if (!begun.ok) return begun
  const { url } = z.object({ url: z.url() }).parse(await begun.clone().json())
  return withCookies(begun, Response.json({ url }))
}

/** Leads home with a session, or to the sign-in page with why not. */
async function completeOidc(request: Request, address: string): Promise<Response> {
  const { response, flow } = await finishOidc(request)
  const { session, identity } = flow
  if (session === undefined || identity === undefined) {
    const problem = flow.problem ?? 'identity'
    const email = flow.email ?? identity?.email
    if (email !== undefined || problem === 'denied') await recordRefusal({ typed: email ?? '', why: `The identity provider's answer was not accepted: ${problem}.`, address })
    return withCookies(response, leadTo(routes.loginAfter(problem)))
  }
  const { name, email, role, groups } = identity
  await orNoSession(session, async () => {
    await provision({ personId: session.userId, isNew: flow.isNew === true, name, email, role, groups })
    await recordBegin(session.userId, { via: 'oidc', address, headers: request.headers })
  })
  return withCookies(response, leadTo(routes.home()))
}

/** Nobody goes in with a role that could not be brought up to date, or without that being filed. */
async function orNoSession(session: { id: string; userId: string }, work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    await deleteSession(db(), session).catch(() => false)
    throw error
  }
}

async function signOut(request: Request): Promise<Response> {
  const actor = await actorOf(request.headers)
  const response = await handleAuth(request)
  if (response.ok && actor?.sessionId !== undefined) await recordEnd(actor)
  return response
}

function leadTo(path: string): Response {
  return new Response(null, { status: 302, headers: { location: path, 'cache-control': 'no-store' } })
}

/** An answer of ours with the cookies of better-auth's. */
function withCookies(from: Response, to: Response): Response {
  for (const cookie of from.headers.getSetCookie()) to.headers.append('set-cookie', cookie)
  return to
}
