// HorizontalPodAutoscalers of a spec and what they scale.
import { getAt } from '../manifest/pointer.ts'
import { sameNamespace } from './pod.ts'
import { remembered } from './remember.ts'
import type { Other, StackSpec, Workload } from './spec.ts'

/** An autoscaler and the workload that it names, as "Kind/name". */
export type Autoscaler = { readonly object: Other; readonly target: string }

/** All autoscalers of a spec. */
export const autoscalers: (spec: StackSpec) => readonly Autoscaler[] = remembered((spec) => spec.objects.flatMap((object): Autoscaler[] => {
  if (object.type !== 'object' || object.object !== 'HorizontalPodAutoscaler') return []
  return [{ object, target: `${String(getAt(object.manifest, '/spec/scaleTargetRef/kind'))}/${String(getAt(object.manifest, '/spec/scaleTargetRef/name'))}` }]
}))

/** The autoscaler of a workload; undefined when nothing scales it. */
export function autoscalerOf(spec: StackSpec, workload: Workload): Other | undefined {
  return autoscalers(spec).find(({ object, target }) => target === `${workload.object}/${workload.name}` && sameNamespace(object, workload))?.object
}
