// Refusals in the API server's own words: the Status object that it answers with.
import type { JsonObject } from '../manifest/types.ts'
import type { KindInfo } from './kinds.ts'
import { resourceName } from './kinds.ts'

export type Cause = { reason?: string; message: string; field?: string }

/** Thrown to answer a request with a Status. */
export class StatusError extends Error {
  readonly status: JsonObject
  readonly code: number

  constructor({ code, reason, message, details }: { code: number; reason?: string; message: string; details?: JsonObject }) {
    super(message)
    this.name = 'StatusError'
    this.code = code
    this.status = {
      kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message,
      ...(reason === undefined ? {} : { reason }), ...(details === undefined ? {} : { details }), code,
    }
  }
}

export function notFound(kind: KindInfo, name: string): StatusError {
  return new StatusError({
    code: 404, reason: 'NotFound', message: `${resourceName(kind)} ${JSON.stringify(name)} not found`, details: about(kind, name),
  })
}

export function noSuchResource(): StatusError {
  return new StatusError({ code: 404, reason: 'NotFound', message: 'the server could not find the requested resource', details: {} })
}

export function alreadyExists(kind: KindInfo, name: string): StatusError {
  return new StatusError({
    code: 409, reason: 'AlreadyExists', message: `${resourceName(kind)} ${JSON.stringify(name)} already exists`, details: about(kind, name),
  })
}

/** The optimistic lock: someone changed the object since it was read. */
export function modified(kind: KindInfo, name: string): StatusError {
  return new StatusError({
    code: 409, reason: 'Conflict', details: about(kind, name),
    message: `Operation cannot be fulfilled on ${resourceName(kind)} ${JSON.stringify(name)}: `
      + 'the object has been modified; please apply your changes to the latest version and try again',
  })
}

export function methodNotAllowed(): StatusError {
  return new StatusError({ code: 405, reason: 'MethodNotAllowed', message: 'the server does not allow this method on the requested resource', details: {} })
}

export function unsupportedMediaType(): StatusError {
  return new StatusError({ code: 415, reason: 'UnsupportedMediaType', message: '415: Unsupported Media Type', details: {} })
}

export function badRequest(message: string): StatusError {
  return new StatusError({ code: 400, reason: 'BadRequest', message })
}

/** Fields of an object that break a rule: 422 with one cause each. */
export function invalid(kind: KindInfo, name: string, causes: readonly Required<Cause>[]): StatusError {
  const told = causes.map(({ field, message }) => `${field}: ${message}`)
  const qualified = kind.group === '' ? kind.kind : `${kind.kind}.${kind.group}`
  return new StatusError({
    code: 422, reason: 'Invalid',
    message: `${qualified} ${JSON.stringify(name)} is invalid: ${told.length === 1 ? told[0] : `[${told.join(', ')}]`}`,
    details: { ...about(kind, name, kind.kind), causes: causes.map((cause) => ({ ...cause })) },
  })
}

function about({ group, plural }: KindInfo, name: string, kind = plural): JsonObject {
  return { ...(name === '' ? {} : { name }), ...(group === '' ? {} : { group }), kind }
}
