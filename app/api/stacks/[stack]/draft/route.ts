// The reader's own draft of a stack: read when a tab is looked at, kept with every pause in the typing. An address of its own and no
// action, since an action would draw the page anew each time and could not be called while the page goes away.
// PUT and DELETE of another site never arrive: the browser asks first, and is not answered.
import type { NextRequest } from 'next/server'
import { discard } from '#lib/services/drafts/discard.ts'
import { get } from '#lib/services/drafts/get.ts'
import { keep, type KeepDraft } from '#lib/services/drafts/keep.ts'
import { answer } from '../../../answer.ts'

export const dynamic = 'force-dynamic'

type Context = { params: Promise<{ stack: string }> }

export async function GET(request: NextRequest, { params }: Context): Promise<Response> {
  const mark = request.nextUrl.searchParams.get('mark')
  return answer(request, get, { slug: (await params).stack, ...(mark === null ? {} : { mark }) })
}

export async function PUT(request: NextRequest, { params }: Context): Promise<Response> {
  return answer(request, keep, { ...await bodyOf(request), slug: (await params).stack })
}

export async function DELETE(request: NextRequest, { params }: Context): Promise<Response> {
  return answer(request, discard, { over: request.nextUrl.searchParams.get('over'), slug: (await params).stack })
}

async function bodyOf(request: NextRequest): Promise<KeepDraft> {
  try {
    // Safe because the verb checks the shape of whatever comes.
    return await request.json() as KeepDraft
  } catch {
    // A body that is no JSON, or was cut off: the verb finds that everything is missing.
    return {} as KeepDraft
  }
}
