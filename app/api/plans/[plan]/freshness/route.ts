// Whether the cluster is still what a plan was computed against, for the page that shows it.
import type { NextRequest } from 'next/server'
import { freshness } from '#lib/services/plans/freshness.ts'
import { answer, readerLocale } from '../../../answer.ts'

export const dynamic = 'force-dynamic'

export async function GET(request: NextRequest, { params }: { params: Promise<{ plan: string }> }): Promise<Response> {
  return answer(request, freshness, { planId: (await params).plan, locale: readerLocale(request) })
}
