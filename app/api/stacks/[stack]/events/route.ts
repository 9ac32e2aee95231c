// What Kubernetes noted about one workload of a stack.
import type { NextRequest } from 'next/server'
import { events } from '#lib/services/pods/events.ts'
import { answer } from '../../../answer.ts'

export const dynamic = 'force-dynamic'

export async function GET(request: NextRequest, { params }: { params: Promise<{ stack: string }> }): Promise<Response> {
  return answer(request, events, { slug: (await params).stack, object: request.nextUrl.searchParams.get('object') ?? '' })
}
