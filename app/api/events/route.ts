// A page of the audit, for the list that goes on as one scrolls.
import type { NextRequest } from 'next/server'
import { list } from '#lib/services/events/list.ts'
import { answerWith } from '../answer.ts'
import { filterAsked } from './asked.ts'

export const dynamic = 'force-dynamic'

export async function GET(request: NextRequest): Promise<Response> {
  const [before, after] = ['before', 'after'].map((name) => request.nextUrl.searchParams.get(name))
  return answerWith(request, async (actor) => list(actor, {
    ...await filterAsked(actor, request), ...(before ? { before } : {}), ...(after ? { after } : {}),
  }))
}
