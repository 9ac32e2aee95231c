// The credentials of one connection over time: read anew every few seconds and when the API server refuses them, so that tokens, certificates
// and files that are replaced meanwhile are followed.
import type { KubeConfig } from '@kubernetes/client-node'
import type https from 'node:https'
import { AppError } from '../errors.ts'
import { text } from '../text.ts'
import { loadConnection, type ClusterConnection, type LoadedConnection } from './connection.ts'
import { runExecPlugin, type ClusterInfo, type ExecCredential } from './exec-credential.ts'

/** How long files are trusted without a second look. */
const RELOAD_MS = 10_000

const NO_CREDENTIAL: ExecCredential = {}

/** What one request is sent with. `age` tells these credentials from those before and after them. */
export type Presented = { readonly options: https.RequestOptions; readonly hasProxy: boolean; readonly age: number }

export type Credentials = {
  readonly server: URL
  /** UPSTREAM when they cannot be had; the error quotes nothing of them. */
  present: () => Promise<Presented>
  /** Credentials of this age were refused: the next ones are read anew, unless that was done already. */
  refused: (age: number) => void
}

/** A command that was started: of which kubeconfig entry and for which API server, what it gives, and until when that holds. */
type Plugin = { of: string; credential: Promise<ExecCredential>; expires?: number }
/** Where what a connection's command gave is kept, for all that are opened of this connection: it holds longer than one of them is used. */
export type PluginShelf = { plugin?: Plugin | undefined }

/** Opens the credentials of a connection. Throws as loadConnection does. `now` gives milliseconds since the epoch. */
export function openCredentials(connection: ClusterConnection, { now = Date.now, shelf = {} }: { now?: () => number; shelf?: PluginShelf } = {}): Credentials {
  let loaded = loadConnection(connection)
  let loadedAt = now()
  let age = 0
  /** The one that requests went out with: others may have found it refused, and started the next. */
  let used: Plugin | undefined
  const server = serverOf(loaded)

  const reload = (): void => {
    try {
      const next = loadConnection(connection)
      if (serverOf(next).href !== server.href) throw moved(server, serverOf(next))
      loaded = next
    } catch (error) {
      // A file that is just being written can be read the next time; until then what was read last holds.
      if (!(error instanceof AppError && error.code === 'UPSTREAM' && connection.kind === 'context' && !isMoved(error))) throw error
    }
    loadedAt = now()
  }

  const fromPlugin = async ({ config, exec }: LoadedConnection): Promise<ExecCredential> => {
    if (exec === undefined) return NO_CREDENTIAL
    const cluster = clusterInfo(config)
    // What was given for one API server is shown to no other.
    const of = JSON.stringify([exec, cluster])
    const { plugin } = shelf
    if (plugin?.of === of && (plugin.expires === undefined || plugin.expires > now())) {
      used = plugin
      return plugin.credential
    }
    // Requests that come meanwhile wait for the same command.
    const started: Plugin = { of, credential: runExecPlugin(exec, cluster) }
    used = started
    shelf.plugin = started
    try {
      const credential = await started.credential
      if (credential.expires !== undefined) started.expires = credential.expires
      return credential
    } catch (error) {
      if (shelf.plugin === started) shelf.plugin = undefined
      throw error
    }
  }

  /** Put together once where nothing of them lies in files, which are followed with every request. */
  let last: { of: LoadedConnection; credential: ExecCredential; presented: Promise<Presented> } | undefined

  return {
    server,
    async present() {
      if (now() - loadedAt >= RELOAD_MS) reload()
      const [current, its] = [loaded, age]
      const credential = await fromPlugin(current)
      if (hasFiles(current)) return together(current, credential, its)
      if (last?.of === current && last.credential === credential && (await last.presented).age === its) return last.presented
      const presented = together(current, credential, its)
      last = { of: current, credential, presented }
      presented.catch(() => { if (last?.presented === presented) last = undefined })
      return presented
    },
    refused(refusedAge) {
      if (refusedAge !== age) return
      age++
      if (shelf.plugin === used) shelf.plugin = undefined
      reload()
    },
  }
}

function hasFiles({ config }: LoadedConnection): boolean {
  const [user, cluster] = [config.getCurrentUser(), config.getCurrentCluster()]
  return [user?.certFile, user?.keyFile, user?.authProvider, cluster?.caFile].some((one) => one !== undefined && one !== null)
}

async function together({ config }: LoadedConnection, { token, cert, key }: ExecCredential, age: number): Promise<Presented> {
  const options: https.RequestOptions = {}
  await apply(config, options)
  const headers = { ...options.headers, ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }) }
  return { options: { ...options, headers, ...(cert === undefined ? {} : { cert }), ...(key === undefined ? {} : { key }) }, hasProxy: Boolean(config.getCurrentCluster()?.proxyUrl), age }
}

async function apply(config: KubeConfig, options: https.RequestOptions): Promise<void> {
  const { server = '', skipTLSVerify = false } = config.getCurrentCluster() ?? {}
  if (server.startsWith('http:') && !skipTLSVerify) {
    throw new AppError('UPSTREAM', text(
      `The kubeconfig names ${server}, and plain http would send its credentials in the clear. Give the cluster an https address, or set insecure-skip-tls-verify for it.`,
      `kubeconfig가 ${server}을(를) 가리키는데, http로는 자격 증명이 암호화 없이 전송됩니다. cluster에 https 주소를 쓰거나 insecure-skip-tls-verify를 설정하세요.`,
    ))
  }
  try {
    await config.applyToHTTPSOptions(options)
  } catch (error) {
    // The library quotes what a helper printed.
    const code = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : ''
    throw new AppError('UPSTREAM', text(`The credentials of the kubeconfig cannot be read${code}.`, `kubeconfig의 자격 증명을 읽을 수 없습니다${code}.`))
  }
}

function serverOf({ config }: LoadedConnection): URL {
  return new URL(config.getCurrentCluster()?.server ?? 'https://localhost')
}

function clusterInfo(config: KubeConfig): ClusterInfo {
  const cluster = config.getCurrentCluster()
  return {
    server: cluster?.server ?? '',
    ...(cluster?.tlsServerName ? { 'tls-server-name': cluster.tlsServerName } : {}),
    ...(cluster?.skipTLSVerify ? { 'insecure-skip-tls-verify': true } : {}),
    ...(cluster?.caData ? { 'certificate-authority-data': cluster.caData } : {}),
  }
}

type Moved = { from: string; to: string }

/** What was begun on one cluster must not go on in another. */
function moved(from: URL, to: URL): AppError {
  const details: Moved = { from: from.host, to: to.host }
  return new AppError('UPSTREAM', text(
    `The kubeconfig's context names another API server now: ${to.host}, and not ${from.host} any more. Begin again.`,
    `kubeconfig의 context가 이제 다른 API 서버를 가리킵니다: ${from.host} 대신 ${to.host}. 다시 시작하세요.`,
  ), { details })
}

function isMoved({ details }: AppError): boolean {
  return typeof details === 'object' && details !== null && 'from' in details
}
