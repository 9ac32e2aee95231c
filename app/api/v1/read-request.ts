// What a request of the API holds beside its path: the body within its limit, the revision that it builds on, the key that makes it work once.
import { createHash } from 'node:crypto'
import { AppError } from '#lib/errors.ts'
import { text, type Text } from '#lib/text.ts'
import { HttpRefusal } from './problem.ts'

/** The text of a body; undefined when there is none. 413 beyond the limit, 415 for what is not sent as JSON. */
export async function bodyOf(request: Request, limit: number): Promise<string | undefined> {
  const bytes = await bytesOf(request, limit)
  if (bytes === undefined) return undefined
  const type = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase() ?? ''
  if (type !== 'application/json') throw refused(415, text('Send the body as "Content-Type: application/json"; curl does with --json.', '본문은 "Content-Type: application/json"으로 보내세요. curl은 --json을 쓰면 됩니다.'))
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new AppError('INVALID', text('The body is not UTF-8.', '본문이 UTF-8이 아닙니다.'))
  }
}

async function bytesOf(request: Request, limit: number): Promise<Uint8Array | undefined> {
  if (Number(request.headers.get('content-length') ?? 0) > limit) throw tooLarge(limit)
  if (request.body === null) return undefined
  const chunks: Uint8Array[] = []
  let size = 0
  // Counted while it comes, since a length may be missing or a lie.
  for await (const chunk of request.body) {
    size += chunk.byteLength
    if (size > limit) throw tooLarge(limit)
    chunks.push(chunk)
  }
  return size === 0 ? undefined : Buffer.concat(chunks)
}

/** The JSON of a body; an empty object without one, so that whatever is missing is named. */
export function jsonOf(body: string | undefined): unknown {
  if (body === undefined) return {}
  try {
    return JSON.parse(body)
  } catch {
    throw new AppError('INVALID', text('The body is no JSON.', '본문이 JSON이 아닙니다.'))
  }
}

/** The revision that If-Match names, 0 for a stack without one. 428 when it is missing, 422 when it is no number in quotes. */
export function baseOf(request: Request): number {
  const header = request.headers.get('if-match')
  if (header === null) throw refused(428, text('If-Match is missing: send the number of the revision that you build on, as in If-Match: "42". GET gives it as ETag.', 'If-Match가 없습니다. 바탕이 되는 리비전 번호를 If-Match: "42"처럼 보내세요. GET의 ETag가 그 번호입니다.'))
  const number = /^"(\d{1,9})"$/.exec(header.trim())?.[1]
  if (number === undefined) throw new AppError('INVALID', text('If-Match must be the number of one revision in quotes, as in "42".', 'If-Match는 "42"처럼 따옴표로 묶은 리비전 번호 하나여야 합니다.'))
  return Number(number)
}

/** The Idempotency-Key; undefined without one. INVALID when it is no 1 to 255 printable characters. */
export function keyOf(request: Request): string | undefined {
  const key = request.headers.get('idempotency-key')
  if (key === null) return undefined
  if (!/^[\x21-\x7e]{1,255}$/.test(key)) throw new AppError('INVALID', text('An Idempotency-Key has 1 to 255 printable ASCII characters without spaces.', 'Idempotency-Key는 공백 없는 출력 가능한 ASCII 문자 1~255자입니다.'))
  return key
}

/** What makes two requests the same one: method, address, base and body. */
export function requestHash(request: Request, body: string | undefined): string {
  const { pathname, search } = new URL(request.url)
  return createHash('sha256').update(JSON.stringify([request.method, pathname + search, request.headers.get('if-match'), body ?? null])).digest('hex')
}

function tooLarge(limit: number): HttpRefusal {
  const kb = Math.round(limit / 1024)
  return refused(413, text(`The body is larger than ${kb} KB.`, `본문이 ${kb} KB보다 큽니다.`))
}

function refused(status: number, sentence: Text): HttpRefusal {
  return new HttpRefusal(status, new AppError('INVALID', sentence))
}
