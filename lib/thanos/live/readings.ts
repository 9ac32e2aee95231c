// What pages and diagnoses ask of an Observation again and again: the value of a reading and the flags of a pod.
import { flagValues } from '../read-args.ts'
import { type StackSpec, type Workload, workloads } from '../spec.ts'
import type { Observation, Reading, SeenComponent, SeenPod, UnseenNamespace } from './observation.ts'
import { seenObject } from './seen-object.ts'

/** An observation with the spec that is asked for beside it. */
export type Look = { readonly observation: Observation; readonly spec: StackSpec }

/** The last good value of a reading, however old; undefined when it never answered. */
export function valueOf<T>(reading: Reading<T> | undefined): T | undefined {
  return reading === undefined || reading.state === 'dead' ? undefined : reading.value
}

/** The value of a reading that answered when it was asked last. What is judged as now must be now. */
export function freshOf<T>(reading: Reading<T> | undefined): T | undefined {
  return reading?.state === 'fresh' ? reading.value : undefined
}

/** The pods of the stack, [] while they are not known. */
export function podsOf(observation: Observation): SeenPod[] {
  return valueOf(observation.pods) ?? []
}

/** The namespace of a workload, where nobody could look into it: what runs there is not known. */
export function unseenOf({ unseen = [] }: Pick<Observation, 'unseen'>, { namespace }: { namespace?: string | undefined }): UnseenNamespace | undefined {
  return unseen.find((each) => (namespace === undefined ? each.isHome : each.namespace === namespace))
}

/** It does not come by itself: it crashes, or cannot start. Of a pod that is not ready. */
export function isFailing({ waiting, lastEnd, restarts }: SeenPod): boolean {
  if (waiting !== undefined) return waiting.reason !== 'ContainerCreating' && waiting.reason !== 'PodInitializing'
  return restarts > 0 && lastEnd !== undefined && lastEnd.exitCode !== 0
}

/** The workload of the spec that an observed object ("StatefulSet/thanos-store") is. */
export function workloadOf(spec: StackSpec, object: string): Workload | undefined {
  return workloads(spec).find((workload) => seenObject(spec, workload) === object)
}

/** What one pod says of itself. */
export function componentOf(observation: Observation, pod: string): SeenComponent | undefined {
  return observation.components.find((component) => component.pod === pod)
}

/**
 * The values of a flag that a pod runs with: those it tells itself, else those of the spec. Receivers tell none: they do not mount
 * /api/v1/status/flags. Source: pkg/api/api.go. A repeatable flag is told as one text with commas.
 */
export function flagOfPod({ observation, spec }: Look, pod: SeenPod, flag: string): string[] {
  const told = freshOf(componentOf(observation, pod.name)?.flags)
  if (told !== undefined && flag in told) return splitTold(told[flag] ?? '')
  const workload = workloadOf(spec, pod.object)
  return workload === undefined ? [] : flagValues(workload.args, flag)
}

/** A value as /api/v1/status/flags tells it, taken apart. Source: kingpin's accumulator joins with commas. */
export function splitTold(value: string): string[] {
  return value.replace(/^\[|\]$/g, '').split(',').map((part) => part.trim()).filter((part) => part !== '')
}

/** Labels as Prometheus writes them: {cluster="a", replica="0"}. */
export function labelText(labels: Readonly<Record<string, string>>): string {
  return `{${Object.entries(labels).toSorted(([a], [b]) => a.localeCompare(b)).map(([name, value]) => `${name}=${JSON.stringify(value)}`).join(', ')}}`
}
