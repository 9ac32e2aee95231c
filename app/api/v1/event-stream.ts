// Server-sent events over HTTP: one after the other, as fast as the other side takes them.
import { log } from '#lib/log.ts'
import type { StreamEvent } from './define-route.ts'

/** The answer that goes on until the events end, or the other side leaves. `leave` is called in both cases, so that nobody waits for the next one any more. */
export function eventStream(events: AsyncIterable<StreamEvent | undefined>, { headers, leave }: { headers: Record<string, string>; leave: () => void }): Response {
  const encoder = new TextEncoder()
  const source = events[Symbol.asyncIterator]()
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const { value, done } = await source.next()
        if (done !== true) return controller.enqueue(encoder.encode(linesOf(value)))
      } catch (error) {
        // The line ends early, which is how whoever follows learns to ask again.
        log.warn({ err: error }, 'a stream of the API ended early')
      }
      controller.close()
      leave()
    },
    cancel: leave,
  })
  // Buffered by a proxy, nothing of it would be live.
  return new Response(body, { headers: { ...headers, 'content-type': 'text/event-stream; charset=utf-8', 'x-accel-buffering': 'no' } })
}

/** A comment where nothing came, so that no proxy takes the line for dead. */
function linesOf(event: StreamEvent | undefined): string {
  return event === undefined ? ': quiet\n\n' : `id: ${event.id}\nevent: ${event.event}\ndata: ${JSON.stringify(event.data)}\n\n`
}
