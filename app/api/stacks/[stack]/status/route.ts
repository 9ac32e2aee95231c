// What the cluster says of a stack now, for the pages that keep it in sight.
import type { NextRequest } from 'next/server'
import { status } from '#lib/services/stacks/status.ts'
import { answer, readerLocale } from '../../../answer.ts'

export const dynamic = 'force-dynamic'

export async function GET(request: NextRequest, { params }: { params: Promise<{ stack: string }> }): Promise<Response> {
  return answer(request, status, { slug: (await params).stack, locale: readerLocale(request), follow: true })
}
