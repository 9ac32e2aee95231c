// Who reads which hashring, by which object a new one reaches them, and which pods answer to its addresses.
import { parseAddress, resolveAddress } from '../address.ts'
import { readsByFlag } from '../file-readers.ts'
import { hashringFileOf, type MountedFile } from '../files.ts'
import { grpcPort, podNames, replicationFactor, type Hashring } from '../hashring.ts'
import { ringsOf } from '../receive/mode.ts'
import { remembered } from '../remember.ts'
import { specObjectId, workloads, type StackSpec, type Workload } from '../spec.ts'

/**
 * A receiver that routes by rings. `source` is the object that holds them: a ConfigMap that it watches, or, where it reads them only at its start,
 * itself (`isWatched` false: its pods must be made anew).
 */
export type RingReader = {
  readonly id: string; readonly workload: Workload; readonly rings: readonly Hashring[]; readonly factor: number
  readonly source: string; readonly isWatched: boolean; readonly file?: MountedFile
}

/** The receivers of a spec that route, each with the rings that it reads. */
export const ringReaders: (spec: StackSpec) => readonly RingReader[] = remembered((spec) => workloads(spec).flatMap((workload) => ringReader(spec, workload) ?? []))

/** How a receiver routes in a spec, which need not have it as it is here: pods may be of an older template. Undefined when it does not. */
export function ringReader(spec: StackSpec, workload: Workload): RingReader | undefined {
  const rings = workload.kind === 'receive' && workload.object !== 'Fragment' ? ringsOf(spec, workload) : undefined
  if (rings === undefined) return undefined
  const id = specObjectId(workload)
  const file = hashringFileOf(spec, workload)
  const isWatched = file !== undefined && readsByFlag(spec, workload, 'receive.hashrings-file').some(({ config, key, how }) => config === file.object && key === file.key && how === 'watch')
  return {
    id, workload, rings, factor: replicationFactor(workload), isWatched, source: isWatched ? specObjectId(file.object) : id,
    ...(file === undefined ? {} : { file }),
  }
}

/** Every address of some rings, once. */
export function addressesOf(rings: readonly Hashring[]): string[] {
  return [...new Set(rings.flatMap((ring) => ring.endpoints.map(({ address }) => address)))]
}

/** The receiver whose pod answers to an address; undefined where none does. `elsewhere` is no name of this installation, so that nobody can say. */
export function serverOf(spec: StackSpec, reader: Workload, address: string): Workload | 'elsewhere' | undefined {
  const parsed = parseAddress(address)
  const found = resolveAddress(spec, reader, parsed)
  switch (found.status) {
    case 'outside': return 'elsewhere'
    case 'workload': return found.workload.kind === 'receive' && (found.workload.replicas ?? 1) > 0 && found.port === grpcPort(found.workload) ? found.workload : undefined
    // The Service may be nobody's here; the name of the pod tells its StatefulSet all the same.
    case 'no-service': {
      const pod = parsed.host.split('.')[0] ?? ''
      return workloads(spec).find((workload) => workload.kind === 'receive' && podNames(workload).includes(pod) && (parsed.port === undefined || parsed.port === grpcPort(workload)))
    }
    default: return undefined
  }
}
