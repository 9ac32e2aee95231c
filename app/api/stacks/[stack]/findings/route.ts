// The findings of the newest revision of a stack, a page at a time, for whoever counts or reads them outside of the page.
import type { NextRequest } from 'next/server'
import { list, type ListFindings } from '#lib/services/findings/list.ts'
import { answer } from '../../../answer.ts'

export const dynamic = 'force-dynamic'

export async function GET(request: NextRequest, { params }: { params: Promise<{ stack: string }> }): Promise<Response> {
  const { limit, accepted, ...words } = Object.fromEntries(request.nextUrl.searchParams)
  // The verb judges what is written here; only the words of a query become numbers and yes or no.
  const input = {
    ...words, slug: (await params).stack, ...(limit === undefined ? {} : { limit: Number(limit) }),
    ...(accepted === undefined ? {} : { accepted: accepted === 'true' }),
  }
  return answer(request, list, input as ListFindings)
}
