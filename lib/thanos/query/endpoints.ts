// The StoreAPI endpoints that a querier is given, from every flag that names some.
import { parse } from 'yaml'
import { isJsonObject } from '../../manifest/types.ts'
import { flagValue, flagValues } from '../read-args.ts'
import { parseAddress, type Address } from '../address.ts'
import { hidesArguments } from '../in-sight.ts'
import { fileAt } from '../files.ts'
import { expandVariables, objects } from '../pod.ts'
import type { StackSpec, Workload } from '../spec.ts'

/** Flags whose every value is one endpoint. */
export const ENDPOINT_FLAGS = ['endpoint', 'endpoint-strict', 'endpoint-group', 'endpoint-group-strict', 'store', 'store-strict'] as const

/** One endpoint and the flag it came from; `isGroup` asks one of several equal pods instead of all. */
export type QueryEndpoint = { readonly address: Address; readonly flag: string; readonly isGroup: boolean }

/** All endpoints of a querier. `isComplete` is false when some come from a file that is not at hand. */
export function endpointsOf(spec: StackSpec, workload: Workload): { endpoints: QueryEndpoint[]; isComplete: boolean } {
  const fromFlags = ENDPOINT_FLAGS.flatMap((flag) => flagValues(workload.args, flag)
    .map((value) => ({ address: { ...parseAddress(expandVariables(workload, value)), text: value }, flag, isGroup: flag.startsWith('endpoint-group') })))
  const inline = flagValue(workload.args, 'endpoint.sd-config')
  const path = flagValue(workload.args, 'endpoint.sd-config-file')
  const found = path === undefined ? undefined : fileAt(spec, workload, path)
  const content = found?.status === 'file' ? found.text : undefined
  const listed = [['endpoint.sd-config', inline], ['endpoint.sd-config-file', content]] as const
  const fromFiles = listed.flatMap(([flag, text]) => (text === undefined ? [] : endpointsOfConfig(text).map((endpoint) => ({ ...endpoint, flag }))))
  const hasUnread = flagValues(workload.args, 'store.sd-files').length > 0 || (path !== undefined && content === undefined)
    || [...fromFlags, ...fromFiles].some(({ address }) => address.host.includes('$')) || hidesArguments(workload)
  return { endpoints: [...fromFlags, ...fromFiles], isComplete: !hasUnread }
}

/** The endpoints of an endpoint.sd-config text; [] when it cannot be read. Source: cmd/thanos/endpointset.go. */
export function endpointsOfConfig(text: string): { address: Address; isGroup: boolean }[] {
  let document: unknown
  try {
    document = parse(text, { logLevel: 'error' })
  } catch {
    return []
  }
  return (isJsonObject(document) ? objects(document.endpoints) : []).flatMap((endpoint) => (typeof endpoint.address === 'string'
    ? [{ address: parseAddress(endpoint.address), isGroup: endpoint.group === true }]
    : []))
}
