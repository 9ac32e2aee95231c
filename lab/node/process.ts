// Knows how a container runs: a program in its pod's network, in a root of its own with what it mounts, ended by signals and by its memory limit.
import { spawn } from 'node:child_process'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Image } from './images.ts'
import type { ContainerLog } from './logs.ts'
import { tool } from './tools.ts'

/** The search path that images have by default. */
const PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'
const MEMORY_EVERY_MS = 200
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
  const sampler = memoryLimit === undefined ? undefined : setInterval(() => {
    void residentBytes(pid).then((bytes) => {
      if (bytes <= memoryLimit) return
      isOutOfMemory = true
      child.kill('SIGKILL')
    })
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

/** What a memory cgroup would charge to a program and all that it started: their anonymous and shared memory; 0 when it is gone. */
export async function residentBytes(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
  const own = [...status.matchAll(/^Rss(?:Anon|Shmem):\s+(\d+) kB$/gm)].reduce((sum, [, kib]) => sum + Number(kib) * 1024, 0)
  const others = await Promise.all((await childrenOf(pid)).map(residentBytes))
  return others.reduce((sum, bytes) => sum + bytes, own)
}

/** A child belongs to the thread that started it. */
async function childrenOf(pid: number): Promise<number[]> {
  const threads = await readdir(`/proc/${pid}/task`).catch(() => [])
  const lists = await Promise.all(threads.map((thread) => readFile(`/proc/${pid}/task/${thread}/children`, 'utf8').catch(() => '')))
  return lists.flatMap((list) => list.split(' ').filter((child) => child.trim() !== '').map(Number))
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

/** Builds the root and becomes the program. Mounts are private to the process's own namespace and go with it. */
function script(image: Image, mounts: readonly Mount[], root: string): string {
  const binary: Mount = { source: image.binary, target: image.at, isFile: true, readOnly: false }
  const devices = DEVICES.map((name): Mount => ({ source: `/dev/${name}`, target: `/dev/${name}`, isFile: true, readOnly: false }))
  const proc: Mount = { source: '/proc', target: '/proc', isFile: false, readOnly: false }
  // A volume in a folder of another volume must come after it.
  const all = [proc, ...devices, binary, ...mounts.toSorted((a, b) => a.target.length - b.target.length)]
  const mount = tool('mount')
  const steps = all.map(({ source, target, isFile, readOnly }) => {
    const path = quote(join(root, target))
    const make = isFile ? `${tool('mkdir')} -p ${quote(join(root, target, '..'))}; [ -e ${path} ] || ${tool('touch')} ${path}` : `${tool('mkdir')} -p ${path}`
    const bind = `${mount} --${source === '/proc' ? 'r' : ''}bind ${quote(source)} ${path}`
    // A file system that the machine mounted with flags of its own (nosuid, nodev) refuses this without root; then it stays writable.
    return `${make}; ${bind}${readOnly ? `; ${mount} -o remount,bind,ro ${path} 2>/dev/null || :` : ''}`
  })
  return ['set -e', `${mount} -t tmpfs -o mode=755 tmpfs ${quote(root)}`, `${tool('mkdir')} -m 1777 ${quote(join(root, 'tmp'))}`, ...steps, `exec ${tool('chroot')} ${quote(root)} "$@"`].join('\n')
}

function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`
}
