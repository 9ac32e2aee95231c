// How many pods a change of a workload restarts.
import { isEqual } from './equal.ts'
import { fieldAt, numberAt } from './fields.ts'
import type { KubeObject } from './types.ts'

/** Whether the pod template differs, which makes the controller replace pods. False where there was none before. */
export function podTemplateChanged(before: KubeObject | undefined, after: KubeObject): boolean {
  const template = fieldAt(before, 'spec', 'template')
  return template !== undefined && !isEqual(template, fieldAt(after, 'spec', 'template'))
}

/**
 * The pods that a change replaces: those that exist before and after, where the template changes; where it does not, those that still have an
 * older one and that are reached only now, as when a partition is lowered or a Deployment is no longer paused. `before` as it is live, with its
 * status. None while a Deployment is paused or where pods are replaced only when they are deleted; the upper ordinals only where a StatefulSet
 * is updated in part.
 */
export function podRestarts(before: KubeObject | undefined, after: KubeObject): number {
  if (before === undefined) return 0
  const kept = Math.min(numberAt(before, 'spec', 'replicas') ?? 1, numberAt(after, 'spec', 'replicas') ?? 1)
  if (podTemplateChanged(before, after)) return reachOf(after, kept)
  const stale = (numberAt(before, 'status', 'replicas') ?? 0) - (numberAt(before, 'status', 'updatedReplicas') ?? 0)
  return Math.max(0, Math.min(reachOf(after, kept) - reachOf(before, kept), stale))
}

/** How many of so many pods a workload gives its template by itself. */
function reachOf(workload: KubeObject, pods: number): number {
  if (fieldAt(workload, 'spec', 'paused') === true || fieldAt(workload, 'spec', 'updateStrategy', 'type') === 'OnDelete') return 0
  return Math.max(0, pods - (numberAt(workload, 'spec', 'updateStrategy', 'rollingUpdate', 'partition') ?? 0))
}
