// Sign-in and sessions by better-auth, on its own small pool: it reads and writes the four models that are its own.
// Nobody signs up here: accounts are made by the verbs of lib/services/people, or vouched for by the identity provider.
import 'server-only'
import { betterAuth, type Auth as BetterAuth } from 'better-auth'
import { hashPassword as hash, verifyPassword as verify } from 'better-auth/crypto'
import { Pool } from 'pg'
import { env } from '../env.ts'
import { AppError } from '../errors.ts'
import { log } from '../log.ts'
import { PASSWORD_LENGTH } from '../password-rules.ts'
import { Role } from '../role.ts'
import { routes } from '../routes.ts'
import { text } from '../text.ts'
import { isLoopbackHost } from './loopback.ts'
import { currentFlow, discover, inFlow, OIDC_PROVIDER, oidcPlugin, problemOf, type Discovery, type OidcFlow } from './oidc.ts'

export type SignedIn = { id: string; name: string; role: Role; sessionId: string }

const BASE_PATH = '/api/auth'
const LOOPBACK_HOSTS = ['localhost:*', '127.0.0.1:*', '[::1]:*', 'localhost', '127.0.0.1', '[::1]']
const WEEK_S = 7 * 24 * 60 * 60

type Held = { url: string; pool: Pool; auth: BetterAuth; oidc?: { of: Discovery; auth: BetterAuth } }
// A development server loads this module again and again; the pool must not multiply.
const held: typeof globalThis & { gauntletAuth?: Held } = globalThis

function holder(): Held {
  const { databaseUrl } = env()
  if (held.gauntletAuth?.url !== databaseUrl) {
    const pool = new Pool({ connectionString: databaseUrl, max: 5, connectionTimeoutMillis: 5_000, options: '-c timezone=UTC' })
    // An idle connection that the server closes is no reason to end; the next query says so.
    pool.on('error', () => undefined)
    held.gauntletAuth = { url: databaseUrl, pool, auth: create(pool) }
  }
  return held.gauntletAuth
}

/** With `discovery`, one that also speaks to the identity provider. Sessions and passwords never wait for that one. */
function create(pool: Pool, discovery?: Discovery): BetterAuth {
  const { secret, url, oidc } = env()
  const made = betterAuth({
    appName: 'Gauntlet',
    baseURL: url ?? { allowedHosts: LOOPBACK_HOSTS, protocol: 'http' },
    basePath: BASE_PATH,
    secret,
    database: pool,
    telemetry: { enabled: false },
    emailAndPassword: { enabled: true, disableSignUp: true, minPasswordLength: PASSWORD_LENGTH.min, maxPasswordLength: PASSWORD_LENGTH.max },
    user: {
      additionalFields: {
        role: { type: 'string', required: true, defaultValue: 'viewer', input: false },
        source: { type: 'string', required: true, defaultValue: 'local', input: false },
        disabledAt: { type: 'date', required: false, input: false },
      },
    },
    // An account belongs to one way of signing in: nobody takes over a local one by having its e-mail address elsewhere.
    account: { accountLinking: { enabled: false }, updateAccountOnSignIn: false },
    session: { expiresIn: WEEK_S, updateAge: WEEK_S / 7 },
    // In Postgres, so that every replica counts the same. Tries of passwords are counted by lib/services/sessions/throttle.ts.
    rateLimit: { enabled: true, storage: 'database', window: 60, max: 120, customRules: { '/sign-in/email': false, '/sign-in/social': { window: 60, max: 60 } } },
    // Both checks are said aloud: left out, better-auth drops them under a test runner.
    advanced: { cookiePrefix: 'gauntlet', disableOriginCheck: false, disableCSRFCheck: false },
    logger: { disabled: true },
    onAPIError: { errorURL: routes.login() },
    databaseHooks: {
      user: {
        create: {
          before: async (user) => {
            const { identity } = currentFlow()
            if (identity === undefined) return false
            currentFlow().isNew = true
            return { data: { ...user, role: identity.role, source: OIDC_PROVIDER } }
          },
        },
      },
      // What the provider's tokens open is not ours to keep.
      account: { create: { before: async (account) => ({ data: { ...account, accessToken: null, refreshToken: null, idToken: null } }) } },
      session: {
        create: {
          before: async ({ userId }) => !(await isDisabled(pool, userId)),
          after: async ({ id, userId }) => { currentFlow().session = { id, userId } },
        },
      },
    },
    plugins: oidc !== undefined && discovery !== undefined ? [oidcPlugin(oidc, discovery)] : [],
  })
  // Safe because the narrower type differs only in the inferred additional fields, which sessionOf() checks by hand.
  return made as unknown as BetterAuth
}

async function isDisabled(pool: Pool, userId: string): Promise<boolean> {
  const { rowCount } = await pool.query('SELECT 1 FROM "user" WHERE id = $1 AND "disabledAt" IS NOT NULL', [userId])
  return rowCount !== 0
}

/** The path of a request below /api/auth. */
export function authPath(request: Request): string {
  return new URL(request.url).pathname.slice(BASE_PATH.length)
}

/** Hands a request to better-auth. It must be one that lib/services/sessions/answer.ts lets through. */
export async function handleAuth(request: Request): Promise<Response> {
  return guarded(request, () => holder().auth.handler(request))
}

/** Tries a password. The response carries the session's cookie; `session` is absent when it was refused, `isDisabled` then says that the password was right. */
export async function handlePassword(
  request: Request, { email, password }: { email: string; password: string },
): Promise<{ response: Response; session?: { id: string; userId: string }; isDisabled?: true }> {
  const { value: response, flow } = await inFlow(() => handleAuth(like(request, '/sign-in/email', { email, password })))
  if (response.status === 401 && await isOfCode(response, 'FAILED_TO_CREATE_SESSION')) return { response, isDisabled: true }
  return { response, ...(response.ok && flow.session !== undefined ? { session: flow.session } : {}) }
}

/** Where the browser goes to sign in with the identity provider: a response with `{url}` and the cookie of its state. Undefined when the provider does not answer. */
export async function beginOidc(request: Request): Promise<Response | undefined> {
  return withOidc(request, (auth) => auth.handler(like(request, '/sign-in/social', { provider: OIDC_PROVIDER, callbackURL: routes.home(), errorCallbackURL: routes.login(), disableRedirect: true })))
}

/** Takes the browser back from the identity provider. Of the flow, `session` is set when it worked, else `problem`. */
export async function finishOidc(request: Request): Promise<{ response: Response; flow: OidcFlow }> {
  const { value: response, flow } = await inFlow(async () => await withOidc(request, (auth) => auth.handler(request)) ?? new Response(null, { status: 502 }))
  if (flow.session !== undefined) return { response, flow }
  const told = new URL(response.headers.get('location') ?? '', 'http://gauntlet.invalid').searchParams.get('error')
  return { response, flow: { ...flow, problem: flow.problem ?? (told === null ? 'unreachable' : problemOf(told)) } }
}

async function withOidc(request: Request, work: (auth: BetterAuth) => Promise<Response>): Promise<Response | undefined> {
  const { oidc } = env()
  if (oidc === undefined) return new Response(null, { status: 404 })
  const discovery = await discover(oidc)
  if (discovery === undefined) return undefined
  const holding = holder()
  if (holding.oidc?.of !== discovery) holding.oidc = { of: discovery, auth: create(holding.pool, discovery) }
  const { auth } = holding.oidc
  return guarded(request, () => work(auth))
}

/** The same browser's request, for another door. */
function like(request: Request, path: string, body: unknown): Request {
  const headers = new Headers(request.headers)
  headers.set('content-type', 'application/json')
  headers.delete('content-length')
  return new Request(new URL(`${BASE_PATH}${path}`, request.url), { method: 'POST', headers, body: JSON.stringify(body) })
}

async function isOfCode(response: Response, code: string): Promise<boolean> {
  const body: unknown = await response.clone().json().catch(() => undefined)
  return typeof body === 'object' && body !== null && 'code' in body && body.code === code
}

async function guarded(request: Request, work: () => Promise<Response>): Promise<Response> {
  if (!isAnswered(request.headers)) {
    return Response.json({ message: 'Without GAUNTLET_URL, Gauntlet answers loopback names only. Set it to the address that browsers use.' }, { status: 421 })
  }
  try {
    return await work()
  } catch (error) {
    log.error({ err: error }, 'a request for a session could not be answered')
    return Response.json({ message: 'PostgreSQL does not answer.' }, { status: 503 })
  }
}

/**
 * Who a request's session cookie belongs to: nobody, when they are disabled, or came by an identity provider that is not asked any more or
 * not recently enough. UPSTREAM when Postgres does not answer: that nobody is signed in would be a lie.
 */
export async function sessionOf(headers: Headers): Promise<SignedIn | undefined> {
  if (!headers.has('cookie') || !isAnswered(headers)) return undefined
  const found = await holder().auth.api.getSession({ headers }).catch((cause: unknown) => {
    throw new AppError('UPSTREAM', text('PostgreSQL does not answer, so it is not known who you are.', 'PostgreSQL이 응답하지 않아 누구인지 확인할 수 없습니다.'), { cause })
  })
  if (!found) return undefined
  const { user, session } = found
  const role = Role.safeParse('role' in user ? user.role : undefined)
  if (!role.success || ('disabledAt' in user && user.disabledAt)) return undefined
  if ('source' in user && user.source === OIDC_PROVIDER && !isFresh(session.createdAt)) return undefined
  touch(session.id)
  return { id: user.id, name: user.name, role: role.data, sessionId: session.id }
}

function isFresh(createdAt: Date): boolean {
  const { oidc } = env()
  return oidc !== undefined && Date.now() - createdAt.getTime() < oidc.sessionMs
}

/** Notes that a session was used, to the minute and beside the request: nobody waits for it. */
function touch(sessionId: string): void {
  const { pool } = holder()
  pool.query(`UPDATE "session" SET "seenAt" = now() WHERE id = $1 AND "seenAt" < now() - interval '1 minute'`, [sessionId])
    .catch((error: unknown) => log.warn({ err: error }, 'the use of a session could not be noted'))
}

/** Without an address of its own, Gauntlet is a server for this machine; any other name may be a rebound one. */
function isAnswered(headers: Headers): boolean {
  return env().url !== undefined || isLoopbackHost(headers.get('host'))
}

/** A password as the account row keeps it (scrypt with a random salt). */
export async function hashPassword(password: string): Promise<string> {
  return hash(password)
}

/** Whether a password is the one of a hash. */
export async function isPassword(password: string, of: string): Promise<boolean> {
  return verify({ hash: of, password })
}

/** Closes the pool; for tests and for a server that ends. */
export async function closeAuth(): Promise<void> {
  await held.gauntletAuth?.pool.end()
  delete held.gauntletAuth
}
