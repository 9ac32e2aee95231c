// What changed between two looks, so that a viewer is sent that alone: a page of five hundred edges would else be sent anew at every poll.
import type { Observation, Reading, Sample, SeenComponent, UnseenNamespace } from './observation.ts'

type Part = Reading<unknown>
type Skeleton = Pick<SeenComponent, 'pod' | 'kind' | 'object'>

/**
 * `set`: readings that changed, by their key ("stores/thanos-query-0"); `asOf`: those that were read again and say the same; `moved`: pages
 * of metrics on which only the numbers are others, in their order; `gone`: those that are there no more.
 */
export type ObservationPatch = {
  at: number
  set: Record<string, Part>
  asOf: Record<string, number>
  moved: Record<string, { at: number; values: number[] }>
  gone: string[]
  components?: Skeleton[]
  /** The namespaces that cannot be looked into, when they are others than before. */
  unseen?: readonly UnseenNamespace[]
}

/** The difference; values that say the same are known by being the same object. */
export function observationPatch(before: Observation, after: Observation): ObservationPatch {
  const [old, now] = [partsOf(before), partsOf(after)]
  const unseen = JSON.stringify(before.unseen ?? []) === JSON.stringify(after.unseen ?? []) ? {} : { unseen: after.unseen ?? [] }
  const patch: ObservationPatch = { at: after.at, set: {}, asOf: {}, moved: {}, gone: [...old.keys()].filter((key) => !now.has(key)), ...unseen }
  for (const [key, part] of now) {
    const was = old.get(key)
    if (was === part || (was && isSame(was, part))) continue
    if (was?.state !== 'fresh' || part.state !== 'fresh' || was.from !== part.from) patch.set[key] = part
    else if (was.value === part.value) patch.asOf[key] = part.at
    else if (key.startsWith('metrics/') && sameSeries(asSamples(was.value), asSamples(part.value))) {
      patch.moved[key] = { at: part.at, values: asSamples(part.value).map(({ value }) => value) }
    } else patch.set[key] = part
  }
  const skeletons = after.components.map(skeletonOf)
  return JSON.stringify(skeletons) === JSON.stringify(before.components.map(skeletonOf)) ? patch : { ...patch, components: skeletons }
}

/** The look that a patch makes of the one before it. */
export function patched(before: Observation, { at, set, asOf, moved, gone, components, unseen = before.unseen }: ObservationPatch): Observation {
  const parts = partsOf(before)
  for (const key of gone) parts.delete(key)
  for (const [key, part] of Object.entries(set)) parts.set(key, part)
  for (const [key, time] of Object.entries(asOf)) {
    const part = parts.get(key)
    if (part?.state === 'fresh') parts.set(key, { ...part, at: time })
  }
  for (const [key, { at: time, values }] of Object.entries(moved)) {
    const part = parts.get(key)
    if (part?.state === 'fresh') parts.set(key, { ...part, at: time, value: asSamples(part.value).map((sample, index) => ({ ...sample, value: values[index] ?? sample.value })) })
  }
  return { ...composed({ at, components: components ?? before.components.map(skeletonOf) }, parts), ...(unseen === undefined || unseen.length === 0 ? {} : { unseen }) }
}

function partsOf({ workloads, pods, edges, components, stores, targets, rules, blocks, alertmanagers }: Observation): Map<string, Part> {
  const ofPods = (name: string, readings: Readonly<Record<string, Part>>): [string, Part][] => Object.entries(readings).map(([pod, reading]) => [`${name}/${pod}`, reading])
  return new Map<string, Part>([
    ['workloads', workloads], ['pods', pods], ['edges', edges], ...ofPods('stores', stores), ...ofPods('targets', targets), ...ofPods('rules', rules), ...ofPods('blocks', blocks), ...ofPods('alertmanagers', alertmanagers),
    ...components.flatMap(({ pod, flags, version, metrics }): [string, Part][] => [[`flags/${pod}`, flags], [`version/${pod}`, version], [`metrics/${pod}`, metrics]]),
  ])
}

/** Whole again. Readings are of the type that their key says: partsOf() gave them their keys. */
function composed({ at, components }: { at: number; components: readonly Skeleton[] }, parts: ReadonlyMap<string, Part>): Observation {
  const one = <T>(key: string): Reading<T> => {
    const part = parts.get(key)
    if (!part) throw new Error(`the look has no ${key}`)
    // Safe because of the key, see above.
    return part as Reading<T>
  }
  const many = <T>(name: string): Record<string, Reading<T>> => Object.fromEntries([...parts.keys()].filter((key) => key.startsWith(`${name}/`)).map((key) => [key.slice(name.length + 1), one<T>(key)]))
  return {
    at, workloads: one('workloads'), pods: one('pods'), edges: one('edges'), stores: many('stores'), targets: many('targets'), rules: many('rules'), blocks: many('blocks'), alertmanagers: many('alertmanagers'),
    components: components.map((skeleton) => ({ ...skeleton, flags: one(`flags/${skeleton.pod}`), version: one(`version/${skeleton.pod}`), metrics: one(`metrics/${skeleton.pod}`) })),
  }
}

function isSame(was: Part, part: Part): boolean {
  return was.state === 'fresh' && part.state === 'fresh' && was.value === part.value && was.at === part.at && was.from === part.from
}

function skeletonOf({ pod, kind, object }: SeenComponent): Skeleton {
  return { pod, kind, object }
}

// Safe because only readings of metrics are asked.
function asSamples(value: unknown): readonly Sample[] {
  return value as readonly Sample[]
}

function sameSeries(a: readonly Sample[], b: readonly Sample[]): boolean {
  return a.length === b.length && a.every((sample, index) => {
    const other = b[index]
    return other !== undefined && sample.name === other.name && sameLabels(sample.labels, other.labels)
  })
}

function sameLabels(a: Readonly<Record<string, string>>, b: Readonly<Record<string, string>>): boolean {
  const keys = Object.keys(a)
  return keys.length === Object.keys(b).length && keys.every((key) => a[key] === b[key])
}
