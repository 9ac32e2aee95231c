// A run as it happens, as server-sent events: for the page that follows it. Whoever is cut off says with Last-Event-ID what they have.
import type { NextRequest } from 'next/server'
import type { Actor } from '#lib/auth/actor.ts'
import { follow } from '#lib/services/runs/follow.ts'
import { get } from '#lib/services/runs/get.ts'
import { actorAsking, failed, readerLocale } from '../../../answer.ts'

export const dynamic = 'force-dynamic'

/** A word so often, so that no proxy takes the line for dead, and the page knows that none holds it back: lib/queries/run.ts. */
const QUIET_MS = 15_000
/** After this long the browser asks anew, and is asked anew who it is. */
const LONGEST_MS = 10 * 60_000
const RETRY_MS = 1_000

export async function GET(request: NextRequest, { params }: { params: Promise<{ run: string }> }): Promise<Response> {
  const runId = (await params).run
  const locale = readerLocale(request)
  try {
    const actor = await actorAsking(request)
    // A refusal is an answer of its own; once the stream has begun there is no status to give.
    await get(actor, { runId, locale })
    const after = Number(request.headers.get('last-event-id') ?? -1)
    const signal = AbortSignal.any([request.signal, AbortSignal.timeout(LONGEST_MS)])
    return new Response(linesOf(actor, { runId, locale, signal, quietMs: QUIET_MS, after: Number.isInteger(after) ? after : -1 }), {
      // Buffered by a proxy, nothing of it would be live.
      headers: { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store', 'x-accel-buffering': 'no' },
    })
  } catch (error) {
    return failed(request, error)
  }
}

function linesOf(actor: Actor, following: Parameters<typeof follow>[1]): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  const left = new AbortController()
  const runs = follow(actor, { ...following, signal: AbortSignal.any([following.signal, left.signal]) })
  return new ReadableStream({
    start(controller) { controller.enqueue(encoder.encode(`retry: ${RETRY_MS}\n\n`)) },
    async pull(controller) {
      const { done, value } = await runs.next().catch(() => ({ done: true, value: undefined }))
      // Postgres away, or whoever followed may no longer read it: the browser asks anew, and is told there.
      if (done === true) controller.close()
      else controller.enqueue(encoder.encode(value === undefined ? 'event: quiet\ndata: -\n\n' : `id: ${value.version}\ndata: ${JSON.stringify(value)}\n\n`))
    },
    cancel() { left.abort() },
  })
}
