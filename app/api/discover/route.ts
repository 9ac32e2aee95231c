// Thanos in a cluster, looked for: the connection as JSON, and namespaces where not all are meant.
import type { NextRequest } from 'next/server'
import { Connection } from '#lib/connection.ts'
import { AppError } from '#lib/errors.ts'
import { search } from '#lib/services/discover/search.ts'
import { text } from '#lib/text.ts'
import { answerWith, readerLocale } from '../answer.ts'

export const dynamic = 'force-dynamic'

export async function GET(request: NextRequest): Promise<Response> {
  const { searchParams } = request.nextUrl
  const namespaces = searchParams.getAll('namespace')
  return answerWith(request, (actor) => search(actor, { connection: connectionIn(searchParams.get('connection') ?? ''), namespaces, locale: readerLocale(request) }))
}

function connectionIn(json: string): Connection {
  try {
    return Connection.parse(JSON.parse(json))
  } catch {
    throw new AppError('INVALID', text('The address names no connection.', '주소에 연결이 없습니다.'))
  }
}
