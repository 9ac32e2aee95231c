// Both texts of one object of a plan, for whoever opens it.
import type { NextRequest } from 'next/server'
import { diff } from '#lib/services/plans/diff.ts'
import { answer } from '../../../answer.ts'

export const dynamic = 'force-dynamic'

export async function GET(request: NextRequest, { params }: { params: Promise<{ plan: string }> }): Promise<Response> {
  return answer(request, diff, { planId: (await params).plan, object: request.nextUrl.searchParams.get('object') ?? '' })
}
