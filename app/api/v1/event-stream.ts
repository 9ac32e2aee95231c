// Server-sent events over HTTP: one event after the other as they come, and a comment now and then, so that proxies keep the line open.
import { log } from '#lib/log.ts'
import type { StreamEvent } from './define-route.ts'

const BEAT_MS = 15_000

/** The answer that goes on until the events end or the other side leaves. */
export function eventStream(events: AsyncIterable<StreamEvent>, headers: Record<string, string>): Response {
  const encoder = new TextEncoder()
  const source = events[Symbol.asyncIterator]()
  let beat: ReturnType<typeof setInterval> | undefined
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      beat = setInterval(() => { controller.enqueue(encoder.encode(': still here\n\n')) }, BEAT_MS)
    },
    async pull(controller) {
      try {
        const { value, done } = await source.next()
        if (!done) return controller.enqueue(encoder.encode(`event: ${value.event}\ndata: ${JSON.stringify(value.data)}\n\n`))
      } catch (error) {
        // The line ends early, which is how whoever follows learns to ask again.
        log.error({ err: error }, 'a stream of the API ended early')
      }
      clearInterval(beat)
      controller.close()
    },
    async cancel() {
      clearInterval(beat)
      await source.return?.()
    },
  })
  return new Response(body, { headers: { ...headers, 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-cache, no-transform', 'x-accel-buffering': 'no' } })
}
