// Workloads that run otherwise than the newest revision asks, because it is not applied or because somebody changed them since: what is wrong with them
// may be mended by it.
import { desiredOf } from '../desired.ts'
import { flagDifferences } from '../flag-differences.ts'
import { grpcPort } from '../../hashring.ts'
import type { Kind } from '../../kind.ts'
import { flagValue } from '../../read-args.ts'
import type { Workload } from '../../spec.ts'
import type { SeenPod } from '../observation.ts'
import { componentOf, freshOf, podsOf, workloadOf } from '../readings.ts'
import type { Scene } from './diagnosis.ts'

/** Names of workloads of these kinds, or named by kind and name, that run with another image or other flags. */
export function unappliedOf(scene: Scene, { kinds, objects }: { kinds: readonly Kind[]; objects: readonly string[] }): string[] {
  if (scene.revision === undefined) return []
  const pods = podsOf(scene.observation).filter(({ isTerminating }) => !isTerminating)
  return desiredOf(scene.spec).workloads.filter(({ object, kind, image, flags }) => (kinds.includes(kind) || objects.includes(object)) && pods.some((pod) => {
    if (pod.object !== object) return false
    const real = freshOf(componentOf(scene.observation, pod.name)?.flags)
    return (image !== undefined && pod.image !== image) || (real !== undefined && flagDifferences(flags, real).length > 0) || listensElsewhere(workloadOf(scene.spec, object), pod)
  })).map(({ name }) => name)
}

/** Of a flag that the spec leaves out only the port tells that somebody has set it. */
function listensElsewhere(workload: Workload | undefined, { grpcPort: port }: SeenPod): boolean {
  return workload !== undefined && port !== undefined && port !== grpcPort(workload) && flagValue(workload.args, 'grpc-address')?.includes('$(') !== true
}
