// Which API server to speak to, and as whom: contexts of kubeconfig files, the account of the pod that Gauntlet runs in, or the sandbox.
// Credentials stay inside what is loaded here.
import { KubeConfig } from '@kubernetes/client-node'
import { readFileSync } from 'node:fs'
import { isIPv6 } from 'node:net'
import { join } from 'node:path'
import { AppError } from '../errors.ts'
import { text } from '../text.ts'
import { ExecPlugin, readKubeconfigs, type Kubeconfigs, type KubeconfigSource, type UnreadableFile } from './kubeconfig.ts'

/**
 * The sandbox by its URL; a context of a kubeconfig (one path, several as in KUBECONFIG, or a folder; without it, kubectl's own rules hold);
 * or the service account of the pod: where the API server is, and the folder of the mounted token.
 */
export type ClusterConnection =
  | { kind: 'sandbox'; url: string }
  | { kind: 'context'; context: string; kubeconfig?: string }
  | { kind: 'in-cluster'; host: string; port: string; folder: string }

/** A kubeconfig with its context chosen; `exec` is the command that gives the credentials, taken out of it. */
export type LoadedConnection = { readonly config: KubeConfig; readonly exec?: ExecPlugin }

/** Reads what a connection needs. NOT_FOUND when there is no such context, CONFLICT when it is there twice, UPSTREAM when a file cannot be read. */
export function loadConnection(connection: ClusterConnection): LoadedConnection {
  switch (connection.kind) {
    case 'sandbox': return { config: sandboxConfig(connection.url) }
    case 'in-cluster': return { config: podConfig(connection) }
    case 'context': return ofContext(connection)
  }
}

/** The names of the contexts that a kubeconfig offers, and the files in it that cannot be read; none when nothing is configured. */
export function listContexts(kubeconfig: string | undefined): { contexts: string[]; unreadable: readonly UnreadableFile[] } {
  if (!kubeconfig) return { contexts: [], unreadable: [] }
  const { sources, unreadable } = readKubeconfigs(kubeconfig)
  const named = sources.flatMap((source) => source.config.getContexts().map(({ name }) => ({ name, source })))
  const count = Map.groupBy(named, ({ name }) => name)
  return { unreadable, contexts: named.map(({ name, source }) => (count.get(name)?.length === 1 ? name : qualified(source, name))) }
}

/** Two files of a folder may both call their context "default": then each is named with its file. */
function qualified({ file }: KubeconfigSource, context: string): string {
  return file === undefined ? context : `${file}/${context}`
}

function ofContext({ context, kubeconfig }: Extract<ClusterConnection, { kind: 'context' }>): LoadedConnection {
  const read: Kubeconfigs = kubeconfig ? readKubeconfigs(kubeconfig) : { sources: [{ config: kubectlDefault() }], unreadable: [] }
  const { config, name } = chosen(read, context, kubeconfig)
  config.setCurrentContext(name)
  if (!config.getCurrentCluster()) {
    throw new AppError('NOT_FOUND', text(`The kubeconfig's context "${context}" names a cluster that is not in the file.`, `kubeconfig의 context "${context}"이(가) 가리키는 cluster가 파일에 없습니다.`))
  }
  const { exec } = config.getCurrentUser() ?? {}
  if (!exec) return { config }
  const plugin = ExecPlugin.safeParse(exec)
  if (!plugin.success) throw new AppError('UPSTREAM', text(`The kubeconfig's context "${context}" names a credential command that is not complete.`, `kubeconfig의 context "${context}"에 적힌 자격 증명 명령이 완전하지 않습니다.`))
  // The library would run it without a time limit, and quote what it prints.
  config.users = config.users.map(({ exec: _, ...user }) => user)
  return { config, exec: plugin.data }
}

function chosen({ sources, unreadable }: Kubeconfigs, context: string, kubeconfig: string | undefined): { config: KubeConfig; name: string } {
  const having = sources.filter(({ config }) => config.getContextObject(context))
  if (having.length > 1) {
    const names = having.map((source) => qualified(source, context)).join(', ')
    throw new AppError('CONFLICT', text(`Several kubeconfig files have a context "${context}": ${names}. Name the file with it.`, `여러 kubeconfig 파일에 context "${context}"이(가) 있습니다: ${names}. 파일 이름과 함께 적으세요.`))
  }
  const [only] = having
  if (only) return { config: only.config, name: context }
  const inFile = sources.find(({ file, config }) => file !== undefined && context.startsWith(`${file}/`) && config.getContextObject(context.slice(file.length + 1)))
  if (inFile?.file !== undefined) return { config: inFile.config, name: context.slice(inFile.file.length + 1) }
  // It may stand in the file that cannot be read.
  const [hiding] = unreadable.filter(({ is }) => is !== 'in-folder')
  if (hiding !== undefined) throw new AppError('UPSTREAM', hiding.why)
  throw new AppError('NOT_FOUND', text(`The kubeconfig has no context "${context}".`, `kubeconfig에 context "${context}"이(가) 없습니다.`), {
    details: { contexts: listContexts(kubeconfig).contexts },
  })
}

function kubectlDefault(): KubeConfig {
  const config = new KubeConfig()
  try {
    config.loadFromDefault()
    return config
  } catch {
    throw new AppError('UPSTREAM', text('The kubeconfig cannot be read.', 'kubeconfig를 읽을 수 없습니다.'))
  }
}

/** The kubelet renews the token in its file well before it expires; so it is read with every load. */
function podConfig({ host, port, folder }: Extract<ClusterConnection, { kind: 'in-cluster' }>): KubeConfig {
  const config = new KubeConfig()
  config.loadFromClusterAndUser(
    { name: 'in-cluster', server: `https://${isIPv6(host) ? `[${host}]` : host}:${port}`, caFile: join(folder, 'ca.crt'), skipTLSVerify: false },
    { name: 'in-cluster', token: podToken(join(folder, 'token')) },
  )
  return config
}

function podToken(path: string): string {
  try {
    return readFileSync(path, 'utf8').trim()
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : ''
    throw new AppError('UPSTREAM', text(`The token of the pod's service account cannot be read${code}.`, `파드의 서비스 어카운트 토큰을 읽을 수 없습니다${code}.`))
  }
}

function sandboxConfig(url: string): KubeConfig {
  const config = new KubeConfig()
  // The client refuses plain http unless certificate checks are off; the sandbox listens on loopback only.
  config.loadFromClusterAndUser({ name: 'sandbox', server: url, skipTLSVerify: true }, { name: 'gauntlet' })
  return config
}
