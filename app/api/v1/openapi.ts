// The OpenAPI 3.1 document, made of the table of routes and their schemas; in English, or in Korean as far as our own words go.
import { z } from 'zod'
import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiPathsObject, type ZodOpenApiResponsesObject } from 'zod-openapi'
import { routes } from '#lib/routes.ts'
import { saidText } from '#lib/said.ts'
import { text, type Locale, type Text } from '#lib/text.ts'
import type { ApiRoute } from './define-route.ts'
import { Problem, PROBLEM_TYPE } from './problem.ts'
import { ROUTES } from './table.ts'

export type ApiDocument = ReturnType<typeof createDocument>

const ABOUT = text(
  'Everything goes the way of the pages: desired state is saved as revisions, a plan says what one would do, and only a plan can be applied. Writes take an Idempotency-Key, kept for a day.',
  '페이지와 같은 길을 갑니다. 목표 상태를 리비전으로 저장하고, 계획이 무엇이 바뀌는지 알리며, 계획만 적용할 수 있습니다. 쓰기 요청에는 Idempotency-Key를 쓸 수 있고 하루 동안 보관됩니다.',
)

/** HTTP statuses of problems, and when they come. */
const PROBLEMS: Readonly<Record<string, Text>> = {
  401: text('No token that works', '유효한 토큰이 없음'),
  403: text('Beyond the scopes of the token, the role of its owner, or its stacks', '토큰의 범위, 소유자의 역할, 대상 스택을 벗어남'),
  404: text('There is no such thing', '대상이 없음'),
  409: text('CONFLICT, STALE_PLAN or BLOCKED: not as it stands now', 'CONFLICT, STALE_PLAN, BLOCKED: 지금 상태로는 불가'),
  412: text('If-Match names a revision that is not the newest any more', 'If-Match의 리비전이 더는 최신이 아님'),
  413: text('The body is too large', '본문이 너무 큼'),
  415: text('The body is not sent as JSON', '본문이 JSON이 아님'),
  422: text('The request is wrong; details.issues say where', '잘못된 요청이며 details.issues에 위치가 있음'),
  428: text('If-Match is missing', 'If-Match가 없음'),
  429: text('The token asks too often; wait for Retry-After seconds', '요청이 너무 잦음. Retry-After초만큼 대기'),
  500: text('Gauntlet failed on its own account; the log has the cause under requestId', 'Gauntlet 자체의 문제. 로그에서 requestId로 원인 확인'),
  502: text('The cluster or the database does not answer', '클러스터나 데이터베이스 응답 없음'),
}

const made = new Map<Locale, ApiDocument>()

/** The document; made once a language. */
export function openApi(locale: Locale): ApiDocument {
  const known = made.get(locale) ?? makeDocument(locale)
  made.set(locale, known)
  return known
}

function makeDocument(locale: Locale): ApiDocument {
  const paths: ZodOpenApiPathsObject = {}
  for (const route of ROUTES) {
    const path = addressOf(route)
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operationOf(route, locale) }
  }
  const document = createDocument({
    openapi: '3.1.0',
    info: { title: 'Gauntlet', version: '1', description: ABOUT[locale] },
    servers: [{ url: routes.api.v1() }],
    security: [{ token: [] }],
    components: { securitySchemes: { token: { type: 'http', scheme: 'bearer', bearerFormat: 'gnt_…' } } },
    paths,
  }, { allowEmptySchema: { custom: true } })
  // Safe because words take the place of words and nothing else changes.
  return inLanguage(document, locale) as ApiDocument
}

/** The same with each description that a schema says in the reader's language. */
function inLanguage(value: unknown, locale: Locale): unknown {
  if (Array.isArray(value)) return value.map((item) => inLanguage(item, locale))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => (
    [key, key === 'description' && typeof inner === 'string' ? saidText(inner)?.[locale] ?? inner : inLanguage(inner, locale)]
  )))
}

/** As OpenAPI writes it: "/stacks/{stack}/plans". */
export function addressOf({ path }: Pick<ApiRoute, 'path'>): string {
  return `/${path.replaceAll(/\[(\w+)\]/g, '{$1}')}`
}

function operationOf(route: ApiRoute, locale: Locale): ZodOpenApiOperationObject {
  const { name, tag, summary, description, scope, method, params, query, body } = route
  const may = text(`Scope: ${scope}.`, `범위: ${scope}.`)[locale]
  const header = headersOf(route, locale)
  return {
    operationId: name, tags: [tag], summary: summary[locale], description: description === undefined ? may : `${description[locale]} ${may}`,
    requestParams: {
      ...(Object.keys(params.shape).length === 0 ? {} : { path: params }),
      ...(Object.keys(query.shape).length === 0 ? {} : { query }),
      ...(header === undefined ? {} : { header }),
    },
    ...(method === 'GET' || body === undefined ? {} : { requestBody: { required: !acceptsNothing(body), content: { 'application/json': { schema: body } } } }),
    responses: responsesOf(route, locale),
  }
}

/** Whether a request without a body will do. */
function acceptsNothing(body: z.ZodType): boolean {
  return body.safeParse({}).success
}

function headersOf({ method, ifMatch }: ApiRoute, locale: Locale): z.ZodObject | undefined {
  if (method === 'GET') return undefined
  const key = z.string().min(1).max(255).optional().describe(text('Makes the request work once: sent again, it gets the same answer.', '요청이 한 번만 수행되게 합니다. 다시 보내면 같은 답을 받습니다.')[locale])
  const base = z.string().describe(text('Number of the revision that it builds on, in quotes, as the ETag of a GET gives it.', '바탕이 되는 리비전 번호를 따옴표로 묶어 씁니다. GET의 ETag와 같습니다.')[locale]).meta({ example: '"42"' })
  return z.object({ ...(ifMatch ? { 'If-Match': base } : {}), 'Idempotency-Key': key })
}

function responsesOf(route: ApiRoute, locale: Locale): ZodOpenApiResponsesObject {
  const problems = problemStatuses(route).map((status) => [status, { description: PROBLEMS[status]?.[locale] ?? '', content: { [PROBLEM_TYPE]: { schema: Problem } } }])
  const headers = {
    'X-Request-Id': { schema: { type: 'string' } as const },
    ...(route.etag ? { ETag: { description: text('Number of the revision, in quotes.', '따옴표로 묶은 리비전 번호입니다.')[locale], schema: { type: 'string' } as const } } : {}),
    ...(route.name.startsWith('list') ? { Link: { description: text('rel="next" is the page after.', 'rel="next"가 다음 페이지입니다.')[locale], schema: { type: 'string' } as const } } : {}),
    ...(route.status === 201 ? { Location: { schema: { type: 'string' } as const } } : {}),
  }
  const type = route.streams ? 'text/event-stream' : 'application/json'
  return { [String(route.status)]: { description: route.summary[locale], headers, content: { [type]: { schema: route.response } } }, ...Object.fromEntries(problems) }
}

/** The statuses with which a route can refuse. */
export function problemStatuses({ method, ifMatch, path }: Pick<ApiRoute, 'method' | 'ifMatch' | 'path'>): string[] {
  const always = ['401', '403', '422', '429', '500', '502']
  const named = path.includes('[') ? ['404'] : []
  const writes = method === 'GET' ? [] : ['409', '413', '415', ...ifMatch ? ['412', '428'] : []]
  return [...always, ...named, ...writes].toSorted()
}
