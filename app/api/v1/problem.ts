// How the API says that something went wrong: RFC 9457, with one of the nine codes of lib/errors.ts, in the reader's language.
import { z } from 'zod'
import { type AppError, ERROR_CODES, httpStatus, type ErrorCode } from '#lib/errors.ts'
import { failureOf } from '#lib/failure.ts'
import { routes } from '#lib/routes.ts'
import { said } from '#lib/said.ts'
import { text, type Locale, type Text } from '#lib/text.ts'

export const PROBLEM_TYPE = 'application/problem+json'

/** What each code means, in a few words. */
export const PROBLEM_TITLES: Readonly<Record<ErrorCode, Text>> = {
  UNAUTHENTICATED: text('No token that works', '유효한 토큰이 없음'),
  FORBIDDEN: text('Not allowed', '허용되지 않음'),
  INVALID: text('The request is wrong', '잘못된 요청'),
  NOT_FOUND: text('There is no such thing', '대상이 없음'),
  CONFLICT: text('Somebody was first', '다른 변경이 먼저 반영됨'),
  STALE_PLAN: text('The plan is out of date', '오래된 계획'),
  BLOCKED: text('Not as it stands now', '지금 상태로는 불가'),
  UPSTREAM: text('An outside system does not answer', '외부 시스템 응답 없음'),
  INTERNAL: text('Gauntlet failed on its own account', 'Gauntlet 자체의 문제'),
}

export const Problem = z.object({
  type: z.string().describe(said('Where the code is explained; the same for every problem of the code.', '코드 설명이 있는 주소입니다. 같은 코드는 항상 같은 값입니다.')),
  title: z.string().describe(said('The code in words.', '코드의 뜻입니다.')),
  status: z.int().describe(said('The HTTP status.', 'HTTP 상태입니다.')),
  detail: z.string().describe(said('What happened, and what to do.', '무슨 일이 있었고 무엇을 해야 하는지 알립니다.')),
  code: z.enum(ERROR_CODES),
  requestId: z.string().describe(said('Names the line of the log; also in X-Request-Id.', '로그 줄을 찾는 값이며 X-Request-Id에도 있습니다.')),
  details: z.json().optional().describe(said('What a program can use: issues of a body, objects that moved, who was first.', '프로그램이 쓸 수 있는 내용입니다. 본문의 문제, 바뀐 오브젝트, 먼저 저장한 사람 등입니다.')),
}).meta({ id: 'Problem' })
export type Problem = z.infer<typeof Problem>

/** A failure whose HTTP status is not that of its code, because the request itself, and not what it asks for, is what is wrong. */
export class HttpRefusal extends Error {
  readonly status: number
  readonly failure: AppError

  constructor(status: number, failure: AppError) {
    super(failure.message)
    this.status = status
    this.failure = failure
  }
}

type Reader = { locale: Locale; requestId: string }

/** Headers and body of a failure. What nobody foresaw is told by its request id alone. */
export function problemOf(thrown: unknown, { locale, requestId }: Reader): { status: number; headers: Record<string, string>; body: string } {
  const [error, given] = thrown instanceof HttpRefusal ? [thrown.failure, thrown.status] : [thrown, undefined]
  const { code, message, details } = failureOf(error, { door: 'api', locale, requestId })
  const waitS = waitOf(details)
  const status = given ?? (code === 'BLOCKED' && waitS !== undefined ? 429 : httpStatus(code))
  const problem: z.input<typeof Problem> = {
    type: routes.apiReference(code.toLowerCase().replaceAll('_', '-')), title: PROBLEM_TITLES[code][locale], status, detail: message, code, requestId,
    ...(details === undefined ? {} : { details: withoutSpec(details) }),
  }
  return {
    status, body: JSON.stringify(problem),
    headers: { 'content-type': PROBLEM_TYPE, ...(waitS === undefined ? {} : { 'retry-after': String(waitS) }), ...challengeOf(code) },
  }
}

/** RFC 6750: how to ask with a token. */
function challengeOf(code: ErrorCode): Record<string, string> {
  return code === 'UNAUTHENTICATED' ? { 'www-authenticate': 'Bearer realm="gauntlet", error="invalid_token"' } : {}
}

function waitOf(details: unknown): number | undefined {
  return typeof details === 'object' && details !== null && 'waitS' in details && typeof details.waitS === 'number' ? details.waitS : undefined
}

/** A lost race tells what the other changed; the whole spec is a request away. */
function withoutSpec(details: unknown): z.core.util.JSONType {
  // Safe because JSON.parse gives nothing but JSON.
  const json = JSON.parse(JSON.stringify(details)) as z.core.util.JSONType
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return json
  const { spec: _spec, ...rest } = json
  return rest
}
