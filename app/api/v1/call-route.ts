// For tests: asking the API without a server. The route's own file is called, as Next would.
import { NextRequest } from 'next/server'
import { routes } from '#lib/routes.ts'

const HOST = '127.0.0.1:3000'

export type ApiAsk = { method?: string; secret?: string; headers?: Record<string, string>; json?: unknown; text?: string }
export type RouteModule = Readonly<Record<string, unknown>>
type Handler = (request: NextRequest, context: { params: Promise<Record<string, string> | undefined> }) => Promise<Response>

/** A request below /api/v1. `json` goes as a body of that type, `text` as it is. */
export function apiRequest(path: string, { method = 'GET', secret, headers = {}, json, text }: ApiAsk = {}): NextRequest {
  return new NextRequest(`http://${HOST}${routes.api.v1(path)}`, {
    method,
    headers: {
      host: HOST, ...(secret === undefined ? {} : { authorization: `Bearer ${secret}` }), ...(json === undefined ? {} : { 'content-type': 'application/json' }), ...headers,
    },
    ...(json === undefined && text === undefined ? {} : { body: text ?? JSON.stringify(json) }),
  })
}

/** Calls the handler that a route's file exports for the method. `folder` is as in "stacks/[stack]". */
export async function callRoute(file: RouteModule, { folder, path, ...ask }: ApiAsk & { folder: string; path: string }): Promise<Response> {
  // Safe because whatever a route's file exports under the name of a method is a handler.
  const handler = file[ask.method ?? 'GET'] as Handler
  const [names, values] = [folder, path.split('?')[0] ?? ''].map((each) => each.split('/')) as [string[], string[]]
  const params = Object.fromEntries(names.flatMap((name, index) => name.startsWith('[') ? [[name.slice(1, -1), values[index] ?? '']] : []))
  // Next gives none at all where the path has none.
  return handler(apiRequest(path, ask), { params: Promise.resolve(folder.includes('[') ? params : undefined) })
}
