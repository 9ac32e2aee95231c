// Which API server to speak to, and as whom: contexts of kubeconfig files, or the sandbox. Credentials stay inside KubeConfig.
import { KubeConfig } from '@kubernetes/client-node'
import { delimiter } from 'node:path'
import { AppError } from '../errors.ts'
import { text } from '../text.ts'

/** The sandbox by its URL, or a context of a kubeconfig: one path, or several as in KUBECONFIG. Without it, kubectl's own rules hold. */
export type ClusterConnection =
  | { kind: 'sandbox'; url: string }
  | { kind: 'context'; context: string; kubeconfig?: string }

/** Reads the kubeconfig of a connection. NOT_FOUND when the context is not in it, UPSTREAM when the file cannot be read. */
export function loadKubeConfig(connection: ClusterConnection): KubeConfig {
  if (connection.kind === 'sandbox') return sandboxConfig(connection.url)
  const config = readFiles(connection.kubeconfig)
  if (!config.getContextObject(connection.context)) {
    throw new AppError('NOT_FOUND', text(`The kubeconfig has no context "${connection.context}".`, `kubeconfig에 context "${connection.context}"이(가) 없습니다.`), {
      details: { contexts: config.getContexts().map(({ name }) => name) },
    })
  }
  config.setCurrentContext(connection.context)
  if (!config.getCurrentCluster()) {
    throw new AppError('NOT_FOUND', text(`The kubeconfig's context "${connection.context}" names a cluster that is not in the file.`, `kubeconfig의 context "${connection.context}"이(가) 가리키는 cluster가 파일에 없습니다.`))
  }
  return config
}

/** The names of the contexts in a kubeconfig (a path, or several as in KUBECONFIG); none when nothing is configured. */
export function listContexts(kubeconfig: string | undefined): string[] {
  if (!kubeconfig) return []
  return readFiles(kubeconfig).getContexts().map(({ name }) => name)
}

function readFiles(kubeconfig: string | undefined): KubeConfig {
  const config = new KubeConfig()
  try {
    if (!kubeconfig) {
      config.loadFromDefault()
      return config
    }
    for (const [index, file] of kubeconfig.split(delimiter).filter((path) => path !== '').entries()) {
      const part = new KubeConfig()
      part.loadFromFile(file, { onInvalidEntry: 'filter' })
      // As kubectl merges: the first file that names an entry wins.
      part.clusters = part.clusters.filter(({ name }) => !config.getCluster(name))
      part.users = part.users.filter(({ name }) => !config.getUser(name))
      part.contexts = part.contexts.filter(({ name }) => !config.getContextObject(name))
      config.mergeConfig(part, index > 0)
    }
    return config
  } catch (cause) {
    // The cause may quote the file, which holds credentials: only its kind is told.
    const code = cause instanceof Error && 'code' in cause ? ` (${String(cause.code)})` : ''
    throw new AppError('UPSTREAM', text(`The kubeconfig cannot be read${code}.`, `kubeconfig를 읽을 수 없습니다${code}.`))
  }
}

function sandboxConfig(url: string): KubeConfig {
  const config = new KubeConfig()
  // The client refuses plain http unless certificate checks are off; the sandbox listens on loopback only.
  config.loadFromClusterAndUser({ name: 'sandbox', server: url, skipTLSVerify: true }, { name: 'gauntlet' })
  return config
}
