// What is seen of a stack's installation now, for pages to which the stream does not come through.
import type { NextRequest } from 'next/server'
import { observe } from '#lib/services/live/observe.ts'
import { written } from '#lib/services/live/written.ts'
import { actorAsking, failed } from '../../../answer.ts'

export const dynamic = 'force-dynamic'

export async function GET(request: NextRequest, { params }: { params: Promise<{ stack: string }> }): Promise<Response> {
  try {
    const seen = await observe(await actorAsking(request), { slug: (await params).stack })
    return new Response(written(seen), { headers: { 'content-type': 'application/json', 'cache-control': 'no-store' } })
  } catch (error) {
    return failed(request, error)
  }
}
