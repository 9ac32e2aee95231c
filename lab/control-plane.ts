// Knows how etcd, kube-apiserver and kube-controller-manager are started together on loopback, and how they end.
import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { labApi } from './api.ts'
import type { BinaryName } from './build.ts'
import { build } from './build.ts'
import type { Child } from './child.ts'
import { startChild } from './child.ts'
import { kubeconfig } from './kubeconfig.ts'
import { freePorts } from './ports.ts'

// 2 s on an idle machine; more than a minute was seen on one with ten times as much work as cores.
const READY_WITHIN_MS = 180_000
const ATTEMPTS = 3

/** The controllers that Gauntlet's workloads need. An unknown name ends the process; without pvc protection a namespace with claims never goes. */
const CONTROLLERS = [
  'deployment', 'replicaset', 'statefulset', 'garbage-collector', 'namespace', 'endpointslice', 'serviceaccount', 'persistentvolume-binder',
  'persistentvolumeclaim-protection', 'disruption', 'horizontal-pod-autoscaler', 'job', 'resourcequota',
  // Deprecated, and still what the API server's own proxy to Services looks at.
  'endpoints',
].map((name) => `${name}-controller`)

/** One context each: an admin of the cluster, and two users that can do what deploy/role.yaml and lab/rbac.yaml give them. */
const LAB_USERS = ['admin', 'gauntlet', 'viewer'] as const
type LabUser = (typeof LAB_USERS)[number]

export type ControlPlane = {
  /** Path of a kubeconfig with one context per user, named after the user. */
  readonly kubeconfig: string
  readonly contexts: readonly LabUser[]
  readonly url: string
  readonly adminToken: string
  /** PEM that the server's certificate is checked against. */
  readonly ca: string
  /** Milliseconds from the start of etcd to the API server's own "ready". */
  readonly readyAfterMs: number
  /** Settles with a sentence when one of the three ends without `stop` having been called. */
  readonly failed: Promise<string>
  /** Ends the three processes and removes the data folder. */
  readonly stop: () => Promise<void>
}

export type ControlPlaneOptions = {
  /** Data folder, used by this control plane alone: removed before the start and after `stop`. */
  dir: string
  log?: (line: string) => void
  /** As in BuildOptions. */
  assets?: string
}

/**
 * Builds what is missing and starts a control plane on free ports of 127.0.0.1; returns when GET /readyz says ok. Throws an Error with the
 * end of the log when a process ends or nothing is ready within three minutes. The processes end with this one, even if it is killed.
 */
export async function startControlPlane({ dir, log = () => {}, ...where }: ControlPlaneOptions): Promise<ControlPlane> {
  const binaries = await build({ log, ...where })
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await start(dir, binaries)
    } catch (error) {
      // Between finding a free port and listening on it, someone else may have taken it.
      const isPortTaken = error instanceof Error && error.message.includes('address already in use')
      if (!isPortTaken || attempt === ATTEMPTS) throw error
      log(`a port was taken meanwhile, starting again (${attempt} of ${ATTEMPTS - 1})`)
    }
  }
}

async function start(dir: string, binaries: Record<BinaryName, string>): Promise<ControlPlane> {
  await rm(dir, { recursive: true, force: true })
  await mkdir(join(dir, 'certificates'), { recursive: true, mode: 0o700 })
  const children: Child[] = []
  let isStopping = false
  const stop = async (): Promise<void> => {
    isStopping = true
    // The newest first, so that none complains of a server that is gone.
    for (const child of children.toReversed()) await child.stop()
    await rm(dir, { recursive: true, force: true })
  }
  const run = (name: BinaryName, args: readonly string[]): Promise<string> => {
    const child = startChild({ name, command: binaries[name], args, logFile: logFile(dir, name) })
    children.push(child)
    return child.ended.then((how) => `${name} ended (${how})`)
  }

  try {
    const startedAt = Date.now()
    const [clientPort, peerPort, apiPort] = await freePorts(3)
    const etcd = `http://127.0.0.1:${clientPort}`
    const url = `https://127.0.0.1:${apiPort}`
    const tokens = await writeCredentials(dir)
    const etcdEnded = run('etcd', etcdArgs(dir, etcd, `http://127.0.0.1:${peerPort}`))
    const serverEnded = run('kube-apiserver', apiServerArgs(dir, etcd, String(apiPort)))
    const failure = Promise.race([etcdEnded, serverEnded])
    const ca = await ready(dir, url, tokens.admin, failure)
    const readyAfterMs = Date.now() - startedAt
    await writeFile(join(dir, 'kubeconfig'), kubeconfig({ url, ca, tokens }), { mode: 0o600 })
    const controllersEnded = run('kube-controller-manager', controllerManagerArgs(dir))
    const failed = new Promise<string>((resolve) => {
      void Promise.race([failure, controllersEnded]).then((sentence) => { if (!isStopping) resolve(sentence) })
    })
    return { kubeconfig: join(dir, 'kubeconfig'), contexts: LAB_USERS, url, adminToken: tokens.admin, ca, readyAfterMs, failed, stop }
  } catch (error) {
    const tails = await Promise.all(children.map(async ({ name }) => `--- ${name}\n${await tail(logFile(dir, name))}`))
    await stop()
    throw new Error([error instanceof Error ? error.message : String(error), ...tails].join('\n'), { cause: error })
  }
}

/** Waits for the server and returns the certificate that it made for itself: it is its own authority. */
async function ready(dir: string, url: string, token: string, failure: Promise<string>): Promise<string> {
  let ended: string | undefined
  void failure.then((sentence) => { ended = sentence })
  const deadline = Date.now() + READY_WITHIN_MS
  let last = 'it has not answered yet'
  while (Date.now() < deadline) {
    if (ended !== undefined) throw new Error(`the control plane did not start: ${ended}`)
    try {
      const ca = await readFile(join(dir, 'certificates', 'apiserver.crt'), 'utf8')
      const answer = await labApi({ url, token, ca }).call('GET', '/readyz')
      if (answer.status === 200) return ca
      // It lists every check; those that passed say nothing.
      last = String(answer.body.message).split('\n').filter((line) => !line.startsWith('[+]')).join('; ')
    } catch (error) {
      last = error instanceof Error ? error.message : String(error)
    }
    await sleep(50)
  }
  throw new Error(`the control plane was not ready within ${READY_WITHIN_MS / 1000} s: ${last}`)
}

async function writeCredentials(dir: string): Promise<Record<LabUser, string>> {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048, publicKeyEncoding: { type: 'spki', format: 'pem' }, privateKeyEncoding: { type: 'pkcs1', format: 'pem' } })
  await writeFile(join(dir, 'service-account.key'), privateKey, { mode: 0o600 })
  const token = (): string => randomBytes(24).toString('hex')
  const tokens: Record<LabUser, string> = { admin: token(), gauntlet: token(), viewer: token() }
  const lines = LAB_USERS.map((user) => `${tokens[user]},${user},${user}${user === 'admin' ? ',"system:masters"' : ''}`)
  await writeFile(join(dir, 'tokens.csv'), `${lines.join('\n')}\n`, { mode: 0o600 })
  return tokens
}

function etcdArgs(dir: string, client: string, peer: string): string[] {
  return [
    '--data-dir', join(dir, 'etcd'), '--listen-client-urls', client, '--advertise-client-urls', client, '--listen-peer-urls', peer,
    // Nothing in here is meant to survive a power cut.
    '--initial-advertise-peer-urls', peer, '--initial-cluster', `default=${peer}`, '--unsafe-no-fsync', '--log-level', 'warn',
  ]
}

function apiServerArgs(dir: string, etcd: string, port: string): string[] {
  const key = join(dir, 'service-account.key')
  return [
    `--etcd-servers=${etcd}`, `--cert-dir=${join(dir, 'certificates')}`, `--secure-port=${port}`, '--bind-address=127.0.0.1', '--advertise-address=127.0.0.1',
    '--service-cluster-ip-range=10.96.0.0/16', '--service-account-issuer=https://kubernetes.default.svc', `--service-account-key-file=${key}`,
    `--service-account-signing-key-file=${key}`, `--token-auth-file=${join(dir, 'tokens.csv')}`, '--authorization-mode=RBAC',
    // Pods here need no token of their own, and nobody else serves this API.
    '--disable-admission-plugins=ServiceAccount', '--allow-privileged=true', '--endpoint-reconciler-type=none', '--profiling=false',
  ]
}

function controllerManagerArgs(dir: string): string[] {
  return [
    `--kubeconfig=${join(dir, 'kubeconfig')}`, '--leader-elect=false', '--secure-port=0', `--controllers=${CONTROLLERS.join(',')}`,
    `--service-account-private-key-file=${join(dir, 'service-account.key')}`,
    // Twenty requests a second, as in a cluster, would be most of the time that hundreds of pods take.
    '--kube-api-qps=200', '--kube-api-burst=400',
  ]
}

function logFile(dir: string, name: string): string {
  return join(dir, `${name}.log`)
}

async function tail(path: string): Promise<string> {
  return (await readFile(path, 'utf8')).trimEnd().split('\n').slice(-15).join('\n')
}
