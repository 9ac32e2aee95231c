// How many events match.
import type { NextRequest } from 'next/server'
import { tally } from '#lib/services/events/tally.ts'
import { answerWith } from '../../answer.ts'
import { filterAsked } from '../asked.ts'

export const dynamic = 'force-dynamic'

export async function GET(request: NextRequest): Promise<Response> {
  return answerWith(request, async (actor) => tally(actor, await filterAsked(actor, request)))
}
