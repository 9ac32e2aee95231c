// What is seen of a stack's installation as it changes, as server-sent events: "whole" first, and again after a gap; then "patch" upon "patch".
import type { NextRequest } from 'next/server'
import type { Actor } from '#lib/auth/actor.ts'
import { follow } from '#lib/services/live/follow.ts'
import { observe } from '#lib/services/live/observe.ts'
import { actorAsking, failed } from '../../../../answer.ts'

export const dynamic = 'force-dynamic'

/** A comment so often, so that no proxy takes the line for dead. */
const QUIET_MS = 15_000
/** After this long the browser asks anew, and is asked anew who it is. */
const LONGEST_MS = 10 * 60_000
const RETRY_MS = 1_000

export async function GET(request: NextRequest, { params }: { params: Promise<{ stack: string }> }): Promise<Response> {
  const slug = (await params).stack
  try {
    const actor = await actorAsking(request)
    // A refusal is an answer of its own; once the stream has begun there is no status to give.
    await observe(actor, { slug })
    return new Response(streamOf(actor, slug, AbortSignal.any([request.signal, AbortSignal.timeout(LONGEST_MS)])), {
      // Buffered by a proxy, nothing of it would be live.
      headers: { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store', 'x-accel-buffering': 'no' },
    })
  } catch (error) {
    return failed(request, error)
  }
}

function streamOf(actor: Actor, slug: string, signal: AbortSignal): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  const left = new AbortController()
  const looks = follow(actor, { slug, signal: AbortSignal.any([signal, left.signal]), quietMs: QUIET_MS })
  return new ReadableStream({
    start(controller) { controller.enqueue(encoder.encode(`retry: ${RETRY_MS}\n\n`)) },
    async pull(controller) {
      const { done, value } = await looks.next().catch(() => ({ done: true, value: undefined }))
      // Postgres away, or the stack gone: the browser asks anew, and is told there.
      if (done === true) controller.close()
      else controller.enqueue(encoder.encode(value === undefined ? ': quiet\n\n' : `event: ${value.event}\ndata: ${value.json}\n\n`))
    },
    cancel() { left.abort() },
  })
}
