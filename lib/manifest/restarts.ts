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
 * The pods that are replaced because the template changes: those that exist before and after. None while a Deployment is paused or where
 * pods are replaced only when they are deleted; the upper ordinals only where a StatefulSet is updated in part.
 */
export function podRestarts(before: KubeObject | undefined, after: KubeObject): number {
  if (before === undefined || !podTemplateChanged(before, after)) return 0
  if (fieldAt(after, 'spec', 'paused') === true || fieldAt(after, 'spec', 'updateStrategy', 'type') === 'OnDelete') return 0
  const kept = Math.min(numberAt(before, 'spec', 'replicas') ?? 1, numberAt(after, 'spec', 'replicas') ?? 1)
  return Math.max(0, kept - (numberAt(after, 'spec', 'updateStrategy', 'rollingUpdate', 'partition') ?? 0))
}
