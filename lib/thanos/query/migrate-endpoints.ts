// Moves a querier's endpoints from flags into the file that v0.38 and later read them from.
import { getAt } from '../../manifest/pointer.ts'
import { toYaml } from '../../manifest/yaml.ts'
import { text } from '../../text.ts'
import { flagValues } from '../read-args.ts'
import { isFragment, safeFix } from '../check.ts'
import type { Edit } from '../edit.ts'
import type { Fix } from '../finding.ts'
import { containerPointer, objects } from '../pod.ts'
import { specObjectId, type Workload } from '../spec.ts'
import { ENDPOINT_FLAGS } from './endpoints.ts'

const FILE = 'endpoints.yaml'

/**
 * A ConfigMap with the endpoints of all endpoint flags, mounted as a directory (so that changes arrive), and the flag that names it.
 * Undefined when the querier has such a file already, is a fragment, or has an address that the kubelet or a shell fills in: nothing does so
 * in a file. Source: cmd/thanos/endpointset.go (strict and dynamic exclude each other).
 */
export function migrateEndpoints(query: Workload): Fix | undefined {
  if (query.kind !== 'query' || isFragment(query) || flagValues(query.args, 'endpoint.sd-config-file').length > 0) return undefined
  const endpoints = ENDPOINT_FLAGS.flatMap((flag) => flagValues(query.args, flag).map((address) => ({
    address,
    ...(flag.includes('-strict') || flag === 'store-strict' ? strictUnlessDynamic(address) : {}),
    ...(flag.startsWith('endpoint-group') ? { group: true } : {}),
  })))
  if (endpoints.length === 0 || endpoints.some(({ address }) => isFilledIn(address))) return undefined
  const object = specObjectId(query)
  const name = `${query.name}-endpoints`
  const directory = `/etc/${name}`
  const container = containerPointer(query)
  const volume = freeVolume(query)
  const edits: Edit[] = [
    {
      op: 'object.add',
      manifest: {
        apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, ...(query.namespace === undefined ? {} : { namespace: query.namespace }) },
        data: { [FILE]: toYaml({ endpoints }) },
      },
    },
    { op: 'field.set', object, pointer: '/spec/template/spec/volumes/-', value: { name: volume, configMap: { name } } },
    { op: 'field.set', object, pointer: `${container}/volumeMounts/-`, value: { name: volume, mountPath: directory } },
    ...ENDPOINT_FLAGS.map((flag): Edit => ({ op: 'flag.set', object, flag, values: [] })),
    { op: 'flag.set', object, flag: 'endpoint.sd-config-file', values: [`${directory}/${FILE}`] },
  ]
  return safeFix(text(`Move all ${endpoints.length} endpoints into ConfigMap ${name}`, `엔드포인트 ${endpoints.length}개를 모두 ConfigMap ${name}(으)로 옮기기`), ...edits)
}

/** Whether an address is known only in the pod: `$(STORE):10901`, or `$STORE` in a line of a shell. */
export function isFilledIn(address: string): boolean {
  return address.includes('$')
}

/** A name that no volume of the pod has. */
function freeVolume({ rest }: Workload): string {
  const names = new Set(objects(getAt(rest, '/spec/template/spec/volumes')).map(({ name }) => name))
  let name = 'endpoints'
  for (let number = 2; names.has(name); number += 1) name = `endpoints-${number}`
  return name
}

function strictUnlessDynamic(address: string): { strict?: true } {
  return /^dns(srv|srvnoa|dualstack)?\+/.test(address) ? {} : { strict: true }
}
