// Knows how a container runs: a program in its pod's network, in a root of its own with what it mounts, ended by signals and by its memory limit.
import { spawn } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Image } from './images.ts'
import type { ContainerLog } from './logs.ts'
import { tool } from './tools.ts'

/** The search path that images have by default. */
const PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'
const MEMORY_EVERY_MS = 200
/** Samples between two looks for what the program started: those cost a file for each of its threads. */
const CHILDREN_EVERY = 5
const DEVICES = ['null', 'zero', 'full', 'random', 'urandom']

/** `source` is a file or a folder of this machine. */
export type Mount = { readonly source: string; readonly target: string; readonly isFile: boolean; readonly readOnly: boolean }

export type ProcessOptions = {
  image: Image
  /** The program and its arguments, as the container sees them. */
  argv: readonly string[]
  env: Readonly<Record<string, string>>
  mounts: readonly Mount[]
  /** An empty folder for the root. */
  root: string
  /** Of the pod's paused process. */
  networkPid: number
  /** Bytes. */
  memoryLimit?: number
  log: ContainerLog
}

export type Exit = { readonly code: number; readonly signal?: number; readonly isOutOfMemory: boolean }

export type ContainerProcess = {
  readonly pid: number
  readonly ended: Promise<Exit>
  readonly kill: (signal: NodeJS.Signals) => void
}

const SIGNALS: Partial<Record<NodeJS.Signals, number>> = { SIGHUP: 1, SIGINT: 2, SIGQUIT: 3, SIGILL: 4, SIGABRT: 6, SIGBUS: 7, SIGKILL: 9, SIGSEGV: 11, SIGPIPE: 13, SIGTERM: 15 }

/** Starts the program. What cannot be mounted ends it at once, with the reason in its log. */
export function startProcess({ image, argv, env, mounts, root, networkPid, memoryLimit, log }: ProcessOptions): ContainerProcess {
  const enter = ['-t', String(networkPid), '-n', '-u', '--', tool('unshare'), '--mount', '--', tool('sh'), '-c', script(image, mounts, root), 'sh', ...argv]
  // A group of its own, so that nothing that it starts survives it. Every step is an exec: this process becomes the program.
  const child = spawn(tool('nsenter'), enter, { env: environment({ ...image.env, ...env }), detached: true, stdio: ['ignore', 'pipe', 'pipe'] })
  const pid = child.pid ?? 0
  let isOutOfMemory = false
  let sample = 0
  let started: readonly number[] = []
  const sampler = memoryLimit === undefined ? undefined : setInterval(() => {
    if (sample % CHILDREN_EVERY === 0) started = descendantsOf(pid)
    sample += 1
    if ([pid, ...started].reduce((sum, each) => sum + chargedBytes(each), 0) <= memoryLimit) return
    isOutOfMemory = true
    child.kill('SIGKILL')
  }, MEMORY_EVERY_MS)
  const output = Promise.all([log.take(child.stdout), log.take(child.stderr)])
  const ended = new Promise<Exit>((resolve) => {
    child.once('error', (error) => { log.write(error.message) })
    child.once('exit', (code, signal) => {
      clearInterval(sampler)
      killGroup(pid)
      // Its last words count as its own, even when a child of it holds the pipe a moment longer.
      void output.then(() => {
        log.close()
        resolve(signal === null ? { code: code ?? 0, isOutOfMemory } : { code: 128 + (SIGNALS[signal] ?? 0), signal: SIGNALS[signal] ?? 0, isOutOfMemory })
      })
    })
  })
  return { pid, ended, kill: (signal) => { child.kill(signal) } }
}

/** Runs a program inside a running container; answers its exit code and output. Killed after `timeoutMs`. */
export function execInside(pid: number, argv: readonly string[], timeoutMs: number): Promise<{ code: number; output: string }> {
  return new Promise((resolve) => {
    const child = spawn(tool('nsenter'), ['-t', String(pid), '-m', '-n', '-u', '-r', '-w', '--', ...argv], { env: environment({}), timeout: timeoutMs, killSignal: 'SIGKILL' })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (part: string) => { output += part })
    child.once('error', (error) => { resolve({ code: 127, output: error.message }) })
    child.once('close', (code, signal) => { resolve(signal === null ? { code: code ?? 0, output } : { code: 137, output: `command timed out after ${timeoutMs} ms` }) })
  })
}

/** What a memory cgroup would charge to a program: its anonymous and shared memory, in bytes; 0 when it is gone. */
function chargedBytes(pid: number): number {
  return [...fileOf(`/proc/${pid}/status`).matchAll(/^Rss(?:Anon|Shmem):\s+(\d+) kB$/gm)].reduce((sum, [, kib]) => sum + Number(kib) * 1024, 0)
}

/** A child belongs to the thread that started it. */
function descendantsOf(pid: number): number[] {
  const children = threadsOf(pid).flatMap((thread) => fileOf(`/proc/${pid}/task/${thread}/children`).split(' ').filter((child) => child.trim() !== '').map(Number))
  return children.flatMap((child) => [child, ...descendantsOf(child)])
}

/** Read at once: the kernel answers from memory, and a turn of the event loop for each of some hundred files a second costs several times as much. */
function fileOf(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

function threadsOf(pid: number): string[] {
  try {
    return readdirSync(`/proc/${pid}/task`)
  } catch {
    return []
  }
}

/** Nothing of this machine's environment reaches a container. */
function environment(variables: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  // safe because it is a program that is started, to which Next's rule that NODE_ENV is set does not apply
  return { PATH, ...variables } as unknown as NodeJS.ProcessEnv
}

function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL')
  } catch {
    // Nobody is left in the group, which is how it should be.
  }
}

/**
 * Builds the root and becomes the program. Mounts are private to the process's own namespace and go with it. Most of what a start of a container
 * costs are the programs that this starts, so they are few: one makes all folders, one all mounts.
 */
function script(image: Image, mounts: readonly Mount[], root: string): string {
  const binary: Mount = { source: image.binary, target: image.at, isFile: true, readOnly: false }
  const devices = DEVICES.map((name): Mount => ({ source: `/dev/${name}`, target: `/dev/${name}`, isFile: true, readOnly: false }))
  const proc: Mount = { source: '/proc', target: '/proc', isFile: false, readOnly: false }
  const all = [proc, ...devices, binary, ...mounts]
  // What lies in another volume's folder has to wait until that is there.
  const rounds = Map.groupBy(all, ({ target }) => all.filter((other) => target.startsWith(`${other.target.replace(/\/$/, '')}/`)).length)
  return [
    'set -e',
    `${tool('mount')} -t tmpfs -o mode=755 tmpfs ${quote(root)}`,
    `${tool('mkdir')} -m 1777 ${quote(join(root, 'tmp'))}`,
    ...[...rounds].toSorted(([a], [b]) => a - b).flatMap(([, those]) => bind(those, root)),
    `exec ${tool('chroot')} ${quote(root)} "$@"`,
  ].join('\n')
}

function bind(mounts: readonly Mount[], root: string): string[] {
  const folders = new Set(mounts.map(({ target, isFile }) => join(root, isFile ? dirname(target) : target)))
  const path = ({ target }: Mount): string => join(root, target)
  return [
    `${tool('mkdir')} -p ${[...folders].map(quote).join(' ')}`,
    ...mounts.filter(({ isFile }) => isFile).map((mount) => `[ -e ${quote(path(mount))} ] || : > ${quote(path(mount))}`),
    `printf '%s\\n' ${mounts.map((mount) => quote(`${fstabPath(mount.source)} ${fstabPath(path(mount))} none ${mount.source === '/proc' ? 'rbind' : 'bind'} 0 0`)).join(' ')} > ${quote(`${root}.mounts`)}`,
    `${tool('mount')} --all --fstab ${quote(`${root}.mounts`)}`,
    // A file system that the machine mounted with flags of its own (nosuid, nodev) refuses this without root; then it stays writable.
    ...mounts.filter(({ readOnly }) => readOnly).map((mount) => `${tool('mount')} -o remount,bind,ro ${quote(path(mount))} 2>/dev/null || :`),
  ]
}

/** A path as fstab(5) has it: what would end it is written as a number. */
function fstabPath(path: string): string {
  return path.replaceAll(/[\s\\#]/g, (character) => `\\${character.charCodeAt(0).toString(8).padStart(3, '0')}`)
}

function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`
}
