// The log and the events of one pod of a stack.
import type { NextRequest } from 'next/server'
import { tell } from '#lib/services/pods/tell.ts'
import { answer } from '../../../../answer.ts'

export const dynamic = 'force-dynamic'

export async function GET(request: NextRequest, { params }: { params: Promise<{ stack: string; pod: string }> }): Promise<Response> {
  const { stack, pod } = await params
  return answer(request, tell, { slug: stack, pod, object: request.nextUrl.searchParams.get('object') ?? '' })
}
