// The endpoints of a querier as rows to edit: where each is written, what answers it, and the edits that change it. Pure.
import { isMap, isSeq, parseDocument } from 'yaml'
import { type Destination, resolveAddress } from '#lib/thanos/address.ts'
import { flagValue, flagValues } from '#lib/thanos/read-args.ts'
import { isKnown } from '#lib/thanos/catalogue.ts'
import type { Edit } from '#lib/thanos/edit.ts'
import { fileAt } from '#lib/thanos/files.ts'
import { ENDPOINT_FLAGS, endpointsOf } from '#lib/thanos/query/endpoints.ts'
import { type ConfigFiles, specObjectId, type StackSpec, type Workload, workloads } from '#lib/thanos/spec.ts'

/** Where an endpoint is written: one value of a flag, one entry of a file, or somewhere that is only shown. */
export type Written =
  | { readonly kind: 'flag'; readonly flag: string; readonly index: number }
  | { readonly kind: 'file'; readonly index: number }
  | { readonly kind: 'elsewhere'; readonly flag: string }

export type EndpointRow = { readonly address: string; readonly written: Written; readonly flag: string; readonly isGroup: boolean; readonly destination: Destination }

export type EndpointFile = { readonly object: ConfigFiles; readonly key: string; readonly text: string }

/** The queriers of a spec. */
export function queriersOf(spec: StackSpec): Workload[] {
  return workloads(spec).filter(({ kind, object }) => kind === 'query' && object !== 'Fragment')
}

/** The ConfigMap file that lists a querier's endpoints, when it has one. */
export function endpointFileOf(spec: StackSpec, query: Workload): EndpointFile | undefined {
  const path = flagValue(query.args, 'endpoint.sd-config-file')
  const found = path === undefined ? undefined : fileAt(spec, query, path)
  if (found?.status !== 'file' || found.object.type !== 'config' || found.text === undefined) return undefined
  return { object: found.object, key: found.key, text: found.text }
}

/** All endpoints of a querier in the order in which Thanos reads them. */
export function endpointRows(spec: StackSpec, query: Workload): { rows: EndpointRow[]; isComplete: boolean } {
  const { endpoints, isComplete } = endpointsOf(spec, query)
  const seen = new Map<string, number>()
  const rows = endpoints.map(({ address, flag, isGroup }): EndpointRow => {
    const index = seen.get(flag) ?? 0
    seen.set(flag, index + 1)
    return { address: address.text, flag, isGroup, written: writtenAt(flag, index), destination: resolveAddress(spec, query, address) }
  })
  return { rows, isComplete }
}

/** The edits that give an endpoint another address; an empty one takes it away. */
export function setEndpoint(spec: StackSpec, query: Workload, row: EndpointRow, address: string): Edit[] {
  const { written } = row
  const object = specObjectId(query)
  if (written.kind === 'flag') {
    const values = flagValues(query.args, written.flag)
    return [{ op: 'flag.set', object, flag: written.flag, values: address === '' ? values.toSpliced(written.index, 1) : values.toSpliced(written.index, 1, address) }]
  }
  const file = endpointFileOf(spec, query)
  if (written.kind === 'elsewhere' || file === undefined) return []
  const document = parseDocument(file.text)
  // Entries without an address are no rows, so the place in the file is looked up.
  const list = document.get('endpoints')
  const places = isSeq(list) ? list.items.flatMap((item, place) => (isMap(item) && typeof item.get('address') === 'string' ? [place] : [])) : []
  const place = places[written.index]
  if (place === undefined) return []
  if (address === '') document.deleteIn(['endpoints', place])
  else document.setIn(['endpoints', place, 'address'], address)
  return [{ op: 'file.set', object: specObjectId(file.object), key: file.key, text: document.toString() }]
}

/** The edits that add an endpoint: to the file where there is one, else to the flag that is used already or that the release knows. */
export function addEndpoint(spec: StackSpec, query: Workload, address: string, release: string): Edit[] {
  const file = endpointFileOf(spec, query)
  if (file === undefined) {
    const flag = ENDPOINT_FLAGS.find((name) => isKnown('query', name, release) && flagValues(query.args, name).length > 0) ?? 'endpoint'
    return [{ op: 'flag.add', object: specObjectId(query), flag, value: address }]
  }
  const document = parseDocument(file.text)
  if (isSeq(document.get('endpoints'))) document.addIn(['endpoints'], document.createNode({ address }))
  else document.set('endpoints', document.createNode([{ address }]))
  return [{ op: 'file.set', object: specObjectId(file.object), key: file.key, text: document.toString() }]
}

function writtenAt(flag: string, index: number): Written {
  if (flag === 'endpoint.sd-config-file') return { kind: 'file', index }
  return ENDPOINT_FLAGS.some((name) => name === flag) ? { kind: 'flag', flag, index } : { kind: 'elsewhere', flag }
}
