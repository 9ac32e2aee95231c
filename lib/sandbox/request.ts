// One HTTP request to the sandbox as the API server reads it: which resource, which verb, which options, which object.
import type { IncomingMessage } from 'node:http'
import { parse } from 'yaml'
import type { JsonObject, KubeObject } from '../manifest/types.ts'
import { isJsonObject, isKubeObject } from '../manifest/types.ts'
import type { User } from './access.ts'
import type { KindInfo } from './kinds.ts'
import { apiVersionOf } from './kinds.ts'
import { badRequest, noSuchResource, StatusError } from './status-error.ts'

export type Route = { kind: KindInfo; namespace: string | undefined; name: string | undefined; subresource: string | undefined }

/** Who asks what. */
export type Asking = { request: IncomingMessage; target: Route; query: URLSearchParams; user: User }

const LARGEST_BODY = 3 * 1024 * 1024

/** Which resource of these kinds a path names. Throws the API server's 404 when it names none. */
export function route(path: string, kinds: readonly KindInfo[]): Route {
  const parts = path.split('/').filter((part) => part !== '').map(decodeURIComponent)
  const [root, ...below] = parts
  const [group, version, rest] = root === 'api' ? ['', below[0] ?? '', below.slice(1)] : [below[0] ?? '', below[1] ?? '', below.slice(2)]
  if (root !== 'api' && root !== 'apis') throw noSuchResource()
  const [first, second, third] = rest
  const isNamespaced = first === 'namespaces' && third !== undefined && !(third === 'status' && rest.length === 3)
  const [plural, name, subresource, more] = isNamespaced ? rest.slice(2) : rest
  const kind = kinds.find((info) => info.group === group && info.version === version && info.plural === plural)
  if (!kind || more !== undefined || kind.namespaced !== (isNamespaced || (name === undefined && kind.namespaced))) throw noSuchResource()
  return { kind, namespace: isNamespaced ? second : undefined, name, subresource }
}

/** The text of a body. Throws 413 when it is larger than Kubernetes takes. */
export async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request) {
    const buffer = Buffer.from(chunk)
    size += buffer.length
    if (size > LARGEST_BODY) {
      throw new StatusError({ code: 413, reason: 'RequestEntityTooLarge', message: `Request entity too large: limit is ${LARGEST_BODY}` })
    }
    chunks.push(buffer)
  }
  return Buffer.concat(chunks).toString('utf8')
}

/** The object of a body, with the namespace of the path where it has none of its own. Throws 400 when path and object disagree. */
export function readObject(body: string, { kind, namespace, name }: Route): KubeObject {
  let value: unknown
  try {
    value = parse(body)
  } catch {
    throw badRequest('the body of the request was in an unknown format - accepted media types include: application/json, application/yaml')
  }
  if (!isJsonObject(value)) throw badRequest('the object provided is unrecognized (must be of type map)')
  if (value.apiVersion !== apiVersionOf(kind) || value.kind !== kind.kind) {
    const [version = '', group = ''] = String(value.apiVersion).split('/').toReversed()
    throw badRequest(`invalid object type: ${group}/${version}, Kind=${String(value.kind)}`)
  }
  const metadata = isJsonObject(value.metadata) ? { ...value.metadata } : {}
  metadata.name ??= name ?? ''
  if (namespace !== undefined) metadata.namespace ??= namespace
  const object = { ...value, metadata }
  if (!isKubeObject(object)) throw badRequest('metadata.name: expected string')
  if (name !== undefined && object.metadata.name !== name) {
    throw badRequest(`the name of the object (${object.metadata.name}) does not match the name on the URL (${name})`)
  }
  if (namespace !== undefined && object.metadata.namespace !== namespace) {
    throw badRequest('the namespace of the provided object does not match the namespace sent on the request')
  }
  return object
}

/** The name under which a writer is recorded: as it says, else the first word of its User-Agent. */
export function managerName(request: IncomingMessage, query: URLSearchParams): string {
  return query.get('fieldManager') ?? request.headers['user-agent']?.split('/')[0] ?? 'unknown'
}

export const MERGE = 'application/merge-patch+json'
export const STRATEGIC = 'application/strategic-merge-patch+json'

export function mediaType(request: IncomingMessage): string {
  return (request.headers['content-type'] ?? '').split(';')[0] ?? ''
}

/** A body that must be a JSON object. Throws 400 when it is none. */
export function parsedJson(body: string): JsonObject {
  try {
    const value: unknown = JSON.parse(body)
    if (isJsonObject(value)) return value
  } catch {
    // Not JSON: told below, with what is JSON and no object.
  }
  throw badRequest('the object provided is unrecognized (must be of type map)')
}

export function dryRunOf(query: URLSearchParams): boolean {
  const values = query.getAll('dryRun')
  if (values.some((value) => value !== 'All')) throw badRequest(`Invalid value: dryRun: Unsupported value: ${JSON.stringify(values)}: supported values: "All"`)
  return values.length > 0
}
