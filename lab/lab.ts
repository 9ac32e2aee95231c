// Knows how the whole lab is started from outside: a private network with control plane, nodes, DNS and S3 in it, and one way in.
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Api } from './api.ts'
import { labApi } from './api.ts'
import { build } from './build.ts'
import { startChild } from './child.ts'
import type { InsideConfig } from './node/config.ts'
import { Ready } from './node/config.ts'
import type { Images } from './node/images.ts'
import type { Outlet } from './node/relay.ts'
import { callInside, openOutlet, requireSocketPath } from './node/relay.ts'
import type { Switches } from './node/switches.ts'
import { remoteSwitches } from './node/switches.ts'
import { requireNodeTools, tool, UNSHARE_ARGS } from './node/tools.ts'

const READY_WITHIN_MS = 240_000

export type LabOptions = {
  /** Data folder, used by this lab alone: removed before the start and after `stop`. */
  dir: string
  /** Which binary stands for which image, by "name:tag". Any other image cannot be pulled. */
  images: Images
  log?: (line: string) => void
  /** As in BuildOptions. */
  assets?: string
  /** How many nodes, spread over the zones a, b and c; 3 by default. All pods run on this machine. */
  nodes?: number
  /** Multiplies the back-offs of crashes and pulls; 1 by default, as in a cluster. */
  timeFactor?: number
  /** How long files of ConfigMaps and Secrets lag behind; 1 s by default, where a kubelet takes up to two minutes. */
  refreshMs?: number
  /** The first is the default one; "standard" by default. */
  storageClasses?: readonly string[]
  /** The S3 server and its buckets, at s3.lab.svc.cluster.local:9000; none by default. */
  s3?: { binary: string; buckets: string[]; accessKey: string; secretKey: string }
}

export type Lab = {
  /** Path of a kubeconfig with one context per user (admin, gauntlet, viewer), good on this machine's loopback. */
  readonly kubeconfig: string
  readonly url: string
  readonly adminToken: string
  readonly ca: string
  /** As the admin. */
  readonly api: Api
  readonly switches: Switches
  /** A port of 127.0.0.1 whose connections end at "10.96.1.2:9090" inside. */
  readonly openOutlet: (target: string, port?: number) => Promise<Outlet>
  /** What the inside has said so far; the log of a pod is asked of the API server. */
  readonly logs: () => Promise<string>
  /** Settles with a sentence when the lab ends without `stop` having been called. */
  readonly failed: Promise<string>
  /** Ends everything and removes the data folder. */
  readonly stop: () => Promise<void>
}

/**
 * Builds what is missing of the control plane, starts the lab and returns when its API server and its nodes are ready. Throws an Error with one sentence
 * when the machine cannot run it. All of it ends with this process, even if that is killed.
 */
export async function startLab({ dir, images, log = () => {}, assets, nodes = 3, timeFactor = 1, refreshMs = 1_000, storageClasses = ['standard'], s3 }: LabOptions): Promise<Lab> {
  await requireNodeTools()
  // The inside has no way to the Go module proxy.
  await build({ log, ...(assets === undefined ? {} : { assets }) })
  await rm(dir, { recursive: true, force: true })
  await mkdir(dir, { recursive: true, mode: 0o700 })
  const socket = join(dir, 'lab.sock')
  requireSocketPath(socket)
  const config: InsideConfig = { dir, socket, images, nodes, timeFactor, refreshMs, storageClasses: [...storageClasses], ...(assets === undefined ? {} : { assets }), ...(s3 ? { s3 } : {}) }
  const logFile = join(dir, 'lab.log')
  // The first process of the private network is a shell, which buries what processes leave behind; Node would not.
  const first = ['sh', '-c', '"$@" & wait "$!"', 'sh', process.execPath, '--disable-warning=ExperimentalWarning', join(import.meta.dirname, 'node', 'inside.ts'), JSON.stringify(config)]
  const child = startChild({ name: 'lab', command: tool('unshare'), args: [...UNSHARE_ARGS, ...first], logFile })
  let isStopping = false
  let ended: string | undefined
  void child.ended.then((how) => { ended = how })
  const failed = new Promise<string>((resolve) => {
    void child.ended.then(async (how) => { if (!isStopping) resolve(`the lab ended (${how}): ${await tail(logFile)}`) })
  })
  const outlets: Outlet[] = []
  const stop = async (): Promise<void> => {
    isStopping = true
    await child.stop()
    await Promise.all(outlets.map((outlet) => outlet.close()))
    await removeFolder(dir)
  }
  const outlet = async (target: string, port?: number): Promise<Outlet> => {
    const opened = await openOutlet(socket, target, port)
    outlets.push(opened)
    return opened
  }
  try {
    const inside = await ready(socket, () => ended)
    const { port } = await outlet(new URL(inside.url).host)
    const url = `https://127.0.0.1:${port}`
    const kubeconfig = join(dir, 'kubeconfig')
    await writeFile(kubeconfig, (await readFile(inside.kubeconfig, 'utf8')).replaceAll(inside.url, url), { mode: 0o600 })
    const access = { url, token: inside.adminToken, ca: inside.ca }
    return {
      kubeconfig, url, adminToken: inside.adminToken, ca: inside.ca, api: labApi(access), switches: remoteSwitches(socket), openOutlet: outlet,
      logs: () => readFile(logFile, 'utf8'), failed, stop,
    }
  } catch (error) {
    const last = await tail(logFile)
    await stop()
    throw new Error(`${error instanceof Error ? error.message : String(error)}\n${last}`, { cause: error })
  }
}

async function ready(socket: string, ended: () => string | undefined): Promise<ReturnType<typeof Ready.parse>> {
  const deadline = Date.now() + READY_WITHIN_MS
  while (Date.now() < deadline) {
    const how = ended()
    if (how !== undefined) throw new Error(`the lab did not start (${how})`)
    // The socket is there last of all.
    const answer = await callInside(socket, 'ready').catch(() => undefined)
    if (answer !== undefined) return Ready.parse(answer)
    await sleep(50)
  }
  throw new Error(`the lab was not ready within ${READY_WITHIN_MS / 1000} s`)
}

async function tail(path: string): Promise<string> {
  return (await readFile(path, 'utf8').catch(() => '')).trimEnd().split('\n').slice(-20).join('\n')
}

/** Processes of the lab may write until the kernel has ended the last of them. */
async function removeFolder(dir: string): Promise<void> {
  await rm(dir, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 })
}
