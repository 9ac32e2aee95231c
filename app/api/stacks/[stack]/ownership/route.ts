// Who else owns what a stack applies, asked of the cluster.
import type { NextRequest } from 'next/server'
import { review } from '#lib/services/ownership/review.ts'
import { answer } from '../../../answer.ts'

export const dynamic = 'force-dynamic'

export async function GET(request: NextRequest, { params }: { params: Promise<{ stack: string }> }): Promise<Response> {
  return answer(request, review, { slug: (await params).stack })
}
