// Knows how to ask the lab's API server for something, as one of its users. The lab's own hands: the product goes through lib/kube.
import { request } from 'node:https'
import type { JsonObject } from '#lib/manifest/types.ts'
import { isJsonObject } from '#lib/manifest/types.ts'

const TIMEOUT_MS = 15_000

export type Api = {
  /** One request; never throws for an HTTP status. `body` is the answer's JSON object, empty when it has none. */
  readonly call: (method: string, path: string, body?: unknown, contentType?: string) => Promise<{ status: number; body: JsonObject }>
  /** Like `call`, for an answer that is no JSON. */
  readonly text: (method: string, path: string) => Promise<{ status: number; text: string }>
  /** Like `call`, but throws an Error with method, path and the server's message for a status of 400 and above. */
  readonly must: (method: string, path: string, body?: unknown, contentType?: string) => Promise<JsonObject>
}

/** An API of `url` for the user that `token` belongs to; `ca` is the PEM that the server's certificate is checked against. */
export function labApi({ url, token, ca }: { url: string; token: string; ca: string }): Api {
  const send = (method: string, path: string, text: string, contentType: string): Promise<{ status: number; text: string }> =>
    new Promise((resolve, reject) => {
      // A DELETE with a body gets no length from Node by itself, and the server then reads the body as a second request.
      const headers = { 'authorization': `Bearer ${token}`, 'content-length': Buffer.byteLength(text), ...(text === '' ? {} : { 'content-type': contentType }) }
      const sent = request(new URL(path, url), { method, headers, ca, timeout: TIMEOUT_MS }, (answer) => {
        let received = ''
        answer.setEncoding('utf8').on('data', (part: string) => { received += part })
        answer.on('error', reject).once('end', () => { resolve({ status: answer.statusCode ?? 0, text: received }) })
      })
      sent.once('timeout', () => { sent.destroy(new Error(`no answer within ${TIMEOUT_MS} ms: ${method} ${path}`)) })
      // A request that was given up may fail once more when its socket closes.
      sent.on('error', reject)
      sent.end(text)
    })
  const call: Api['call'] = async (method, path, body, contentType = 'application/json') => {
    const { status, text } = await send(method, path, body === undefined ? '' : JSON.stringify(body), contentType)
    return { status, body: parse(text) }
  }
  return {
    call,
    text: (method, path) => send(method, path, '', ''),
    async must(method, path, body, contentType) {
      const answer = await call(method, path, body, contentType)
      if (answer.status >= 400) throw new Error(`${method} ${path}: ${answer.status} ${String(answer.body.message ?? '')}`)
      return answer.body
    },
  }
}

function parse(text: string): JsonObject {
  try {
    const value: unknown = JSON.parse(text)
    return isJsonObject(value) ? value : {}
  } catch {
    // /readyz and some refusals answer in plain text; whoever asks for those looks at the status, or here.
    return { message: text }
  }
}
