// Knows what a pod's volumes hold: folders, and files that follow their ConfigMap or Secret all at once.
import { mkdir, mkdtemp, readdir, readlink, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { Configuration, Place } from './environment.ts'
import { configMapValues, podField, secretValues } from './environment.ts'
import type { Pod, Volume } from './spec.ts'

/** A volume that cannot be set up, in the kubelet's words. */
export class MountError extends Error {}

export type VolumeSources = {
  readonly configuration: Configuration
  readonly place: Place
  /** The folder of a claim of the pod's namespace; undefined while it has no volume. */
  readonly claimFolder: (namespace: string, claim: string) => string | undefined
}

type Files = Map<string, Buffer>

/** Makes every volume of a pod below `dir` and returns the folder of each. Throws a MountError that names what is missing. */
export async function setUpVolumes(pod: Pod, dir: string, sources: VolumeSources): Promise<Map<string, string>> {
  const folders = new Map<string, string>()
  for (const volume of pod.spec.volumes) folders.set(volume.name, await setUp(pod, volume, { folder: join(dir, volume.name), sources }))
  return folders
}

/** Brings files up to date with their sources. A source that is gone leaves the files as they were, as the kubelet does. */
export async function refreshVolumes(pod: Pod, folders: ReadonlyMap<string, string>, sources: VolumeSources): Promise<void> {
  for (const volume of pod.spec.volumes) {
    const folder = folders.get(volume.name)
    if (folder === undefined) continue
    try {
      const files = filesOf(pod, volume, sources)
      if (files) await publish(folder, files)
    } catch (error) {
      if (!(error instanceof MountError)) throw error
    }
  }
}

async function setUp(pod: Pod, volume: Volume, { folder, sources }: { folder: string; sources: VolumeSources }): Promise<string> {
  if (volume.persistentVolumeClaim) {
    const { claimName } = volume.persistentVolumeClaim
    const found = sources.claimFolder(pod.metadata.namespace, claimName)
    if (found === undefined) throw new MountError(`persistentvolumeclaim "${claimName}" has no volume`)
    return found
  }
  const files = filesOf(pod, volume, sources)
  if (files === undefined && volume.emptyDir === undefined) throw new MountError(`the lab has no volumes of the kind of "${volume.name}"`)
  await mkdir(folder, { recursive: true })
  if (files) await publish(folder, files)
  return folder
}

/** What is to be in a volume that has files of the API; undefined for a plain folder. */
function filesOf(pod: Pod, { configMap, secret, downwardAPI, projected }: Volume, sources: VolumeSources): Files | undefined {
  if (configMap) return pick('configmap', configMap, configMapValues(pod, configMap.name, sources.configuration))
  if (secret) return pick('secret', { ...secret, name: secret.secretName }, secretValues(pod, secret.secretName, sources.configuration))
  if (downwardAPI) return fields(pod, downwardAPI.items, sources.place)
  return projected && new Map(projected.sources.flatMap((source): [string, Buffer][] => [
    ...(source.configMap ? pick('configmap', source.configMap, configMapValues(pod, source.configMap.name, sources.configuration)) : []),
    ...(source.secret ? pick('secret', source.secret, secretValues(pod, source.secret.name, sources.configuration)) : []),
    ...(source.downwardAPI ? fields(pod, source.downwardAPI.items, sources.place) : []),
  ]))
}

function pick(kind: string, { name, optional, items }: { name: string; optional: boolean; items?: { key: string; path: string }[] | undefined }, values: Record<string, Buffer> | undefined): Files {
  if (values === undefined) {
    if (optional) return new Map()
    throw new MountError(`${kind} "${name}" not found`)
  }
  if (items === undefined) return new Map(Object.entries(values))
  return new Map(items.flatMap(({ key, path }): [string, Buffer][] => {
    const value = values[key]
    if (value === undefined && !optional) throw new MountError(`references non-existent config key: ${key}`)
    return value === undefined ? [] : [[path, value]]
  }))
}

function fields(pod: Pod, items: { path: string; fieldRef?: { fieldPath: string } | undefined }[], place: Place): Files {
  return new Map(items.flatMap(({ path, fieldRef }): [string, Buffer][] => (fieldRef ? [[path, Buffer.from(podField(pod, fieldRef.fieldPath, place))]] : [])))
}

const published = new Map<string, string>()

/**
 * Puts the files in place all at once, as the kubelet does: a new folder, and one rename of the link `..data` that every name leads through. Who
 * has a single file mounted (subPath) keeps the old one.
 */
async function publish(folder: string, files: Files): Promise<void> {
  const content = JSON.stringify([...files].map(([path, value]) => [path, value.toString('base64')]))
  if (published.get(folder) === content) return
  const fresh = await mkdtemp(join(folder, '..files-'))
  for (const [path, value] of files) {
    await mkdir(dirname(join(fresh, path)), { recursive: true })
    await writeFile(join(fresh, path), value)
  }
  const data = join(folder, '..data')
  const previous = await readlink(data).catch(() => undefined)
  await symlink(basename(fresh), join(folder, '..data_tmp'))
  await rename(join(folder, '..data_tmp'), data)
  const names = new Set([...files.keys()].map((path) => path.split('/')[0] ?? path))
  const present = new Set((await readdir(folder)).filter((name) => !name.startsWith('..')))
  for (const name of names) if (!present.has(name)) await symlink(join('..data', name), join(folder, name))
  for (const name of present) if (!names.has(name)) await rm(join(folder, name))
  if (previous !== undefined) await rm(join(folder, previous), { recursive: true })
  published.set(folder, content)
}
