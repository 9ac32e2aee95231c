// Writes one endpoint of a querier otherwise, wherever it is written: as a flag, or in the file that the querier reads.
import { flagValue } from '../read-args.ts'
import type { Edit } from '../edit.ts'
import { fileAt } from '../files.ts'
import { specObjectId, type StackSpec, type Workload } from '../spec.ts'
import { ENDPOINT_FLAGS, type QueryEndpoint } from './endpoints.ts'

/** Edits that put `address` in the place of an endpoint; [] where it cannot be written there. */
export function replaceEndpoint(spec: StackSpec, query: Workload, { address: old, flag }: QueryEndpoint, address: string): Edit[] {
  const object = specObjectId(query)
  if ((ENDPOINT_FLAGS as readonly string[]).includes(flag)) {
    return [{ op: 'flag.drop', object, flag, value: old.text }, { op: 'flag.add', object, flag, value: address }]
  }
  const path = flag === 'endpoint.sd-config-file' ? flagValue(query.args, flag) : undefined
  const found = path === undefined ? undefined : fileAt(spec, query, path)
  if (found?.status !== 'file' || found.text === undefined) return []
  const pattern = new RegExp(`(address["']?\\s*:\\s*["']?)${old.text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?=["']?\\s*(?:[,}#]|$))`, 'gm')
  const text = found.text.replaceAll(pattern, (_, before: string) => before + address)
  return text === found.text ? [] : [{ op: 'file.set', object: specObjectId(found.object), key: found.key, text }]
}
