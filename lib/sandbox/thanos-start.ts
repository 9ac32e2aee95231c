// Whether the containers of a pod would come up: images, mounts and variables first, then Thanos' own rules (thanos-command.ts).
import type { JsonObject, KubeObject } from '../manifest/types.ts'
import { NEWEST, releaseOf } from '../thanos/catalogue.ts'
import { isAtLeast } from '../thanos/version.ts'
import { itemsAt, textAt, valueAt } from './fields.ts'
import type { PodStart, ReadBeside } from './kubelet.ts'
import { thanosRefusal } from './thanos-command.ts'

/** The start of a pod. A container that is not Thanos starts when its image, its mounts and its variables are there. */
export function thanosStarts(pod: KubeObject, read: ReadBeside): PodStart {
  const containers = itemsAt(pod, 'spec', 'containers')
  const missingImage = containers.map((container) => textAt(container, 'image')).find((image) => !imageExists(image))
  if (missingImage !== undefined) return { state: 'no-image', message: `Back-off pulling image ${JSON.stringify(missingImage)}` }
  const missing = itemsAt(pod, 'spec', 'volumes').flatMap((volume) => mountSources(volume)).find(({ kind, name, optional }) => !optional && !read(kind, name))
  if (missing) {
    return { state: 'waiting', reason: 'ContainerCreating', message: `MountVolume.SetUp failed for volume ${JSON.stringify(missing.volume)} : ${missing.kind.toLowerCase()} ${JSON.stringify(missing.name)} not found` }
  }
  for (const container of containers) {
    const problem = variableProblem(container, read)
    if (problem !== undefined) return { state: 'waiting', reason: 'CreateContainerConfigError', message: problem }
    const refusal = isThanos(textAt(container, 'image')) ? thanosRefusal({ pod, container, read }) : undefined
    if (refusal) return { state: 'crash', ...refusal }
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
