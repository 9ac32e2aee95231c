// Sign-in and sessions by better-auth, on its own small pool: it reads and writes the four models that are its own.
// Nobody signs up here; accounts are made by the verbs of lib/services/people.
import 'server-only'
import { betterAuth, type Auth as BetterAuth } from 'better-auth'
import { hashPassword as hash } from 'better-auth/crypto'
import { Pool } from 'pg'
import { env } from '../env.ts'
import { AppError } from '../errors.ts'
import { log } from '../log.ts'
import { Role } from '../role.ts'
import { isLoopbackHost } from './loopback.ts'

export type SignedIn = { id: string; name: string; role: Role }

export const PASSWORD_LENGTH = { min: 12, max: 128 } as const

/** The only doors of better-auth that are open, as "METHOD path". */
const OPEN = new Set(['POST /sign-in/email', 'POST /sign-out', 'GET /get-session', 'POST /change-password', 'GET /ok'])
const BASE_PATH = '/api/auth'
const LOOPBACK_HOSTS = ['localhost:*', '127.0.0.1:*', '[::1]:*', 'localhost', '127.0.0.1', '[::1]']
const WEEK_S = 7 * 24 * 60 * 60

type Held = { url: string; pool: Pool; auth: BetterAuth }
// A development server loads this module again and again; the pool must not multiply.
const held: typeof globalThis & { gauntletAuth?: Held } = globalThis

function auth(): BetterAuth {
  const { databaseUrl } = env()
  if (held.gauntletAuth?.url !== databaseUrl) held.gauntletAuth = create(databaseUrl)
  return held.gauntletAuth.auth
}

function create(databaseUrl: string): Held {
  const { secret, url } = env()
  const pool = new Pool({ connectionString: databaseUrl, max: 5, connectionTimeoutMillis: 5_000, options: '-c timezone=UTC' })
  // An idle connection that the server closes is no reason to end; the next query says so.
  pool.on('error', () => undefined)
  const made = betterAuth({
    appName: 'Gauntlet',
    baseURL: url ?? { allowedHosts: LOOPBACK_HOSTS, protocol: 'http' },
    basePath: BASE_PATH,
    secret,
    database: pool,
    telemetry: { enabled: false },
    emailAndPassword: { enabled: true, disableSignUp: true, minPasswordLength: PASSWORD_LENGTH.min, maxPasswordLength: PASSWORD_LENGTH.max },
    user: { additionalFields: { role: { type: 'string', required: true, defaultValue: 'viewer', input: false } } },
    session: { expiresIn: WEEK_S, updateAge: WEEK_S / 7 },
    // In Postgres, so that every replica counts the same attempts.
    rateLimit: { enabled: true, storage: 'database', window: 60, max: 120, customRules: { '/sign-in/email': { window: 60, max: 10 } } },
    // Both checks are said aloud: left out, better-auth drops them under a test runner.
    advanced: { cookiePrefix: 'gauntlet', disableOriginCheck: false, disableCSRFCheck: false },
    logger: { disabled: true },
  })
  // Safe because the narrower type differs only in the inferred additional fields, which sessionOf() checks by hand.
  return { url: databaseUrl, pool, auth: made as unknown as BetterAuth }
}

/** Answers a request below /api/auth; whatever Gauntlet does not use of better-auth is not there. */
export async function handleAuth(request: Request): Promise<Response> {
  const path = new URL(request.url).pathname.slice(BASE_PATH.length)
  if (!OPEN.has(`${request.method} ${path}`)) return new Response(null, { status: 404 })
  if (!isAnswered(request.headers)) {
    return Response.json({ message: 'Without GAUNTLET_URL, Gauntlet answers loopback names only. Set it to the address that browsers use.' }, { status: 421 })
  }
  try {
    return await auth().handler(request)
  } catch (error) {
    log.error({ err: error }, 'a request for a session could not be answered')
    return Response.json({ message: 'PostgreSQL does not answer.' }, { status: 503 })
  }
}

/** Who a request's session cookie belongs to. UPSTREAM when Postgres does not answer: that nobody is signed in would be a lie. */
export async function sessionOf(headers: Headers): Promise<SignedIn | undefined> {
  if (!headers.has('cookie') || !isAnswered(headers)) return undefined
  const session = await auth().api.getSession({ headers }).catch((cause: unknown) => {
    throw new AppError('UPSTREAM', 'PostgreSQL does not answer, so it is not known who you are.', { cause })
  })
  if (!session) return undefined
  const { id, name } = session.user
  const role = Role.safeParse('role' in session.user ? session.user.role : undefined)
  return role.success ? { id, name, role: role.data } : undefined
}

/** Without an address of its own, Gauntlet is a server for this machine; any other name may be a rebound one. */
function isAnswered(headers: Headers): boolean {
  return env().url !== undefined || isLoopbackHost(headers.get('host'))
}

/** A password as the account row keeps it (scrypt with a random salt). */
export async function hashPassword(password: string): Promise<string> {
  return hash(password)
}

/** Closes the pool; for tests and for a server that ends. */
export async function closeAuth(): Promise<void> {
  await held.gauntletAuth?.pool.end()
  delete held.gauntletAuth
}
