// What kubeconfig files say: one path, several as in KUBECONFIG, or a folder, as a mounted Secret is one. Nothing of a file is ever quoted.
import { KubeConfig } from '@kubernetes/client-node'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, delimiter, dirname, isAbsolute, join, resolve } from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'
import { text, type Text } from '../text.ts'

/** How a kubeconfig gets credentials from a command. https://kubernetes.io/docs/reference/config-api/client-authentication.v1/ */
export const ExecPlugin = z.object({
  apiVersion: z.string(),
  command: z.string().min(1),
  args: z.array(z.string()).nullish(),
  env: z.array(z.object({ name: z.string(), value: z.string() })).nullish(),
  interactiveMode: z.string().nullish(),
  provideClusterInfo: z.boolean().nullish(),
})
export type ExecPlugin = z.infer<typeof ExecPlugin>

/** `file` is set for a file of a folder: it stands for itself, while paths that are listed are merged as kubectl merges them. */
export type KubeconfigSource = { readonly config: KubeConfig; readonly file?: string }
/** `file` is a path that KUBECONFIG lists, `listed` or `missing`, or the name of a file of a folder; `why` quotes nothing of it. */
export type UnreadableFile = { readonly file: string; readonly is: 'listed' | 'missing' | 'in-folder'; readonly why: Text }
export type Kubeconfigs = { readonly sources: readonly KubeconfigSource[]; readonly unreadable: readonly UnreadableFile[] }

const LARGEST_FILE = 4 * 1024 * 1024

/**
 * Reads every file of a KUBECONFIG; those that cannot be read are told. As with kubectl, a listed path that is not there is left out, and
 * with one that cannot be read no listed one is used, since it might be the one that wins a name. Files of folders stand for themselves.
 */
export function readKubeconfigs(kubeconfig: string): Kubeconfigs {
  const merged = new KubeConfig()
  const sources: KubeconfigSource[] = []
  const unreadable: UnreadableFile[] = []
  for (const path of kubeconfig.split(delimiter).filter((each) => each !== '')) {
    try {
      const found = statSync(path).isDirectory() ? readFolder(path) : readFile(path)
      if (found instanceof KubeConfig) mergeInto(merged, found)
      else {
        sources.push(...found.sources)
        unreadable.push(...found.unreadable)
      }
    } catch (error) {
      const code = codeOf(error)
      unreadable.push({ file: path, is: code === 'ENOENT' ? 'missing' : 'listed', why: reasonOf(path, code) })
    }
  }
  const isWhole = unreadable.every(({ is }) => is !== 'listed')
  return { sources: isWhole && merged.contexts.length > 0 ? [{ config: merged }, ...sources] : sources, unreadable }
}

/** What is wrong with a file. The error itself may quote the file, which holds credentials: only its code is told. */
function reasonOf(file: string, code: string | undefined): Text {
  if (code === 'ENOENT') return text(`The kubeconfig ${file} is not there.`, `kubeconfig ${file} 파일이 없습니다.`)
  if (code === undefined) return text(`The kubeconfig ${file} cannot be read: what it holds is no kubeconfig.`, `kubeconfig ${file}을(를) 읽을 수 없습니다. 내용이 kubeconfig가 아닙니다.`)
  return text(`The kubeconfig ${file} cannot be read (${code}).`, `kubeconfig ${file}을(를) 읽을 수 없습니다(${code}).`)
}

/** The code of a failed system call; a parser's error has none. */
function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && 'syscall' in error ? String(error.code) : undefined
}

/** A mounted Secret keeps its files behind links: "..data" and what begins with a dot are its own. */
function readFolder(folder: string): Kubeconfigs {
  const sources: KubeconfigSource[] = []
  const unreadable: UnreadableFile[] = []
  for (const name of readdirSync(folder).filter((each) => !each.startsWith('.')).toSorted()) {
    const path = join(folder, name)
    try {
      const found = statSync(path)
      if (!found.isFile() || found.size > LARGEST_FILE || !isKubeconfig(readFileSync(path, 'utf8'))) continue
      sources.push({ config: readFile(path), file: name })
    } catch (error) {
      // Gone between the two looks: the Secret was just replaced.
      const code = codeOf(error)
      if (code !== 'ENOENT') unreadable.push({ file: name, is: 'in-folder', why: reasonOf(name, code) })
    }
  }
  return { sources, unreadable }
}

/** Beside kubeconfigs, a Secret may hold certificates and tokens that they name. */
function isKubeconfig(content: string): boolean {
  return /^\s*["']?(?:contexts|clusters|users)["']?\s*:/m.test(content) || /^\s*\{/.test(content)
}

/** `tokenFile` is what kubectl reads and the client library does not. */
const Extras = z.object({ users: z.array(z.object({ name: z.string(), user: z.looseObject({ tokenFile: z.string().optional() }).nullish() })).nullish() })

function readFile(path: string): KubeConfig {
  const config = new KubeConfig()
  config.loadFromFile(path, { onInvalidEntry: 'filter' })
  const folder = dirname(resolve(path))
  const content: unknown = parse(readFileSync(path, 'utf8'))
  if (typeof content !== 'object' || content === null || Array.isArray(content)) throw new TypeError('no kubeconfig')
  const extras = Extras.safeParse(content).data?.users ?? []
  const tokenFiles = new Map(extras.flatMap(({ name, user }) => (user?.tokenFile === undefined ? [] : [[name, user.tokenFile] as const])))
  config.users = config.users.map((user) => {
    const tokenFile = tokenFiles.get(user.name)
    const token = user.token ?? (tokenFile === undefined ? undefined : readToken(resolve(folder, tokenFile)))
    return { ...user, ...(token === undefined ? {} : { token }), ...(user.exec ? { exec: withPlace(user.exec, folder) } : {}) }
  })
  return config
}

/** A token that is not there makes its own context fail, not the others of the file. */
function readToken(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8').trim()
  } catch {
    return undefined
  }
}

/** A command with a slash is meant from the folder of its kubeconfig. */
function withPlace(exec: unknown, folder: string): unknown {
  const plugin = ExecPlugin.safeParse(exec).data
  if (plugin === undefined || isAbsolute(plugin.command) || basename(plugin.command) === plugin.command) return exec
  return { ...plugin, command: resolve(folder, plugin.command) }
}

/** As kubectl merges: the first file that names an entry wins. */
function mergeInto(config: KubeConfig, part: KubeConfig): void {
  const isFirst = config.contexts.length === 0
  part.clusters = part.clusters.filter(({ name }) => !config.getCluster(name))
  part.users = part.users.filter(({ name }) => !config.getUser(name))
  part.contexts = part.contexts.filter(({ name }) => !config.getContextObject(name))
  config.mergeConfig(part, !isFirst)
}
