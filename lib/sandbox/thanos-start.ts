// Whether a container of a pod would come up: the start-up rules of images, mounts and of Thanos itself, in Thanos' own words.
import type { KubeObject } from '../manifest/types.ts'
import { itemsAt, textAt } from './fields.ts'
import type { PodStart, ReadBeside } from './kubelet.ts'

/** The start of a pod. A container that is not Thanos starts when its image and its mounts are there. */
export function thanosStarts(pod: KubeObject, read: ReadBeside): PodStart {
  for (const container of itemsAt(pod, 'spec', 'containers')) {
    const image = textAt(container, 'image')
    if (image.includes('does-not-exist')) return { state: 'no-image', message: `Back-off pulling image ${JSON.stringify(image)}` }
  }
  for (const volume of itemsAt(pod, 'spec', 'volumes')) {
    for (const [kind, name] of [['Secret', textAt(volume, 'secret', 'secretName')], ['ConfigMap', textAt(volume, 'configMap', 'name')]] as const) {
      if (name !== '' && !read(kind, name)) return { state: 'waiting', reason: 'ContainerCreating', message: '' }
    }
  }
  return { state: 'ready' }
}
