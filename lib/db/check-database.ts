// The check of the chain from outside of the server: one connection of its own that only reads, and none of what the server is built of.
import pg from 'pg'
import { AppError } from '../errors.ts'
import { text } from '../text.ts'
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
      return unreachable(code ?? (cause instanceof Error ? cause.message : 'unknown'), cause)
    case '42P01': case '42703':
      return new AppError('NOT_FOUND', text('this database has no chain of events yet. Start this version of Gauntlet on it once', '이 데이터베이스에는 아직 이벤트 체인이 없습니다. 이 버전의 Gauntlet을 한 번 시작하세요'), { cause })
    case '42501':
      return new AppError('UPSTREAM', text('this user may not read the table event. GRANT SELECT ON "event" is enough', '이 사용자는 테이블 event를 읽을 수 없습니다. GRANT SELECT ON "event"면 충분합니다'), { cause })
    default:
      return cause
  }
}

function unreachable(why: string, cause: unknown): AppError {
  const sentence = text(`the database cannot be reached (${why}). Check DATABASE_URL`, `데이터베이스에 연결할 수 없습니다(${why}). DATABASE_URL을 확인하세요`)
  return new AppError('UPSTREAM', sentence, { cause })
}
