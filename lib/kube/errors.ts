// The border where Kubernetes' refusals and network trouble become AppError. Nothing above knows a Status object.
import { AppError } from '../errors.ts'
import type { FieldConflict } from '../manifest/change.ts'
import { redactText } from '../manifest/redact.ts'
import type { JsonObject } from '../manifest/types.ts'
import { isJsonObject } from '../manifest/types.ts'
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
    throw new AppError('UPSTREAM', `${host} answered ${request.path} with something that is not JSON: it does not look like a Kubernetes API server.`)
  }
  throw refusal(response.status, body, request, host)
}

function refusal(status: number, body: JsonObject | undefined, request: KubeRequest, host: string): AppError {
  const message = redactText(typeof body?.message === 'string' && body.message !== '' ? body.message : `${host} answered with HTTP ${status}.`)
  const causes = causesOf(body)
  switch (status) {
    case 400: return new AppError('INVALID', message, { details: { causes, immutable: false } satisfies InvalidDetails })
    case 401: return new AppError('UPSTREAM', `The API server ${host} does not accept Gauntlet's credentials; they may have expired.`)
    case 403: return forbidden(message, request, host)
    case 404: return new AppError('NOT_FOUND', notFoundMessage(message, body, host))
    case 409: return new AppError('CONFLICT', message, { details: { conflicts: conflictsOf(body) } satisfies ConflictDetails })
    case 413: return new AppError('INVALID', `The object is too large for the API server ${host}.`, { details: { causes, immutable: false } satisfies InvalidDetails })
    case 422: return new AppError('INVALID', message, { details: { causes, immutable: causes.some(isImmutable) } satisfies InvalidDetails })
    case 429: return new AppError('UPSTREAM', `The API server ${host} has too many requests to serve and asks to try again later.`)
    default: return unreadableDocument(message) ?? new AppError('UPSTREAM', `The API server ${host} failed: ${message}`)
  }
}

/** Server-side apply answers 500 where a field is not of its type or does not exist: the document is wrong, not the server. */
function unreadableDocument(message: string): AppError | undefined {
  const [, typed, converted] = /^failed to (?:create typed patch object \([^)]*\): ([\s\S]+)|convert new object \([^)]*\) to proper version: unable to convert unstructured object to [^:]*: ([\s\S]+))$/
    .exec(message) ?? []
  if (converted !== undefined) return new AppError('INVALID', converted, { details: { causes: [{ field: '', message: converted }], immutable: false } satisfies InvalidDetails })
  if (typed === undefined) return undefined
  const causes = typed.replace(/^errors:\n/, '').split('\n').map((line) => {
    const [, field = '', told = line] = /^\s*\.?(.*?): (.*)$/.exec(line) ?? []
    return { field, message: told }
  })
  return new AppError('INVALID', typed, { details: { causes, immutable: false } satisfies InvalidDetails })
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
function forbidden(message: string, request: KubeRequest, host: string): AppError {
  const [, verb, resource, group, namespace] = /cannot (\w+) resource "([^"]+)"(?: in API group "([^"]*)")?(?: in the namespace "([^"]*)")?/.exec(message) ?? []
  if (verb === undefined || resource === undefined) {
    return new AppError('FORBIDDEN', message, { details: { verb: request.method.toLowerCase(), resource: request.path } satisfies ForbiddenDetails })
  }
  const named = group ? `${resource}.${group}` : resource
  const place = namespace === undefined ? 'in the whole cluster' : `in namespace ${namespace}`
  return new AppError('FORBIDDEN', `The API server ${host} does not let Gauntlet's account ${verb} ${named} ${place}.`, {
    details: { verb, resource: named, ...(namespace === undefined ? {} : { namespace }) } satisfies ForbiddenDetails,
  })
}

function notFoundMessage(message: string, body: JsonObject | undefined, host: string): string {
  const details = body?.details
  if (isJsonObject(details) && details.kind === 'namespaces') return `The cluster ${host} has no namespace "${String(details.name)}".`
  return message
}

/** A failure below HTTP: refused, unknown host, broken certificate, too slow. Names the API server, never what was sent. */
export function networkError(error: unknown, { host, timeoutMs, timedOut }: { host: string; timeoutMs: number; timedOut: boolean }): AppError {
  if (error instanceof AppError) return error
  if (timedOut) return new AppError('UPSTREAM', `The API server ${host} did not answer within ${timeoutMs / 1000} s.`, { cause: error })
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
  return new AppError('UPSTREAM', `The API server ${host} cannot be reached: ${NETWORK_WORDS[code] ?? tlsWords(code) ?? 'the connection failed'}.`, { cause: error })
}

const NETWORK_WORDS: Record<string, string> = {
  ECONNREFUSED: 'the connection was refused', ECONNRESET: 'the connection was cut', ENOTFOUND: 'its name is not known',
  EAI_AGAIN: 'its name could not be looked up', EHOSTUNREACH: 'there is no way to the host', ENETUNREACH: 'there is no way to the network',
  ETIMEDOUT: 'the connection timed out', EPROTO: 'it does not speak TLS',
}

function tlsWords(code: string): string | undefined {
  return /CERT|SIGNATURE|TLS|SSL/.test(code) ? `its certificate is not accepted (${code})` : undefined
}

function parseObject(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return isJsonObject(value) ? value : undefined
  } catch {
    // Not JSON: the caller words it.
    return undefined
  }
}
