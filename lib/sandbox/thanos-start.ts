// Whether the containers of a pod would come up: images, mounts and variables first, then Thanos' own rules (thanos-command.ts).
import type { JsonObject, KubeObject } from '../manifest/types.ts'
import { NEWEST, releaseOf } from '../thanos/catalogue.ts'
import { isAtLeast } from '../thanos/version.ts'
import { itemsAt, textAt, valueAt } from './fields.ts'
import type { PodStart, ReadBeside } from './pod-start.ts'
import { missedProbe } from './probes.ts'
import { thanosRefusal } from './thanos-command.ts'

/** The start of a pod. A container that is not Thanos starts when its image, its mounts and its variables are there. */
export function thanosStarts(pod: KubeObject, read: ReadBeside): PodStart {
  const containers = itemsAt(pod, 'spec', 'containers')
  const missingImage = containers.find((container) => !imageExists(textAt(container, 'image')))
  if (missingImage) return { state: 'no-image', message: `Back-off pulling image ${JSON.stringify(textAt(missingImage, 'image'))}`, container: textAt(missingImage, 'name') }
  const missing = itemsAt(pod, 'spec', 'volumes').flatMap((volume) => mountSources(volume)).find(({ kind, name, optional }) => !optional && !read(kind, name))
  if (missing) {
    return { state: 'waiting', reason: 'ContainerCreating', message: `MountVolume.SetUp failed for volume ${JSON.stringify(missing.volume)} : ${missing.kind.toLowerCase()} ${JSON.stringify(missing.name)} not found` }
  }
  for (const found of containers) {
    const container = textAt(found, 'name')
    const problem = variableProblem(found, read)
    if (problem !== undefined) return { state: 'waiting', reason: 'CreateContainerConfigError', message: problem, container }
    const refusal = isThanos(textAt(found, 'image')) ? thanosRefusal({ pod, container: found, read }) : undefined
    if (refusal) return { state: 'crash', ...refusal, container }
  }
  for (const found of containers.filter((container) => isThanos(textAt(container, 'image')))) {
    const missed = missedProbe(pod, found)
    // Killed for its liveness probe, Thanos ends in good order.
    if (missed?.probe === 'livenessProbe') return { state: 'flap', log: 'level=info msg=exiting', exitCode: 0, probe: missed.message, container: textAt(found, 'name') }
    if (missed) return { state: 'unready', message: missed.message, container: textAt(found, 'name') }
  }
  return { state: 'ready' }
}

/** Every image can be pulled but those that say they cannot, and those of Thanos releases that do not exist. */
function imageExists(image: string): boolean {
  if (image.includes('does-not-exist')) return false
  const release = releaseOf(image)
  return !isThanos(image) || release === undefined || (release.startsWith('v0.') && isAtLeast(NEWEST, release))
}

function isThanos(image: string): boolean {
  return /(^|\/)thanos(:|@|$)/.test(image)
}

type MountSource = { volume: string; kind: 'Secret' | 'ConfigMap'; name: string; optional: boolean }

function mountSources(volume: JsonObject): MountSource[] {
  const sources = [
    { kind: 'Secret', name: textAt(volume, 'secret', 'secretName'), optional: valueAt(volume, 'secret', 'optional') === true },
    { kind: 'ConfigMap', name: textAt(volume, 'configMap', 'name'), optional: valueAt(volume, 'configMap', 'optional') === true },
  ] as const
  return sources.filter(({ name }) => name !== '').map((source) => ({ ...source, volume: textAt(volume, 'name') }))
}

function variableProblem(container: JsonObject, read: ReadBeside): string | undefined {
  for (const variable of itemsAt(container, 'env')) {
    for (const [kind, field] of [['Secret', 'secretKeyRef'], ['ConfigMap', 'configMapKeyRef']] as const) {
      const [name, key] = [textAt(variable, 'valueFrom', field, 'name'), textAt(variable, 'valueFrom', field, 'key')]
      if (name === '' || valueAt(variable, 'valueFrom', field, 'optional') === true) continue
      const object = read(kind, name)
      if (!object) return `${kind.toLowerCase()} ${JSON.stringify(name)} not found`
      if (valueAt(object, 'data', key) === undefined) return `couldn't find key ${key} in ${kind} ${object.metadata.namespace ?? ''}/${name}`
    }
  }
  return undefined
}
