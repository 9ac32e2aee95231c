// What is seen of a stack's installation now, for pages to which the stream does not come through.
import type { NextRequest } from 'next/server'
import { observe } from '#lib/services/live/observe.ts'
import { answer } from '../../../answer.ts'

export const dynamic = 'force-dynamic'

export async function GET(request: NextRequest, { params }: { params: Promise<{ stack: string }> }): Promise<Response> {
  return answer(request, observe, { slug: (await params).stack })
}
