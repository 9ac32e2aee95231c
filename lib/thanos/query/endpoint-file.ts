// The file in which a querier lists its endpoints, and adding one to it or taking one away, wherever endpoints are written.
import { type Document, isMap, isSeq, parseDocument } from 'yaml'
import { flagValue, flagValues } from '../read-args.ts'
import { isKnown } from '../catalogue.ts'
import type { Edit } from '../edit.ts'
import { fileAt } from '../files.ts'
import { type ConfigFiles, specObjectId, type StackSpec, type Workload } from '../spec.ts'
import { ENDPOINT_FLAGS } from './endpoints.ts'

export type EndpointFile = { readonly object: ConfigFiles; readonly key: string; readonly text: string }

/** The ConfigMap file that lists a querier's endpoints, when it has one. */
export function endpointFileOf(spec: StackSpec, query: Workload): EndpointFile | undefined {
  const path = flagValue(query.args, 'endpoint.sd-config-file')
  const found = path === undefined ? undefined : fileAt(spec, query, path)
  if (found?.status !== 'file' || found.object.type !== 'config' || found.text === undefined) return undefined
  return { object: found.object, key: found.key, text: found.text }
}

/**
 * The edits that let a querier ask one more endpoint: in its file where it has one, else by the flag that it uses already or that the
 * release knows. `isGroup` asks one of several equal pods in turn.
 */
export function joinEndpoint(spec: StackSpec, query: Workload, endpoint: { address: string; isGroup: boolean }, release: string): Edit[] {
  const { address, isGroup } = endpoint
  const file = endpointFileOf(spec, query)
  if (file === undefined) {
    const inUse = ENDPOINT_FLAGS.find((name) => name.startsWith('store') && isKnown('query', name, release) && flagValues(query.args, name).length > 0)
    const flag = isGroup && isKnown('query', 'endpoint-group', release) ? 'endpoint-group' : inUse ?? 'endpoint'
    return [{ op: 'flag.add', object: specObjectId(query), flag, value: address }]
  }
  const document = parseDocument(file.text)
  const entry = document.createNode({ address, ...(isGroup ? { group: true } : {}) })
  if (isSeq(document.get('endpoints'))) document.addIn(['endpoints'], entry)
  else document.set('endpoints', document.createNode([{ address, ...(isGroup ? { group: true } : {}) }]))
  return [write(file, document)]
}

/** The edits that take endpoints away, by their text; [] when the querier names none of them where they can be taken away. */
export function leaveEndpoints(spec: StackSpec, query: Workload, addresses: ReadonlySet<string>): Edit[] {
  const object = specObjectId(query)
  const flags = ENDPOINT_FLAGS.flatMap((flag) => flagValues(query.args, flag).filter((value) => addresses.has(value)).map((value): Edit => ({ op: 'flag.drop', object, flag, value })))
  const file = endpointFileOf(spec, query)
  if (file === undefined) return flags
  const document = parseDocument(file.text)
  const list = document.get('endpoints')
  if (!isSeq(list)) return flags
  const places = list.items.flatMap((item, place) => (isMap(item) && addresses.has(String(item.get('address'))) ? [place] : []))
  for (const place of places.toReversed()) document.deleteIn(['endpoints', place])
  return places.length === 0 ? flags : [...flags, write(file, document)]
}

function write(file: EndpointFile, document: Document): Edit {
  // A list stays as far in as it was, so that a difference shows what changed and nothing else.
  const text = document.toString({ indentSeq: !/^[\w.-]+:\n-/m.test(file.text), lineWidth: 0 })
  return { op: 'file.set', object: specObjectId(file.object), key: file.key, text }
}
