// Whether the audit is what was written.
import type { NextRequest } from 'next/server'
import { verify } from '#lib/services/events/verify.ts'
import { answer } from '../../answer.ts'

export const dynamic = 'force-dynamic'

export async function GET(request: NextRequest): Promise<Response> {
  return answer(request, verify, {})
}
