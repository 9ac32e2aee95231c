// Which file a workload finds under a path: through its mounts and volumes to the ConfigMap or Secret that holds it.
import { isJsonObject, type JsonObject } from '../manifest/types.ts'
import { getAt } from '../manifest/pointer.ts'
import { flagValue, flagValues } from './read-args.ts'
import { containerOf, objects, sameNamespace } from './pod.ts'
import { describeObjectStorage } from './object-storage.ts'
import { remembered } from './remember.ts'
import { renderObject } from './render.ts'
import type { ConfigFiles, ObjectStorage, Reference, StackSpec, Workload } from './spec.ts'

export type MountedFile = { readonly object: ConfigFiles | Reference; readonly key: string; readonly text?: string; readonly isSubPath: boolean }

/** What a path leads to. `elsewhere` is a volume of another sort (a claim, an emptyDir), whose files nobody can know. */
export type FileLookup =
  | ({ readonly status: 'file' } & MountedFile)
  | { readonly status: 'no-mount' }
  | { readonly status: 'no-volume'; readonly volume: string }
  | { readonly status: 'no-object'; readonly kind: 'ConfigMap' | 'Secret'; readonly name: string }
  | { readonly status: 'no-key'; readonly object: ConfigFiles | Reference; readonly key: string }
  | { readonly status: 'elsewhere'; readonly volume: string }

/** Looks up the file at an absolute path in the Thanos container. */
export function fileAt(spec: StackSpec, workload: Workload, path: string): FileLookup {
  return lookUp(spec, workload, mountOf(mountsOf(workload), path))
}

/** The same in another container of the workload's pod. */
export function containerFileAt(spec: StackSpec, workload: Workload, container: JsonObject, path: string): FileLookup {
  return lookUp(spec, workload, mountOf(mountsIn(container), path))
}

function lookUp(spec: StackSpec, workload: Workload, mount: FoundMount | undefined): FileLookup {
  if (!mount) return { status: 'no-mount' }
  const volume = volumeOf(workload, mount.volume)
  if (!volume) return volumeClaims(workload).includes(mount.volume) ? { status: 'elsewhere', volume: mount.volume } : { status: 'no-volume', volume: mount.volume }
  let missing: FileLookup | undefined
  for (const source of sourcesOf(volume)) {
    const object = findObject(spec, workload, source)
    if (!object) {
      missing = { status: 'no-object', kind: source.kind, name: source.name }
      continue
    }
    const key = source.items ? source.items.find((item) => item.path === mount.file)?.key : mount.file
    const keys = object.type === 'config' ? Object.keys(object.files) : object.keys
    if (key === undefined || !keys.includes(key)) {
      missing = { status: 'no-key', object, key: key ?? mount.file }
      continue
    }
    const content = object.type === 'config' ? object.files[key] : undefined
    return { status: 'file', object, key, isSubPath: mount.isSubPath, ...(content === undefined ? {} : { text: content }) }
  }
  return missing ?? { status: 'elsewhere', volume: mount.volume }
}

/** All ConfigMap files that a glob such as /etc/thanos/rules/*.yaml finds in the container, by key. */
export function filesMatching(spec: StackSpec, workload: Workload, glob: string): MountedFile[] {
  const pattern = globPattern(glob)
  return mountsOf(workload).flatMap((mount) => {
    const volume = volumeOf(workload, mount.volume)
    if (!volume) return []
    return sourcesOf(volume).flatMap((source) => {
      const object = findObject(spec, workload, source)
      if (!object) return []
      const keys = object.type === 'config' ? Object.keys(object.files) : object.keys
      return keys.flatMap((key): MountedFile[] => {
        const name = source.items ? source.items.find((item) => item.key === key)?.path : key
        if (name === undefined) return []
        if (mount.subPath !== undefined && mount.subPath !== name) return []
        if (!pattern.test(mount.subPath === undefined ? `${mount.path}/${name}` : mount.path)) return []
        const content = object.type === 'config' ? object.files[key] : undefined
        return [{ object, key, isSubPath: mount.subPath !== undefined, ...(content === undefined ? {} : { text: content }) }]
      })
    })
  })
}

/** Whether files that a glob finds may come from where nobody can look: a volume that is filled by others, or an object that is not at hand. */
export function mayFindMore(spec: StackSpec, workload: Workload, glob: string): boolean {
  const folder = glob.replace(/\/[^/]*$/, '')
  const pattern = globPattern(folder)
  const fixed = folder.replace(/\*.*$/, '')
  return mountsOf(workload).filter(({ path }) => pattern.test(path) || `${folder}/`.startsWith(`${path}/`) || (fixed !== folder && `${path}/`.startsWith(fixed))).some((mount) => {
    const volume = volumeOf(workload, mount.volume)
    const sources = volume && sourcesOf(volume)
    return sources === undefined || sources.length === 0 || sources.some((source) => findObject(spec, workload, source) === undefined)
  })
}

function globPattern(glob: string): RegExp {
  return new RegExp(`^${glob.split('*').map((part) => part.replaceAll(/[.+^${}()|[\]\\?]/g, '\\$&')).join('[^/]*')}$`)
}

/** The object storage that a workload is configured with, and the file that says so; undefined when it has none or nobody can know. */
export function objectStorageOf(spec: StackSpec, workload: Workload): FoundStorage | undefined {
  return perWorkload(storages(spec), workload, () => readStorage(spec, workload))
}

type FoundStorage = { readonly storage: ObjectStorage; readonly object: ConfigFiles | Reference; readonly key: string }

const storages = remembered((_spec: StackSpec) => new Map<Workload, { readonly found: FoundStorage | undefined }>())
const hashrings = remembered((_spec: StackSpec) => new Map<Workload, { readonly found: MountedFile | undefined }>())

/** What was found for a workload before, or is found now. */
function perWorkload<Found>(known: Map<Workload, { readonly found: Found }>, workload: Workload, find: () => Found): Found {
  const earlier = known.get(workload)
  if (earlier) return earlier.found
  const found = find()
  known.set(workload, { found })
  return found
}

function readStorage(spec: StackSpec, workload: Workload): FoundStorage | undefined {
  const path = flagValue(workload.args, 'objstore.config-file')
  const found = path === undefined ? undefined : fileAt(spec, workload, path)
  if (found?.status !== 'file') return undefined
  const { object, key, text } = found
  if (object.type === 'config') return text === undefined ? undefined : { storage: describeObjectStorage(text), object, key }
  const storage = object.objectStorage[key]
  return storage && { storage, object, key }
}

/** The hashring file that a receiver reads. */
export function hashringFileOf(spec: StackSpec, workload: Workload): MountedFile | undefined {
  return perWorkload(hashrings(spec), workload, () => readHashring(spec, workload))
}

function readHashring(spec: StackSpec, workload: Workload): MountedFile | undefined {
  const path = flagValue(workload.args, 'receive.hashrings-file')
  const found = path === undefined ? undefined : fileAt(spec, workload, path)
  return found?.status === 'file' ? found : undefined
}

/** The rule files that a ruler reads. */
export function ruleFilesOf(spec: StackSpec, workload: Workload): MountedFile[] {
  return flagValues(workload.args, 'rule-file').flatMap((glob) => filesMatching(spec, workload, glob))
}

type Mount = { readonly volume: string; readonly path: string; readonly subPath?: string }
type Source = { readonly kind: 'ConfigMap' | 'Secret'; readonly name: string; readonly items?: readonly { key: string; path: string }[] }

type FoundMount = { readonly volume: string; readonly file: string; readonly isSubPath: boolean }

const mountsOf = remembered((workload: Workload): Mount[] => mountsIn(containerOf(workload)))

function mountsIn(container: JsonObject): Mount[] {
  return objects(container.volumeMounts).flatMap((mount) => (typeof mount.name === 'string' && typeof mount.mountPath === 'string'
    ? [{ volume: mount.name, path: mount.mountPath.replace(/\/+$/, ''), ...(typeof mount.subPath === 'string' && mount.subPath !== '' ? { subPath: mount.subPath } : {}) }]
    : []))
}

function mountOf(mounts: readonly Mount[], path: string): FoundMount | undefined {
  const candidates = mounts
    .filter((mount) => path === mount.path || path.startsWith(`${mount.path}/`))
    .toSorted((a, b) => b.path.length - a.path.length)
  const mount = candidates[0]
  if (!mount) return undefined
  const below = path.slice(mount.path.length + 1)
  const file = mount.subPath === undefined ? below : [mount.subPath, below].filter((part) => part !== '').join('/')
  return { volume: mount.volume, file, isSubPath: mount.subPath !== undefined }
}

function volumeOf(workload: Workload, name: string): JsonObject | undefined {
  return volumesOf(workload).find((volume) => volume.name === name)
}

const volumesOf = remembered((workload: Workload) => objects(getAt(renderObject(workload), '/spec/template/spec/volumes')))

function volumeClaims(workload: Workload): string[] {
  return objects(getAt(renderObject(workload), '/spec/volumeClaimTemplates')).flatMap((claim) => {
    const name = getAt(claim, '/metadata/name')
    return typeof name === 'string' ? [name] : []
  })
}

function sourcesOf(volume: JsonObject): Source[] {
  const projected = isJsonObject(volume.projected) ? objects(volume.projected.sources) : []
  return [volume, ...projected].flatMap((source): Source[] => [
    ...sourceOf('ConfigMap', source.configMap, 'name'),
    ...sourceOf('Secret', source.secret, 'secretName'),
    ...sourceOf('Secret', source.secret, 'name'),
  ])
}

function sourceOf(kind: Source['kind'], value: JsonObject[string] | undefined, nameKey: string): Source[] {
  if (!isJsonObject(value)) return []
  const name = value[nameKey]
  if (typeof name !== 'string') return []
  if (!Array.isArray(value.items)) return [{ kind, name }]
  const items = objects(value.items).flatMap(({ key, path }) => (typeof key === 'string' && typeof path === 'string' ? [{ key, path }] : []))
  return [{ kind, name, items }]
}

const holders = remembered((spec: StackSpec) => {
  const all = spec.objects.filter((object): object is ConfigFiles | Reference => object.type === 'config' || object.type === 'reference')
  return {
    byName: Map.groupBy(all, (object) => `${object.object}/${object.name}`),
    byNamespace: new Map(all.map((object) => [`${object.object}/${object.name}/${object.namespace ?? ''}`, object])),
  }
})

function findObject(spec: StackSpec, workload: Workload, source: Source): ConfigFiles | Reference | undefined {
  const { byName, byNamespace } = holders(spec)
  const name = `${source.kind}/${source.name}`
  return byNamespace.get(`${name}/${workload.namespace ?? ''}`) ?? byName.get(name)?.find((object) => sameNamespace(object, workload))
}
