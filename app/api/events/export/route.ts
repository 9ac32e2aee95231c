// The audit as a file: CSV or JSON lines, sent as it is read, so that memory holds one batch of it.
import type { NextRequest } from 'next/server'
import { AppError } from '#lib/errors.ts'
import { exportEvents } from '#lib/services/events/export.ts'
import { text } from '#lib/text.ts'
import { actorAsking, failed } from '../../answer.ts'
import { filterAsked } from '../asked.ts'

export const dynamic = 'force-dynamic'

const TYPES = { csv: 'text/csv; charset=utf-8', jsonl: 'application/jsonl; charset=utf-8' } as const

export async function GET(request: NextRequest): Promise<Response> {
  try {
    // An export writes an Event, so that no other site's link may start one.
    if (request.headers.get('sec-fetch-site') === 'cross-site') throw new AppError('FORBIDDEN', text('An export starts from Gauntlet\'s own pages.', '내보내기는 Gauntlet의 페이지에서만 시작할 수 있습니다.'))
    const actor = await actorAsking(request)
    const format = request.nextUrl.searchParams.get('format') === 'jsonl' ? 'jsonl' : 'csv'
    const { lines } = await exportEvents(actor, { format, ...await filterAsked(actor, request) })
    const name = `gauntlet-audit-${new Date().toISOString().slice(0, 10)}.${format}`
    return new Response(streamOf(lines), {
      headers: { 'content-type': TYPES[format], 'content-disposition': `attachment; filename="${name}"`, 'cache-control': 'no-store' },
    })
  } catch (error) {
    return failed(request, error)
  }
}

/** Read from as fast as the other side takes it. */
function streamOf(lines: AsyncGenerator<string, void>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  return new ReadableStream({
    async pull(controller) {
      const { value, done } = await lines.next()
      if (done) controller.close()
      else controller.enqueue(encoder.encode(value))
    },
    async cancel() {
      await lines.return()
    },
  })
}
