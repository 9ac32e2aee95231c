// The five problems, looked for now, with the logs of the pods that can tell.
import type { NextRequest } from 'next/server'
import { check } from '#lib/services/diagnose/check.ts'
import { answer } from '../../../answer.ts'

export const dynamic = 'force-dynamic'

export async function GET(request: NextRequest, { params }: { params: Promise<{ stack: string }> }): Promise<Response> {
  return answer(request, check, { slug: (await params).stack })
}
