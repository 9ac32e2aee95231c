// The connection to Postgres and its transactions. Nothing above lib/db sees Prisma's own types or errors.
import 'server-only'
import { PrismaPg } from '@prisma/adapter-pg'
import { AppError } from '../errors.ts'
import { databaseAddress, env } from '../env.ts'
import { text } from '../text.ts'
import { Prisma, PrismaClient } from './generated/client.ts'

/** What a query runs in: a transaction, or the database itself for a single statement. */
export type Tx = Prisma.TransactionClient

const POOL_SIZE = 20
const TRANSACTION_LIMIT_MS = 15_000
const WAIT_LIMIT_MS = 5_000

// A development server loads this module again and again, and Next bundles it several times; the pool must not multiply.
const held: typeof globalThis & { gauntletDatabase?: { url: string; shape: string; client: PrismaClient } } = globalThis
/** The columns that the client knows: another text once the schema changed and it was generated anew. */
const SHAPE = JSON.stringify(Object.entries(Prisma).filter(([name]) => name.endsWith('ScalarFieldEnum')))

/** The database, for single statements. */
export function db(): PrismaClient {
  // The other settings are not looked at with each query.
  const url = databaseAddress() ?? env().databaseUrl
  if (held.gauntletDatabase?.url !== url || held.gauntletDatabase.shape !== SHAPE) {
    // adapter-pg stores timestamptz wrong when the server's TimeZone is not UTC (prisma #26786), so the session sets it.
    const adapter = new PrismaPg({ connectionString: url, max: POOL_SIZE, connectionTimeoutMillis: WAIT_LIMIT_MS, options: '-c timezone=UTC' })
    held.gauntletDatabase = { url, shape: SHAPE, client: new PrismaClient({ adapter }) }
  }
  return held.gauntletDatabase.client
}

/** Runs work in one transaction. Failures of the database come out as AppError; what the work throws comes out as it is. */
export async function transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
  try {
    return await db().$transaction(work, { timeout: TRANSACTION_LIMIT_MS, maxWait: WAIT_LIMIT_MS })
  } catch (error) {
    throw translate(error)
  }
}

/** Closes the pool; for tests and for a server that ends. */
export async function closeDatabase(): Promise<void> {
  await held.gauntletDatabase?.client.$disconnect()
  delete held.gauntletDatabase
}

const UNREACHABLE = new Set(['P1000', 'P1001', 'P1002', 'P1003', 'P1008', 'P1017', 'P2024', 'P2028'])
/** pg-pool has words and no code for a connection that did not come in time. */
const NO_CONNECTION = /timeout exceeded when trying to connect|Connection terminated due to connection timeout/
const SOCKET_FAILURES = new Set(['ECONNREFUSED', 'ECONNRESET', 'ETIMEDOUT', 'ENOTFOUND', 'EHOSTUNREACH', '57P01', '57P03', '53300'])

/** Turns Prisma's failures into ours: a broken unique constraint is CONFLICT, an unreachable server is UPSTREAM. */
export function translate(error: unknown): unknown {
  if (error instanceof AppError) return error
  if (isUniqueViolation(error)) return new AppError('CONFLICT', text('Another change was saved first.', '다른 변경이 먼저 저장되었습니다.'), { cause: error })
  const code = codeOf(error)
  if ((code !== undefined && (UNREACHABLE.has(code) || SOCKET_FAILURES.has(code))) || (error instanceof Error && NO_CONNECTION.test(error.message))) {
    return new AppError('UPSTREAM', text('PostgreSQL does not answer. Check that the server of DATABASE_URL is up.', 'PostgreSQL이 응답하지 않습니다. DATABASE_URL의 서버가 떠 있는지 확인하세요.'), { cause: error })
  }
  return error
}

/** Whether a failure is a broken unique constraint. */
function isUniqueViolation(error: unknown): boolean {
  return error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002'
}

function codeOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined
  return typeof error.code === 'string' ? error.code : undefined
}
