// What a container reads at a path: the file of a ConfigMap or Secret that is mounted there.
import { posix } from 'node:path'
import type { JsonObject, KubeObject } from '../manifest/types.ts'
import { itemsAt, textAt } from './fields.ts'
import type { ReadBeside } from './pod-start.ts'

/** The text at a path; undefined when no ConfigMap or Secret puts a file there. */
export function mountedFile({ pod, container, path, read }: { pod: KubeObject; container: JsonObject; path: string; read: ReadBeside }): string | undefined {
  // Of nested mounts the innermost counts.
  const mounts = itemsAt(container, 'volumeMounts').toSorted((a, b) => textAt(b, 'mountPath').length - textAt(a, 'mountPath').length)
  for (const mount of mounts) {
    const relative = posix.relative(textAt(mount, 'mountPath'), path)
    if (relative.startsWith('..')) continue
    const volume = itemsAt(pod, 'spec', 'volumes').find(({ name }) => name === mount.name)
    return volume && fileOf(volume, posix.join(textAt(mount, 'subPath'), relative), read)
  }
  return undefined
}

function fileOf(volume: JsonObject, file: string, read: ReadBeside): string | undefined {
  const [kind, source] = 'secret' in volume ? ['Secret', 'secret'] as const : ['ConfigMap', 'configMap'] as const
  const object = read(kind, textAt(volume, source, kind === 'Secret' ? 'secretName' : 'name'))
  const items = itemsAt(volume, source, 'items')
  const key = items.length === 0 ? file : textAt(items.find((item) => item.path === file), 'key')
  const value = textAt(object, 'data', key)
  if (value === '') return undefined
  return kind === 'Secret' ? Buffer.from(value, 'base64').toString('utf8') : value
}
