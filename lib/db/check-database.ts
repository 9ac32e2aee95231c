// The check of the chain from outside of the server: one connection of its own that only reads, and none of what the server is built of.
import pg from 'pg'
import { AppError } from '../errors.ts'
import { CHAIN_QUERY, checkChain, type ChainLink, type ChainRow, type ChainVerdict } from './event-chain.ts'

/** Reads every event of a database. UPSTREAM when it cannot be reached, NOT_FOUND when it holds no chain. */
export async function checkDatabase(connectionString: string, noted?: ChainLink): Promise<ChainVerdict> {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: 5_000, application_name: 'gauntlet-audit' })
  try {
    await client.connect()
    // One state of the database for all of the reading.
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY')
    return await checkChain(async (after, limit) => (await client.query<ChainRow>(CHAIN_QUERY, [after, limit])).rows, noted)
  } catch (cause) {
    throw inWords(cause)
  } finally {
    await client.end().catch(() => undefined)
  }
}

/** Never with the address, which holds a password. */
function inWords(cause: unknown): unknown {
  const code = typeof cause === 'object' && cause !== null && 'code' in cause && typeof cause.code === 'string' ? cause.code : undefined
  switch (code) {
    case undefined: case '28P01': case '28000': case '3D000': case '57P03': case 'ECONNREFUSED': case 'ENOTFOUND': case 'ETIMEDOUT':
      return new AppError('UPSTREAM', `the database cannot be reached (${code ?? (cause instanceof Error ? cause.message : 'unknown')}). Check DATABASE_URL`, { cause })
    case '42P01': case '42703':
      return new AppError('NOT_FOUND', 'this database has no chain of events yet. Start this version of Gauntlet on it once', { cause })
    case '42501':
      return new AppError('UPSTREAM', 'this user may not read the table event. GRANT SELECT ON "event" is enough', { cause })
    default:
      return cause
  }
}
