// How many events have come above the one that a list begins with.
import type { NextRequest } from 'next/server'
import { countNewer } from '#lib/services/events/count-newer.ts'
import { answerWith } from '../../answer.ts'
import { filterAsked } from '../asked.ts'

export const dynamic = 'force-dynamic'

export async function GET(request: NextRequest): Promise<Response> {
  return answerWith(request, async (actor) => countNewer(actor, { ...await filterAsked(actor, request), after: request.nextUrl.searchParams.get('after') ?? '0' }))
}
