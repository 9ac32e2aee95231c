// Pods that run Thanos in more than one container: one container is the workload, the others are looked at through views of it.
import { thanosContainers, workloadOf } from './adopt-object.ts'
import { remembered } from './remember.ts'
import { renderObject } from './render.ts'
import type { StackSpec, Workload } from './spec.ts'

/**
 * The further Thanos containers of a workload's pods, each as a workload of its own kind in the same object. Their objectIds end in
 * ":" and the container's name; edits that name one of these change that container. [] for nearly every workload.
 */
export const containersBeside: (workload: Workload) => readonly Workload[] = remembered((workload) => {
  if (workload.object === 'Fragment' || workload.beside) return []
  const object = renderObject(workload)
  return thanosContainers(object).filter(({ name }) => name !== workload.container).map((container): Workload => ({ ...workloadOf(object, workload, container), beside: true }))
})

/**
 * The spec seen through its further containers: every workload that has an n-th one shows it in its own place, the others stay as they
 * are. As many specs as the largest pod has further containers; none for nearly every spec.
 */
export function specsBeside(spec: StackSpec): StackSpec[] {
  const most = Math.max(0, ...spec.objects.map((object) => (object.type === 'workload' ? containersBeside(object).length : 0)))
  return Array.from({ length: most }, (_, index) => ({
    ...spec, objects: spec.objects.map((object) => (object.type === 'workload' ? containersBeside(object)[index] ?? object : object)),
  }))
}
