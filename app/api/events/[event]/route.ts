// One event with what it holds.
import type { NextRequest } from 'next/server'
import { get } from '#lib/services/events/get.ts'
import { answer } from '../../answer.ts'

export const dynamic = 'force-dynamic'

export async function GET(request: NextRequest, { params }: { params: Promise<{ event: string }> }): Promise<Response> {
  return answer(request, get, { id: (await params).event })
}
