// The border where Kubernetes' refusals and network trouble become AppError. Nothing above knows a Status object.
import { AppError } from '../errors.ts'
import type { FieldConflict } from '../manifest/change.ts'
import { redactText } from '../manifest/redact.ts'
import type { JsonObject } from '../manifest/types.ts'
import { isJsonObject } from '../manifest/types.ts'
import { text, type Text } from '../text.ts'
import type { KubeRequest, KubeResponse } from './wire.ts'

/** `field` is a path as the API server writes it: spec.template.spec.containers[0].image */
type InvalidCause = { field: string; message: string }
/** What INVALID carries. `immutable`: the change is right in itself, but the object would have to be made anew. */
export type InvalidDetails = { causes: InvalidCause[]; immutable: boolean }
/** What a CONFLICT carries. Empty when the object was changed meanwhile, not a field owned by someone else. */
export type ConflictDetails = { conflicts: FieldConflict[] }
/** What FORBIDDEN carries: what Gauntlet's account may not do. */
type ForbiddenDetails = { verb: string; resource: string; namespace?: string }

/** The answer's body as an object, or the refusal as an AppError. */
export function readAnswer(response: KubeResponse, request: KubeRequest, host: string): JsonObject {
  const body = parseObject(response.body)
  if (response.status >= 200 && response.status < 300) {
    if (body) return body
    throw new AppError('UPSTREAM', text(`${host} answered ${request.path} with something that is not JSON: it does not look like a Kubernetes API server.`, `${host}이(가) ${request.path}에 JSON이 아닌 것으로 응답했습니다. Kubernetes API 서버로 보이지 않습니다.`))
  }
  throw refusal(response.status, body, request, host)
}

function refusal(status: number, body: JsonObject | undefined, request: KubeRequest, host: string): AppError {
  const message = redactText(typeof body?.message === 'string' ? body.message : '')
  const words = message === '' ? text(`${host} answered with HTTP ${status}.`, `${host}이(가) HTTP ${status}(으)로 응답했습니다.`) : quoted(message)
  const causes = causesOf(body)
  switch (status) {
    case 400: return new AppError('INVALID', words, { details: { causes, immutable: false } satisfies InvalidDetails })
    case 401: return new AppError('UPSTREAM', text(`The API server ${host} does not accept Gauntlet's credentials; they may have expired.`, `API 서버 ${host}이(가) Gauntlet의 자격 증명을 받아들이지 않습니다. 만료되었을 수 있습니다.`))
    case 403: return forbidden(words, request, host)
    case 404: return new AppError('NOT_FOUND', notFoundWords(words, body, host))
    case 409: return new AppError('CONFLICT', words, { details: { conflicts: conflictsOf(body) } satisfies ConflictDetails })
    case 413: return new AppError('INVALID', text(`The object is too large for the API server ${host}.`, `오브젝트가 API 서버 ${host}이(가) 받기에는 너무 큽니다.`), { details: { causes, immutable: false } satisfies InvalidDetails })
    case 422: return new AppError('INVALID', words, { details: { causes, immutable: causes.some(isImmutable) } satisfies InvalidDetails })
    case 429: return new AppError('UPSTREAM', text(`The API server ${host} has too many requests to serve and asks to try again later.`, `API 서버 ${host}에 요청이 너무 많습니다. 나중에 다시 시도하세요.`))
    default: return unreadableDocument(message) ?? new AppError('UPSTREAM', text(`The API server ${host} failed: ${words.en}`, `API 서버 ${host}이(가) 실패했습니다: ${words.ko}`))
  }
}

/** Server-side apply answers 500 where a field is not of its type or does not exist: the document is wrong, not the server. */
function unreadableDocument(message: string): AppError | undefined {
  const [, typed, converted] = /^failed to (?:create typed patch object \([^)]*\): ([\s\S]+)|convert new object \([^)]*\) to proper version: unable to convert unstructured object to [^:]*: ([\s\S]+))$/
    .exec(message) ?? []
  if (converted !== undefined) return new AppError('INVALID', quoted(converted), { details: { causes: [{ field: '', message: converted }], immutable: false } satisfies InvalidDetails })
  if (typed === undefined) return undefined
  const causes = typed.replace(/^errors:\n/, '').split('\n').map((line) => {
    const [, field = '', told = line] = /^\s*\.?(.*?): (.*)$/.exec(line) ?? []
    return { field, message: told }
  })
  return new AppError('INVALID', quoted(typed), { details: { causes, immutable: false } satisfies InvalidDetails })
}

function isImmutable({ message }: InvalidCause): boolean {
  return /field is immutable|may not change once set|can not be unset|cannot change roleRef|Forbidden: (updates to \w+ spec|spec is immutable|pod updates may not change)/.test(message)
}

function conflictsOf(body: JsonObject | undefined): FieldConflict[] {
  return rawCauses(body).filter(({ reason }) => reason === 'FieldManagerConflict').map(({ field, message }) => ({
    field: String(field ?? '').replace(/^\./, ''),
    owner: ownerIn(String(message)),
  }))
}

/** conflict with "kubectl-edit" using apps/v1 */
function ownerIn(message: string): string {
  const quoted = /^conflict with ("(?:[^"\\]|\\.)*")/.exec(message)?.[1]
  const name: unknown = quoted === undefined ? undefined : JSON.parse(quoted)
  return typeof name === 'string' ? name : message
}

function causesOf(body: JsonObject | undefined): InvalidCause[] {
  return rawCauses(body).map(({ field, message }) => ({ field: String(field ?? ''), message: redactText(String(message ?? '')) }))
}

function rawCauses(body: JsonObject | undefined): JsonObject[] {
  const details = body?.details
  return isJsonObject(details) && Array.isArray(details.causes) ? details.causes.filter(isJsonObject) : []
}

/** RBAC words its refusals: User "u" cannot patch resource "deployments" in API group "apps" in the namespace "ns". */
function forbidden(words: Text, request: KubeRequest, host: string): AppError {
  const [, verb, resource, group, namespace] = /cannot (\w+) resource "([^"]+)"(?: in API group "([^"]*)")?(?: in the namespace "([^"]*)")?/.exec(words.en) ?? []
  if (verb === undefined || resource === undefined) {
    return new AppError('FORBIDDEN', words, { details: { verb: request.method.toLowerCase(), resource: request.path } satisfies ForbiddenDetails })
  }
  const named = group ? `${resource}.${group}` : resource
  const place = namespace === undefined ? text('in the whole cluster', '클러스터 전체에서') : text(`in namespace ${namespace}`, `네임스페이스 ${namespace}에서`)
  const sentence = text(
    `The API server ${host} does not let Gauntlet's account ${verb} ${named} ${place.en}.`,
    `API 서버 ${host}이(가) Gauntlet의 계정에 ${place.ko} ${named}의 ${verb}을(를) 허용하지 않습니다.`,
  )
  return new AppError('FORBIDDEN', sentence, {
    details: { verb, resource: named, ...(namespace === undefined ? {} : { namespace }) } satisfies ForbiddenDetails,
  })
}

/** Whether FORBIDDEN says what Gauntlet's account may not do, which holds for every such object; else something, as a webhook or a quota, refuses this one. */
export function isOfAccount({ code, details }: AppError): boolean {
  // Safe because forbidden() gives every FORBIDDEN these details.
  return code === 'FORBIDDEN' && (details as ForbiddenDetails | undefined)?.resource.startsWith('/') !== true
}

function notFoundWords(words: Text, body: JsonObject | undefined, host: string): Text {
  const details = body?.details
  if (!isJsonObject(details) || details.kind !== 'namespaces') return words
  const name = String(details.name)
  return text(`The cluster ${host} has no namespace "${name}".`, `클러스터 ${host}에 네임스페이스 "${name}"이(가) 없습니다.`)
}

/** A failure below HTTP: refused, unknown host, broken certificate, too slow. Names the API server, never what was sent. */
export function networkError(error: unknown, { host, timeoutMs, timedOut }: { host: string; timeoutMs: number; timedOut: boolean }): AppError {
  if (error instanceof AppError) return error
  if (timedOut) return new AppError('UPSTREAM', text(`The API server ${host} did not answer within ${timeoutMs / 1000} s.`, `API 서버 ${host}이(가) ${timeoutMs / 1000}초 안에 응답하지 않았습니다.`), { cause: error })
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
  const why = NETWORK_WORDS[code] ?? tlsWords(code) ?? text('the connection failed', '연결에 실패했습니다')
  return new AppError('UPSTREAM', text(`The API server ${host} cannot be reached: ${why.en}.`, `API 서버 ${host}에 연결할 수 없습니다: ${why.ko}.`), { cause: error })
}

const NETWORK_WORDS: Record<string, Text> = {
  ECONNREFUSED: text('the connection was refused', '연결이 거부되었습니다'),
  ECONNRESET: text('the connection was cut', '연결이 끊어졌습니다'),
  ENOTFOUND: text('its name is not known', '알 수 없는 이름입니다'),
  EAI_AGAIN: text('its name could not be looked up', '이름을 조회하지 못했습니다'),
  EHOSTUNREACH: text('there is no way to the host', '호스트로 가는 경로가 없습니다'),
  ENETUNREACH: text('there is no way to the network', '네트워크로 가는 경로가 없습니다'),
  ETIMEDOUT: text('the connection timed out', '연결 시간이 초과되었습니다'),
  EPROTO: text('it does not speak TLS', 'TLS로 통신하지 않습니다'),
}

function tlsWords(code: string): Text | undefined {
  return /CERT|SIGNATURE|TLS|SSL/.test(code) ? text(`its certificate is not accepted (${code})`, `인증서를 받아들일 수 없습니다(${code})`) : undefined
}

/** The API server's own words, which it has in English only. */
function quoted(message: string): Text {
  return text(message, message)
}

function parseObject(json: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(json)
    return isJsonObject(value) ? value : undefined
  } catch {
    // Not JSON: the caller words it.
    return undefined
  }
}
