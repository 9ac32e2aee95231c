// Knows the life of one container: image, start, probes, exit, back-off, start again, and what a kubelet says of it at each moment.
import { setTimeout as sleep } from 'node:timers/promises'
import type { JsonObject } from '#lib/manifest/types.ts'
import { crashBackOff, durationOf, nextBackOff } from './back-off.ts'
import { ConfigError } from './environment.ts'
import type { Image } from './images.ts'
import type { ContainerLog } from './logs.ts'
import { createLog } from './logs.ts'
import { runProbes } from './probes.ts'
import type { ContainerProcess, Exit, Mount } from './process.ts'
import { startProcess } from './process.ts'
import type { Container } from './spec.ts'
import type { EventWords } from './events.ts'

const CONFIG_RETRY_MS = 1_000

type Terminated = { exitCode: number; signal?: number; reason: string; message?: string; startedAt: string; finishedAt: string }
type State = { waiting: { reason: string; message?: string } } | { running: { startedAt: string } } | { terminated: Terminated }

export type Prepared = { argv: readonly string[]; env: Readonly<Record<string, string>>; mounts: readonly Mount[]; root: string; networkPid: number; address: string; memoryLimit?: number }

export type ContainerOptions = {
  container: Container
  /** "NAME_NAMESPACE(UID)", as back-off messages name a pod. */
  podName: string
  /** Whether to start it again after this exit. */
  restarts: (exit: Exit) => boolean
  image: () => Image | undefined
  /** What it is to be started with, for the run of this number. Throws a ConfigError when something is not there yet. */
  prepare: (image: Image, run: number) => Promise<Prepared>
  /** What it left in its termination message file. */
  terminationMessage: () => Promise<string>
  /** Multiplies all back-offs. */
  timeFactor: number
  graceMs: number
  record: (words: EventWords) => void
  onOutOfMemory: (pid: number) => void
  onChange: () => void
}

export type ContainerHandle = {
  readonly status: () => JsonObject
  readonly isReady: () => boolean
  readonly isStarted: () => boolean
  /** How it ended for good; undefined while it may still run. */
  readonly finished: () => Exit | undefined
  /** Settles when it will not run again. */
  readonly done: Promise<void>
  readonly process: () => ContainerProcess | undefined
  readonly log: (previous: boolean) => ContainerLog | undefined
  /** SIGTERM, and SIGKILL after the grace; resolves when it has ended for good. A shorter grace may be given later. */
  readonly stop: (graceMs: number) => Promise<void>
}

/** Starts a container's life. */
export function runContainer(options: ContainerOptions): ContainerHandle {
  const { container, podName, restarts, timeFactor, graceMs, record, onChange } = options
  const stopping = new AbortController()
  let state: State = { waiting: { reason: 'ContainerCreating' } }
  let lastState: State | undefined
  let restartCount = 0
  let isReady = false
  let isStarted = false
  let current: ContainerProcess | undefined
  let finished: Exit | undefined
  let log: ContainerLog | undefined
  let previousLog: ContainerLog | undefined

  const set = (next: State): void => {
    state = next
    onChange()
  }
  const pause = (ms: number): Promise<void> => sleep(ms, undefined, { signal: stopping.signal }).catch(() => {})

  const pulled = async (): Promise<Image | undefined> => {
    for (let delay = nextBackOff(0); !stopping.signal.aborted; delay = nextBackOff(delay)) {
      const image = options.image()
      if (image) {
        record({ type: 'Normal', reason: 'Pulled', message: `Container image "${container.image}" already present on machine` })
        return image
      }
      const message = `failed to pull and unpack image "${container.image}": not found`
      record({ type: 'Normal', reason: 'Pulling', message: `Pulling image "${container.image}"` })
      record({ type: 'Warning', reason: 'Failed', message: `Failed to pull image "${container.image}": ${message}` })
      record({ type: 'Warning', reason: 'Failed', message: 'Error: ErrImagePull' })
      set({ waiting: { reason: 'ErrImagePull', message } })
      await pause(Math.min(1_000, delay * timeFactor))
      record({ type: 'Normal', reason: 'BackOff', message: `Back-off pulling image "${container.image}"` })
      record({ type: 'Warning', reason: 'Failed', message: 'Error: ImagePullBackOff' })
      set({ waiting: { reason: 'ImagePullBackOff', message: `Back-off pulling image "${container.image}": ErrImagePull: ${message}` } })
      await pause(delay * timeFactor)
    }
    return undefined
  }

  const prepared = async (image: Image): Promise<Prepared | undefined> => {
    while (!stopping.signal.aborted) {
      try {
        return await options.prepare(image, restartCount)
      } catch (error) {
        if (!(error instanceof ConfigError)) throw error
        record({ type: 'Warning', reason: 'Failed', message: `Error: ${error.message}` })
        set({ waiting: { reason: 'CreateContainerConfigError', message: error.message } })
        await pause(CONFIG_RETRY_MS)
      }
    }
    return undefined
  }

  const runOnce = async (image: Image, how: Prepared): Promise<Exit> => {
    previousLog = log
    log = createLog()
    const started = startProcess({ ...how, image, log })
    current = started
    record({ type: 'Normal', reason: 'Created', message: `Created container: ${container.name}` })
    record({ type: 'Normal', reason: 'Started', message: `Started container ${container.name}` })
    const startedAt = new Date().toISOString()
    set({ running: { startedAt } })
    const over = new AbortController()
    void runProbes({
      container, address: how.address, pid: started.pid, signal: over.signal,
      onStarted() { isStarted = true; onChange() },
      onReady(ready) { isReady = ready; onChange() },
      onFatal(kind) {
        record({ type: 'Normal', reason: 'Killing', message: `Container ${container.name} failed ${kind.toLowerCase()} probe, will be restarted` })
        void end(started, graceMs)
      },
      onUnhealthy(message) { record({ type: 'Warning', reason: 'Unhealthy', message }) },
    })
    const exit = await started.ended
    over.abort()
    current = undefined
    isReady = false
    isStarted = false
    if (exit.isOutOfMemory) options.onOutOfMemory(started.pid)
    const said = await options.terminationMessage()
    const fallback = container.terminationMessagePolicy === 'FallbackToLogsOnError' && exit.code !== 0 ? log.lines().slice(-80).map(({ text }) => text).join('\n').slice(-2048) : ''
    const message = said || fallback
    const reason = exit.isOutOfMemory ? 'OOMKilled' : exitReason(exit.code)
    set({ terminated: {
      exitCode: exit.code, ...(exit.signal === undefined ? {} : { signal: exit.signal }), reason, ...(message === '' ? {} : { message }),
      startedAt, finishedAt: new Date().toISOString(),
    } })
    return exit
  }

  const live = async (): Promise<void> => {
    let delay: number | undefined
    while (!stopping.signal.aborted) {
      const image = await pulled()
      const how = image && await prepared(image)
      if (!image || !how || stopping.signal.aborted) return
      const startedAt = Date.now()
      const exit = await runOnce(image, how)
      if (stopping.signal.aborted || !restarts(exit)) {
        finished = exit
        return
      }
      lastState = state
      delay = crashBackOff(delay, (Date.now() - startedAt) / timeFactor)
      if (delay > 0) {
        record({ type: 'Warning', reason: 'BackOff', message: `Back-off restarting failed container ${container.name} in pod ${podName}` })
        set({ waiting: { reason: 'CrashLoopBackOff', message: `back-off ${durationOf(delay)} restarting failed container=${container.name} pod=${podName}` } })
        await pause(delay * timeFactor)
        if (stopping.signal.aborted) return
      }
      restartCount += 1
    }
  }

  const done = live().catch((error: unknown) => {
    console.error(`container ${container.name} of ${podName}: ${error instanceof Error ? error.stack : String(error)}`)
    set({ waiting: { reason: 'CreateContainerError', message: error instanceof Error ? error.message : String(error) } })
  })

  return {
    status: () => ({
      name: container.name, image: container.image, imageID: log ? `lab/${container.image}` : '', ready: isReady, started: isStarted, restartCount,
      state, ...(lastState ? { lastState } : {}), ...(log ? { containerID: `lab://${podName}/${container.name}/${restartCount}` } : {}),
    }),
    isReady: () => isReady,
    isStarted: () => isStarted,
    finished: () => finished,
    done,
    process: () => current,
    log: (previous) => (previous ? previousLog : log),
    async stop(grace) {
      stopping.abort()
      if (current) await end(current, grace)
      await done
    },
  }
}

/** Ends a process as a kubelet does. */
async function end(running: ContainerProcess, graceMs: number): Promise<void> {
  if (graceMs > 0) running.kill('SIGTERM')
  const timer = setTimeout(() => { running.kill('SIGKILL') }, graceMs)
  await running.ended
  clearTimeout(timer)
}

function exitReason(code: number): string {
  return code === 0 ? 'Completed' : 'Error'
}
