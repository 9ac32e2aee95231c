// Knows the life of one pod on a node: network, volumes, init containers, containers, its status in the API, and its end.
import { mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseQuantity } from '#lib/manifest/quantity.ts'
import type { Api } from '../api.ts'
import type { ContainerHandle, Prepared } from './container.ts'
import { runContainer } from './container.ts'
import { type Configuration, containerEnv, ConfigError, expand } from './environment.ts'
import type { EventWords, Recorder } from './events.ts'
import type { Image, ImageTable } from './images.ts'
import { findImage } from './images.ts'
import { DNS_ADDRESS, NODE_ADDRESS, openPodNetwork, type PodNetwork } from './network.ts'
import { type Condition, statusOf } from './pod-status.ts'
import type { Exit, Mount } from './process.ts'
import type { Container, Pod } from './spec.ts'
import { MountError, refreshVolumes, setUpVolumes } from './volumes.ts'

const MOUNT_RETRY_MS = 500
const MERGE_PATCH = 'application/merge-patch+json'

export type WorkerDeps = {
  api: Api
  record: Recorder
  configuration: Configuration
  images: ImageTable
  claimFolder: (namespace: string, claim: string) => string | undefined
  /** Where pods keep what they need only while they live. */
  dir: string
  timeFactor: number
  /** How long files of ConfigMaps and Secrets may lag behind. */
  refreshMs: number
}

export type PodWorker = {
  readonly pod: () => Pod
  /** What the API says of the pod now: a deletion ends it. */
  readonly update: (pod: Pod) => void
  /** Ends it at once: it is gone from the API. */
  readonly abandon: () => Promise<void>
  readonly container: (name: string) => ContainerHandle | undefined
  readonly network: () => PodNetwork | undefined
}

/** Runs a pod that is bound to a node. */
export function runPod(first: Pod, deps: WorkerDeps): PodWorker {
  const { api, record, configuration, dir, timeFactor, refreshMs } = deps
  const { name, namespace, uid } = first.metadata
  const podDir = join(dir, uid)
  const path = `/api/v1/namespaces/${namespace}/pods/${name}`
  const podName = `${name}_${namespace}(${uid})`
  const startTime = new Date().toISOString()
  const inits = new Map<string, ContainerHandle>()
  const containers = new Map<string, ContainerHandle>()
  const leaving = new AbortController()
  let pod = first
  let network: PodNetwork | undefined
  let folders: ReadonlyMap<string, string> = new Map()
  let isInitialized = first.spec.initContainers.length === 0
  let ending: Promise<void> | undefined
  let graceMs = first.spec.terminationGracePeriodSeconds * 1000
  let conditions: readonly Condition[] = []

  const place = (): { podIp: string; hostIp: string } => ({ podIp: network?.address ?? '', hostIp: NODE_ADDRESS })
  const sources = (): Parameters<typeof setUpVolumes>[2] => ({ configuration, place: place(), claimFolder: deps.claimFolder })
  const tell = (words: EventWords, fieldPath?: string): void => {
    record({ kind: 'Pod', namespace, name, uid, ...(fieldPath === undefined ? {} : { fieldPath }) }, words)
  }

  // One request at a time, and none for what is written already.
  let written = ''
  let isWriting = false
  const publish = async (): Promise<void> => {
    if (isWriting) return
    isWriting = true
    try {
      for (;;) {
        const next = statusOf({ pod, startTime, address: network?.address, hostIp: NODE_ADDRESS, inits, containers, isInitialized }, conditions)
        const text = JSON.stringify(next.status)
        if (text === written) return
        conditions = next.conditions
        const answer = await api.call('PATCH', `${path}/status`, { metadata: { uid }, status: next.status }, MERGE_PATCH)
        // The pod may be gone by now, or another may have its name.
        const isOther = answer.status === 404 || answer.status === 409 || String(answer.body.message).includes('metadata.uid')
        if (answer.status >= 400 && !isOther) console.error(`status of ${podName}: ${String(answer.body.message)}`)
        written = text
      }
    } finally {
      isWriting = false
    }
  }
  const onChange = (): void => { void publish().catch((error: unknown) => { console.error(`status of ${podName}: ${String(error)}`) }) }

  const mountsOf = async (container: Container): Promise<Mount[]> => {
    const own: Mount[] = [
      { source: join(podDir, 'resolv.conf'), target: '/etc/resolv.conf', isFile: true, readOnly: false },
      { source: join(podDir, 'hosts'), target: '/etc/hosts', isFile: true, readOnly: false },
      { source: join(podDir, `${container.name}.message`), target: container.terminationMessagePath, isFile: true, readOnly: false },
    ]
    const mounted = container.volumeMounts.map(async ({ name: volume, mountPath, subPath, readOnly }): Promise<Mount> => {
      const folder = folders.get(volume)
      if (folder === undefined) throw new ConfigError(`volume "${volume}" is not mounted`)
      const source = join(folder, subPath)
      const found = await stat(source).catch(() => undefined)
      // A path that is not there yet becomes a folder, as with a kubelet.
      if (!found) await mkdir(source, { recursive: true })
      return { source, target: mountPath, isFile: found?.isFile() ?? false, readOnly }
    })
    return [...own, ...await Promise.all(mounted)]
  }

  const prepare = async (container: Container, image: Image, run: number): Promise<Prepared> => {
    const env = containerEnv(pod, container, { configuration, place: place() })
    const command = container.command.length > 0 ? container.command : [image.at]
    const args = container.command.length > 0 || container.args.length > 0 ? container.args : image.args
    const limit = parseQuantity(container.resources.limits.memory ?? '')
    const root = join(podDir, 'roots', `${container.name}-${run}`)
    await mkdir(root, { recursive: true })
    await writeFile(join(podDir, `${container.name}.message`), '')
    return {
      argv: [...command, ...args].map((text) => expand(text, env)),
      env: { HOSTNAME: pod.spec.hostname ?? name, ...env }, mounts: await mountsOf(container), root,
      networkPid: network?.pid ?? 0, address: network?.address ?? '', ...(limit === undefined ? {} : { memoryLimit: limit }),
    }
  }

  const begin = (container: Container, field: 'containers' | 'initContainers', restarts: (exit: Exit) => boolean): ContainerHandle => {
    for (const hook of Object.keys(container.lifecycle)) console.error(`container ${container.name} of ${podName} has a ${hook} hook, which the lab's nodes do not run`)
    return runContainer({
      container, podName, restarts, timeFactor, graceMs, onChange,
      image: () => findImage(deps.images, container.image),
      prepare: (image, run) => prepare(container, image, run),
      terminationMessage: () => readFile(join(podDir, `${container.name}.message`), 'utf8').then((text) => text.slice(0, 4096), () => ''),
      record: (words) => { tell(words, `spec.${field}{${container.name}}`) },
      onOutOfMemory(pid) {
        record({ kind: 'Node', namespace: '', name: pod.spec.nodeName ?? '', uid: pod.spec.nodeName ?? '' },
          { type: 'Warning', reason: 'OOMKilling', message: `Memory limit reached: killed process ${pid} of container ${container.name} in pod ${namespace}/${name}`, component: 'kernel-monitor' })
      },
    })
  }

  const settle = async (): Promise<void> => {
    const { hostname = name, subdomain } = pod.spec
    await mkdir(podDir, { recursive: true })
    network = await openPodNetwork(hostname)
    const search = [`${namespace}.svc.cluster.local`, 'svc.cluster.local', 'cluster.local']
    await writeFile(join(podDir, 'resolv.conf'), `search ${search.join(' ')}\nnameserver ${DNS_ADDRESS}\noptions ndots:5\n`)
    const full = subdomain === undefined ? '' : `${hostname}.${subdomain}.${namespace}.svc.cluster.local `
    await writeFile(join(podDir, 'hosts'), `127.0.0.1 localhost\n${network.address} ${full}${hostname}\n`)
    onChange()
    while (!leaving.signal.aborted) {
      try {
        folders = await setUpVolumes(pod, join(podDir, 'volumes'), sources())
        return
      } catch (error) {
        if (!(error instanceof MountError)) throw error
        tell({ type: 'Warning', reason: 'FailedMount', message: `MountVolume.SetUp failed: ${error.message}` })
        await pause(MOUNT_RETRY_MS)
      }
    }
  }
  const pause = (ms: number): Promise<void> => sleep(ms, undefined, { signal: leaving.signal }).catch(() => {})

  /** Whether all init containers have done their work; those that stay (restartPolicy Always) have started. */
  const initialize = async (): Promise<boolean> => {
    for (const container of pod.spec.initContainers) {
      const isSidecar = container.restartPolicy === 'Always'
      const handle = begin(container, 'initContainers', (exit) => isSidecar || (exit.code !== 0 && pod.spec.restartPolicy !== 'Never'))
      inits.set(container.name, handle)
      if (isSidecar) while (!handle.isStarted() && !leaving.signal.aborted) await pause(50)
      else await Promise.race([handle.done, new Promise<void>((resolve) => { leaving.signal.addEventListener('abort', () => { resolve() }, { once: true }) })])
      if (leaving.signal.aborted || (!isSidecar && handle.finished()?.code !== 0)) return false
    }
    return true
  }

  const live = async (): Promise<void> => {
    await settle()
    if (leaving.signal.aborted || !(await initialize())) return
    isInitialized = true
    const { restartPolicy } = pod.spec
    for (const container of pod.spec.containers) {
      containers.set(container.name, begin(container, 'containers', ({ code }) => restartPolicy === 'Always' || (restartPolicy === 'OnFailure' && code !== 0)))
    }
    onChange()
    while (!leaving.signal.aborted) {
      await pause(refreshMs)
      if (!leaving.signal.aborted) await refreshVolumes(pod, folders, sources())
    }
  }
  const living = live().catch((error: unknown) => {
    console.error(`pod ${podName}: ${error instanceof Error ? error.stack : String(error)}`)
    tell({ type: 'Warning', reason: 'FailedCreatePodSandBox', message: error instanceof Error ? error.message : String(error) })
  })

  const end = async (grace: number, isGone: boolean): Promise<void> => {
    leaving.abort()
    const stop = ([container, handle]: [string, ContainerHandle]): Promise<void> => {
      if (handle.process()) tell({ type: 'Normal', reason: 'Killing', message: `Stopping container ${container}` }, `spec.containers{${container}}`)
      return handle.stop(grace)
    }
    // Init containers that stay end after those that they serve.
    await Promise.all([...containers].map(stop))
    await Promise.all([...inits].map(stop))
    await living
    await network?.close()
    if (!isGone) {
      await publish()
      await api.call('DELETE', path, { gracePeriodSeconds: 0, preconditions: { uid } })
    }
    await rm(podDir, { recursive: true, force: true })
  }

  return {
    pod: () => pod,
    update(next) {
      pod = next
      const { deletionTimestamp, deletionGracePeriodSeconds } = next.metadata
      if (deletionTimestamp === undefined) return
      graceMs = (deletionGracePeriodSeconds ?? 0) * 1000
      ending ??= end(graceMs, false).catch((error: unknown) => { console.error(`end of pod ${podName}: ${String(error)}`) })
    },
    async abandon() {
      // A pod that is ending already is told to make haste.
      for (const handle of [...containers.values(), ...inits.values()]) handle.process()?.kill('SIGKILL')
      ending ??= end(0, true)
      await ending
    },
    container: (container) => containers.get(container) ?? inits.get(container),
    network: () => network,
  }
}
