// How far a run is, for the page that follows it.
import type { NextRequest } from 'next/server'
import { get } from '#lib/services/runs/get.ts'
import { answer, readerLocale } from '../../answer.ts'

export const dynamic = 'force-dynamic'

export async function GET(request: NextRequest, { params }: { params: Promise<{ run: string }> }): Promise<Response> {
  return answer(request, get, { runId: (await params).run, locale: readerLocale(request) })
}
