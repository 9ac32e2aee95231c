// Countable facts about a spec for the number strip and the group heads. Pure.
import { isJsonObject, type Json } from '#lib/manifest/types.ts'
import { flagName } from '#lib/thanos/read-args.ts'
import { isKnown, releaseOf } from '#lib/thanos/catalogue.ts'
import { splitImage } from '#lib/thanos/image-name.ts'
import { remembered } from '#lib/thanos/remember.ts'
import { type StackSpec, type Workload, workloads } from '#lib/thanos/spec.ts'

export type SpecFacts = {
  readonly objects: number
  readonly workloads: number
  readonly pods: number
  /** Releases that the images name, such as "v0.31.0"; empty when no image names one. */
  readonly versions: readonly string[]
  readonly flags: number
  /** Flags that the version of their workload does not know. */
  readonly unknownFlags: number
  /** Names of pod and container fields that no form shows and that are kept as they were written, most frequent first. */
  readonly keptFields: readonly string[]
  readonly kept: number
}

/** Fields of a pod or container that a form shows or that every one has. */
const SHOWN = new Set(['containers', 'name', 'image', 'args', 'command', 'resources'])

/** Counts over the whole spec. */
export const specFacts: (spec: StackSpec) => SpecFacts = remembered((spec) => {
  const all = workloads(spec)
  const flags = all.flatMap((workload) => workload.args.flatMap((arg) => {
    const flag = flagName(arg)
    return flag === undefined ? [] : [{ workload, flag }]
  }))
  const kept = Object.entries(Object.groupBy(all.flatMap(keptFieldsOf), (name) => name))
    .toSorted(([, a = []], [, b = []]) => b.length - a.length)
  return {
    objects: spec.objects.length,
    workloads: all.length,
    pods: all.reduce((sum, workload) => sum + (workload.object === 'Fragment' ? 0 : workload.replicas ?? 1), 0),
    versions: [...new Set(all.flatMap((workload) => versionOf(workload) ?? []))],
    flags: flags.length,
    unknownFlags: flags.filter(({ workload, flag }) => !isKnown(workload.kind, flag, releaseOf(workload.image ?? '') ?? '')).length,
    keptFields: kept.map(([name]) => name),
    kept: kept.reduce((sum, [, names = []]) => sum + names.length, 0),
  }
})

/** The tag of a workload's image; undefined when the image has none. */
export function versionOf(workload: Workload): string | undefined {
  const { tag } = splitImage(workload.image ?? '')
  return tag === '' ? undefined : tag
}

function keptFieldsOf(workload: Workload): string[] {
  if (workload.object === 'Fragment') return Object.keys(workload.rest).filter((key) => !SHOWN.has(key))
  const pod = at(at(at(workload.rest, 'spec'), 'template'), 'spec')
  if (!isJsonObject(pod)) return []
  const containers = Array.isArray(pod.containers) ? pod.containers.filter(isJsonObject) : []
  const thanos = containers.find(({ name }) => name === workload.container) ?? {}
  return [...Object.keys(pod), ...Object.keys(thanos)].filter((key) => !SHOWN.has(key))
}

function at(value: Json | undefined, key: string): Json | undefined {
  return isJsonObject(value) ? value[key] : undefined
}
