// A live Deployment or StatefulSet that runs Thanos as it is seen, with who wrote to its spec last.
import { mapsAt, numberAt } from '../../manifest/fields.ts'
import { managedEntries } from '../../manifest/managed-fields.ts'
import type { KubeObject } from '../../manifest/types.ts'
import { kindOfCommand } from '../read-args.ts'
import type { SeenPod, SeenWorkload } from './observation.ts'

/** Undefined for one that runs no Thanos. `pods` are all that are seen; its own are counted. */
export function seenWorkload(live: KubeObject, pods: readonly SeenPod[]): SeenWorkload | undefined {
  const commands = mapsAt(live, 'spec', 'template', 'spec', 'containers').map(({ command, args }) => [command, args].flatMap((words) => (Array.isArray(words) ? words.map(String) : [])))
  const kind = commands.map(kindOfCommand).find((found) => found !== undefined)
  if (!kind) return undefined
  const object = `${live.kind}/${live.metadata.name}`
  const own = pods.filter((pod) => pod.object === object)
  return {
    object, kind, want: numberAt(live, 'spec', 'replicas') ?? 1, ready: numberAt(live, 'status', 'readyReplicas') ?? 0, updated: numberAt(live, 'status', 'updatedReplicas') ?? 0,
    restarts: own.reduce((sum, { restarts }) => sum + restarts, 0), images: [...new Set(own.map(({ image }) => image))], ...lastWrite(live),
  }
}

/** The newest write to its spec: what controllers write is its status. */
function lastWrite(live: KubeObject): Pick<SeenWorkload, 'changedAt' | 'changedBy'> {
  const [newest] = managedEntries(live).filter(({ manager, fields }) => manager.subresource !== 'status' && 'f:spec' in fields)
    .toSorted((a, b) => (b.manager.time ?? '').localeCompare(a.manager.time ?? ''))
  const at = Date.parse(newest?.manager.time ?? '')
  return newest ? { changedBy: newest.manager.name, ...(Number.isFinite(at) ? { changedAt: at } : {}) } : {}
}
