// The installation's own numbers over the last hours, for the charts of its pages.
import type { NextRequest } from 'next/server'
import { history, HistoryInput } from '#lib/services/live/history.ts'
import { answer } from '../../../answer.ts'

export const dynamic = 'force-dynamic'

export async function GET(request: NextRequest, { params }: { params: Promise<{ stack: string }> }): Promise<Response> {
  const hours = HistoryInput.shape.hours.catch(6).parse(Number(request.nextUrl.searchParams.get('hours')))
  return answer(request, history, { slug: (await params).stack, hours })
}
