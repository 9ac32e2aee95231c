// How an API server turns a request away that it does not look at: busy, broken, or no longer sure who asks. In its own words.
import { unauthorized } from './access.ts'
import type { Reply } from './handle.ts'
import type { Route } from './request.ts'
import { modified, StatusError } from './status-error.ts'
import type { Effect } from './weather.ts'

/** The answer to a request, with its headers. `target` is asked only where the answer names it. */
export function refusal({ status, retryAfter }: Extract<Effect, { kind: 'refuse' }>, target: () => Route): Reply & { headers: Record<string, string> } {
  const headers: Record<string, string> = retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) }
  // Priority and fairness answer in plain text: apiserver/pkg/server/filters/priority-and-fairness.go.
  if (status === 429) return { code: 429, body: 'Too many requests, please try again later.\n', headers: { 'retry-after': '1', ...headers } }
  const error = errorOf(status, target)
  return { code: error.code, body: error.status, headers }
}

function errorOf(status: number, target: () => Route): StatusError {
  switch (status) {
    case 401: return unauthorized()
    case 403: return new StatusError({ code: 403, reason: 'Forbidden', message: 'forbidden: not yet ready to handle request', details: {} })
    case 409: {
      const { kind, name = '' } = target()
      return modified(kind, name)
    }
    case 503: return new StatusError({ code: 503, reason: 'ServiceUnavailable', message: 'the server is currently unable to handle the request', details: {} })
    case 504: return new StatusError({ code: 504, reason: 'Timeout', message: 'Timeout: request did not complete within requested timeout - context deadline exceeded', details: {} })
    default: return new StatusError({ code: 500, reason: 'InternalError', message: 'Internal error occurred: etcdserver: request timed out', details: { causes: [{ message: 'etcdserver: request timed out' }] } })
  }
}
