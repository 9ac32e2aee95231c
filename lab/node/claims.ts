// Knows how claims get their volumes: file systems in memory, of the size that was asked for, so that a disk can grow and be full.
import { mkdir, rm, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import { parseQuantity } from '#lib/manifest/quantity.ts'
import type { Api } from '../api.ts'
import type { Recorder } from './events.ts'
import { Claim, PersistentVolume } from './spec.ts'
import { runTool } from './tools.ts'
import type { Store, WatchOptions } from './watch.ts'
import { watchStore } from './watch.ts'

const MERGE_PATCH = 'application/merge-patch+json'
const PREFIX = 'lab-'

export type Claims = {
  readonly all: Store<Claim>
  /** The folder of a claim; undefined while it has no volume. */
  readonly folder: (namespace: string, name: string) => string | undefined
  /** Leaves no byte free on the claim's disk, or gives it its size back. */
  readonly fill: (namespace: string, name: string, isFull: boolean) => Promise<void>
}

type Deps = { api: Api; access: WatchOptions<Claim>['access']; record: Recorder; dir: string; storageClasses: readonly string[] }

/** Provisions the storage classes, of which the first is the default one. Claims of other classes wait, as in a cluster. */
export async function provideClaims({ api, access, record, dir, storageClasses }: Deps): Promise<Claims> {
  for (const [index, name] of storageClasses.entries()) {
    await api.must('POST', '/apis/storage.k8s.io/v1/storageclasses', {
      apiVersion: 'storage.k8s.io/v1', kind: 'StorageClass',
      metadata: { name, annotations: index === 0 ? { 'storageclass.kubernetes.io/is-default-class': 'true' } : {} },
      provisioner: 'lab/memory', reclaimPolicy: 'Delete', volumeBindingMode: 'Immediate', allowVolumeExpansion: true,
    })
  }
  const all = await watchStore({ api, access, path: '/api/v1/persistentvolumeclaims', schema: Claim })
  const volumes = await watchStore({ api, access, path: '/api/v1/persistentvolumes', schema: PersistentVolume })
  /** By uid of the claim: bytes of each disk that is mounted. */
  const disks = new Map<string, number>()
  const folderOf = (uid: string): string => join(dir, uid)

  const provide = async ({ metadata, spec }: Claim): Promise<void> => {
    const { storage } = spec.resources.requests
    const size = parseQuantity(storage) ?? 0
    const folder = folderOf(metadata.uid)
    disks.set(metadata.uid, size)
    await mkdir(folder, { recursive: true })
    await runTool('mount', ['-t', 'tmpfs', '-o', `size=${size},mode=0777`, 'lab', folder])
    await api.must('POST', '/api/v1/persistentvolumes', {
      apiVersion: 'v1', kind: 'PersistentVolume', metadata: { name: `${PREFIX}${metadata.uid}`, annotations: { 'pv.kubernetes.io/provisioned-by': 'lab/memory' } },
      spec: {
        capacity: { storage }, accessModes: spec.accessModes, storageClassName: spec.storageClassName ?? '', hostPath: { path: folder },
        persistentVolumeReclaimPolicy: 'Delete', claimRef: { apiVersion: 'v1', kind: 'PersistentVolumeClaim', namespace: metadata.namespace, name: metadata.name, uid: metadata.uid },
      },
    })
  }
  const grow = async ({ metadata, spec }: Claim): Promise<void> => {
    const { storage } = spec.resources.requests
    const size = parseQuantity(storage) ?? 0
    disks.set(metadata.uid, size)
    await runTool('mount', ['-o', `remount,size=${size}`, folderOf(metadata.uid)])
    await api.must('PATCH', `/api/v1/persistentvolumes/${PREFIX}${metadata.uid}`, { spec: { capacity: { storage } } }, MERGE_PATCH)
    await api.must('PATCH', `/api/v1/namespaces/${metadata.namespace}/persistentvolumeclaims/${metadata.name}/status`, { status: { capacity: { storage } } }, MERGE_PATCH)
    record({ kind: 'PersistentVolumeClaim', ...metadata }, { type: 'Normal', reason: 'FileSystemResizeSuccessful', message: 'MountVolume.NodeExpandVolume succeeded for volume' })
  }
  const see = (claim: Claim): void => {
    const { metadata, spec, status } = claim
    const known = disks.get(metadata.uid)
    const isOurs = storageClasses.includes(spec.storageClassName ?? '')
    const isWanting = known === undefined && isOurs && spec.volumeName === undefined
    const isGrowing = known !== undefined && status.phase === 'Bound' && (parseQuantity(spec.resources.requests.storage) ?? 0) > known
    if (!isWanting && !isGrowing) return
    const work = isWanting ? provide(claim) : grow(claim)
    work.catch((error: unknown) => { console.error(`claim ${metadata.namespace}/${metadata.name}: ${String(error)}`) })
  }
  const release = async (volume: string): Promise<void> => {
    const uid = volume.slice(PREFIX.length)
    disks.delete(uid)
    await api.call('DELETE', `/api/v1/persistentvolumes/${volume}`)
    await runTool('mount', ['-o', 'remount,size=1', folderOf(uid)]).catch(() => {})
    await rm(folderOf(uid), { recursive: true, force: true }).catch(() => {}) // what is in use goes with the lab
  }
  all.onChange((claim, isGone) => { if (!isGone) see(claim) })
  volumes.onChange(({ metadata, status }, isGone) => {
    if (!isGone && status.phase === 'Released' && metadata.name.startsWith(PREFIX)) void release(metadata.name)
  })
  for (const claim of all.all()) see(claim)

  return {
    all,
    folder(namespace, name) {
      const claim = all.get(namespace, name)
      return claim?.status.phase === 'Bound' && disks.has(claim.metadata.uid) ? folderOf(claim.metadata.uid) : undefined
    },
    async fill(namespace, name, isFull) {
      const uid = all.get(namespace, name)?.metadata.uid ?? ''
      const size = disks.get(uid)
      if (size === undefined) throw new Error(`the lab has no disk for claim ${namespace}/${name}`)
      const { blocks, bfree, bsize } = await statfs(folderOf(uid))
      await runTool('mount', ['-o', `remount,size=${isFull ? Math.max(1, (blocks - bfree) * bsize) : size}`, folderOf(uid)])
    },
  }
}
