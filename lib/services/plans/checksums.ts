// The checksum that each workload's pods get, so that they start anew when a file changed which they read only at their start.
import { createHash } from 'node:crypto'
import { checksumOf } from '../../manifest/config-checksum.ts'
import { stringAt } from '../../manifest/fields.ts'
import { objectId, type KubeObject } from '../../manifest/types.ts'
import { fileReads, startText } from '../../thanos/file-readers.ts'
import { specObjectId, workloads, type StackSpec } from '../../thanos/spec.ts'

/** By objectId: the checksum; nothing for a workload that has none and needs none. */
export type Checksums = ReadonlyMap<string, string>

/**
 * A workload keeps the checksum that it has live, whatever that is, as long as the files are what they are in the cluster: so that a checksum
 * is never a change of its own. `owed` are those that the last run was to set and did not come to: the files are new, the pods are not.
 */
export function checksumsOf(spec: StackSpec, live: ReadonlyMap<string, KubeObject | undefined>, owed: Checksums): Checksums {
  return new Map(workloads(spec).flatMap((workload): [string, string][] => {
    const id = specObjectId(workload)
    const there = live.get(id)
    if (there === undefined) return []
    const kept = checksumOf(there)
    const wanted = createHash('sha256').update(startText(spec, workload)).digest('hex').slice(0, 16)
    const hasMoved = fileReads(spec).some(({ workload: reader, config, key, how }) => {
      // A ConfigMap that Gauntlet does not apply is not looked at: this plan changes nothing of it.
      if (reader !== workload || how !== 'start' || !live.has(specObjectId(config))) return false
      const file = live.get(specObjectId(config))
      return (stringAt(file, 'data', key) ?? stringAt(file, 'binaryData', key)) !== config.files[key]
    })
    const checksum = hasMoved || owed.get(id) === wanted ? wanted : kept
    return checksum === undefined ? [] : [[id, checksum]]
  }))
}

/** The live objects by the ids of the rendered ones. */
export function liveById(seen: readonly { object: KubeObject; live: KubeObject | undefined }[]): Map<string, KubeObject | undefined> {
  return new Map(seen.map(({ object, live }) => [objectId(object), live]))
}
