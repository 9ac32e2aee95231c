// The only place that reads process.env: what the server was started with, checked once it is asked for.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { OidcVariables, oidcSettings, type OidcSettings } from './oidc-settings.ts'

const Milliseconds = z.coerce.number().int().positive()

const Env = z.object({
  /** PostgreSQL address. */
  DATABASE_URL: z.string().min(1),
  /** Signs sessions and keys fingerprints. The launcher makes one for the embedded database; a server of one's own is given one. */
  GAUNTLET_SECRET: z.string().min(32, 'needs at least 32 characters'),
  /** The address under which browsers reach Gauntlet; without it only loopback names are answered. */
  GAUNTLET_URL: z.url({ protocol: /^https?$/ }).optional(),
  /** Where the server listens, for the links that it prints. */
  PORT: z.coerce.number().int().default(3000),
  /** "1" when listening on loopback with the embedded database: whoever asks from this machine is signed in. */
  GAUNTLET_LOCAL: z.enum(['0', '1', '']).optional(),
  /** Where the built-in sandbox answers; absent when it is not started. */
  GAUNTLET_SANDBOX_URL: z.url().optional(),
  /** kubeconfig files as kubectl takes them, one path or several, and folders of them. */
  KUBECONFIG: z.string().optional(),
  /** Set by Kubernetes in every pod: where its API server is. */
  KUBERNETES_SERVICE_HOST: z.string().optional(),
  KUBERNETES_SERVICE_PORT: z.string().default('443'),
  /** Where the token of the pod's service account is mounted. */
  GAUNTLET_SERVICE_ACCOUNT: z.string().default('/var/run/secrets/kubernetes.io/serviceaccount'),
  /** How long one workload may take to become ready during a run. */
  GAUNTLET_GATE_TIMEOUT_MS: Milliseconds.default(300_000),
  /** How often a run looks at a workload that is rolling. */
  GAUNTLET_GATE_POLL_MS: Milliseconds.default(2_000),
  /** How often each stack is compared with its cluster. */
  GAUNTLET_DRIFT_INTERVAL_MS: Milliseconds.default(300_000),
  /** For how long a workload must stay ready, with no restart, before a run goes on; the sandbox, whose pods start in a second, needs one. */
  GAUNTLET_GATE_STABLE_MS: Milliseconds.default(10_000),
  /** How long a changed file may take to reach its pods where nobody can be asked: the kubelet looks every minute, and Thanos has its own pause. */
  GAUNTLET_GATE_REFRESH_MS: Milliseconds.default(90_000),
  /** After how long a run waits no more for what does not come by itself: an image that cannot be pulled, a quota that is used up. */
  GAUNTLET_GATE_HOPELESS_MS: Milliseconds.default(45_000),
  /** How long one request of a plan or of a run may take, and for how long trouble that may pass is waited out before a write. */
  GAUNTLET_WRITE_TIMEOUT_MS: Milliseconds.default(60_000),
  GAUNTLET_WRITE_PATIENCE_MS: Milliseconds.default(90_000),
  /** A replica that has not said for so long that it carries a run out has lost it to the others. */
  GAUNTLET_RUN_LEASE_MS: Milliseconds.default(30_000),
  /** A run that nobody has carried on for so long is marked as interrupted, and nobody goes on with it. */
  GAUNTLET_RUN_RESUME_MS: Milliseconds.default(15 * 60_000),
  /** How often a running installation is asked while somebody looks at it, and for how long it is still asked when nobody does any more. */
  GAUNTLET_LIVE_POLL_MS: Milliseconds.default(10_000),
  GAUNTLET_LIVE_LINGER_MS: Milliseconds.default(60_000),
  /** "off": this replica serves pages and carries out no runs. */
  GAUNTLET_WORKER: z.enum(['on', 'off']).default('on'),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
})

export type Env = {
  databaseUrl: string
  secret: string
  url: string | undefined
  /** The address that printed links begin with: `url`, or loopback. */
  publicUrl: string
  isLocal: boolean
  sandboxUrl: string | undefined
  kubeconfig: string | undefined
  /** The API server and the account of the pod that Gauntlet runs in; undefined outside of a cluster, or without a mounted token. */
  inCluster: { host: string; port: string; folder: string } | undefined
  gateTimeoutMs: number
  gatePollMs: number
  driftIntervalMs: number
  gateStableMs: number
  gateRefreshMs: number
  gateHopelessMs: number
  writeTimeoutMs: number
  writePatienceMs: number
  runLeaseMs: number
  runResumeMs: number
  livePollMs: number
  liveLingerMs: number
  hasWorker: boolean
  /** The identity provider that people may sign in with; undefined when none is set. */
  oidc: OidcSettings | undefined
}

/** The server's settings. Throws an Error that names the variables that are missing or wrong, never their values. */
export function env(): Env {
  const parsed = Env.safeParse(process.env)
  if (!parsed.success) {
    const faults = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)
    throw new Error(`environment variables are missing or wrong. ${faults.join('; ')}`)
  }
  const given = parsed.data
  return {
    databaseUrl: given.DATABASE_URL,
    secret: given.GAUNTLET_SECRET,
    url: given.GAUNTLET_URL,
    publicUrl: given.GAUNTLET_URL ?? `http://127.0.0.1:${given.PORT}`,
    isLocal: given.GAUNTLET_LOCAL === '1',
    sandboxUrl: given.GAUNTLET_SANDBOX_URL,
    kubeconfig: given.KUBECONFIG === '' ? undefined : given.KUBECONFIG,
    inCluster: inClusterOf(given),
    gateTimeoutMs: given.GAUNTLET_GATE_TIMEOUT_MS,
    gatePollMs: given.GAUNTLET_GATE_POLL_MS,
    driftIntervalMs: given.GAUNTLET_DRIFT_INTERVAL_MS,
    gateStableMs: given.GAUNTLET_GATE_STABLE_MS,
    gateRefreshMs: given.GAUNTLET_GATE_REFRESH_MS,
    gateHopelessMs: given.GAUNTLET_GATE_HOPELESS_MS,
    writeTimeoutMs: given.GAUNTLET_WRITE_TIMEOUT_MS,
    writePatienceMs: given.GAUNTLET_WRITE_PATIENCE_MS,
    runLeaseMs: given.GAUNTLET_RUN_LEASE_MS,
    runResumeMs: given.GAUNTLET_RUN_RESUME_MS,
    livePollMs: given.GAUNTLET_LIVE_POLL_MS,
    liveLingerMs: given.GAUNTLET_LIVE_LINGER_MS,
    hasWorker: given.GAUNTLET_WORKER === 'on',
    oidc: oidc(),
  }
}

function inClusterOf({ KUBERNETES_SERVICE_HOST: host, KUBERNETES_SERVICE_PORT: port, GAUNTLET_SERVICE_ACCOUNT: folder }: z.infer<typeof Env>): Env['inCluster'] {
  return host === undefined || host === '' || !existsSync(join(folder, 'token')) ? undefined : { host, port, folder }
}

const OIDC = 'GAUNTLET_OIDC_'

function oidc(): OidcSettings | undefined {
  const given = Object.fromEntries(Object.entries(process.env).flatMap(([name, value]) =>
    name.startsWith(OIDC) && value !== undefined && value !== '' ? [[name.slice(OIDC.length), value]] : []))
  if (Object.keys(given).length === 0) return undefined
  const file = given.CLIENT_SECRET_FILE
  const parsed = OidcVariables.safeParse(file === undefined ? given : { ...given, CLIENT_SECRET: secretIn(file) })
  if (parsed.success) return oidcSettings(parsed.data)
  const faults = parsed.error.issues.map(({ path, message }) => `${OIDC}${path.join('.')}: ${message}`)
  throw new Error(`environment variables are missing or wrong. ${faults.join('; ')}`)
}

function secretIn(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim()
  } catch {
    throw new Error(`environment variables are missing or wrong. ${OIDC}CLIENT_SECRET_FILE: the file cannot be read`)
  }
}

/** The log level alone, so that a line can be logged about settings that are wrong. */
export function logLevel(): string {
  return Env.shape.LOG_LEVEL.catch('info').parse(process.env.LOG_LEVEL)
}

/** The environment for a credential command of a kubeconfig: the server's own (where clouds keep their settings), without what is Gauntlet's secret. */
export function pluginEnvironment(): NodeJS.ProcessEnv {
  const environment = { ...process.env }
  for (const name of Object.keys(environment)) {
    if (name === 'DATABASE_URL' || name.startsWith('GAUNTLET_')) delete environment[name]
  }
  return environment
}

/** The address of the database alone, for a program that needs nothing else; undefined when there is none. */
export function databaseAddress(): string | undefined {
  return Env.shape.DATABASE_URL.optional().catch(undefined).parse(process.env.DATABASE_URL)
}
