// Workloads that run otherwise than the newest revision asks, while it is not applied: what is wrong with them may be mended already.
import { desiredOf } from '../desired.ts'
import { flagDifferences } from '../flag-differences.ts'
import type { Kind } from '../../kind.ts'
import { componentOf, freshOf, podsOf } from '../readings.ts'
import type { Scene } from './diagnosis.ts'

/** Names of workloads of these kinds that run with another image or other flags; [] when the revision is applied. */
export function unappliedOf(scene: Scene, kinds: readonly Kind[]): string[] {
  if (scene.pending === undefined) return []
  const pods = podsOf(scene.observation).filter(({ isTerminating }) => !isTerminating)
  return desiredOf(scene.spec).workloads.filter(({ object, kind, image, flags }) => kinds.includes(kind) && pods.some((pod) => {
    if (pod.object !== object) return false
    const real = freshOf(componentOf(scene.observation, pod.name)?.flags)
    return (image !== undefined && pod.image !== image) || (real !== undefined && flagDifferences(flags, real).length > 0)
  })).map(({ name }) => name)
}
