// Whether the connection of a stack works, each time anew.
import type { NextRequest } from 'next/server'
import { testStack } from '#lib/services/connections/test-stack.ts'
import { answer, readerLocale } from '../../../answer.ts'

export const dynamic = 'force-dynamic'

export async function GET(request: NextRequest, { params }: { params: Promise<{ stack: string }> }): Promise<Response> {
  return answer(request, testStack, { slug: (await params).stack, locale: readerLocale(request) })
}
