// Knows the programs of the machine that the lab's network and containers are made with, and says in one sentence what is missing.
import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'

/** Each with the Debian package that has it. */
const PACKAGES = { unshare: 'util-linux', nsenter: 'util-linux', mount: 'util-linux', ip: 'iproute2', hostname: 'hostname', sh: 'dash', chroot: 'coreutils', mkdir: 'coreutils' } as const
type Tool = keyof typeof PACKAGES

/** What the private network is made with; --kill-child ends everything inside with the outermost process. */
export const UNSHARE_ARGS = ['--user', '--map-root-user', '--net', '--mount', '--pid', '--fork', '--kill-child', '--mount-proc']

/** The absolute path of a program, whatever PATH a container is given. */
export function tool(name: Tool): string {
  // Some users' PATH lacks the folders of the administrator, where ip and chroot are.
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/bin', '/sbin', '/bin']
  const found = folders.map((folder) => join(folder, name)).find((path) => existsSync(path))
  if (found === undefined) throw new Error(`the lab's nodes need "${name}", which is not on this machine: install ${PACKAGES[name]} (apt-get install ${PACKAGES[name]})`)
  return found
}

/** Throws an Error with one sentence for a person when this machine cannot run the lab's nodes. */
export async function requireNodeTools(): Promise<void> {
  if (process.platform !== 'linux') throw new Error(`the lab's nodes need Linux (its namespaces); this is ${process.platform}`)
  for (const name of Object.keys(PACKAGES) as Tool[]) tool(name) // safe because PACKAGES is a literal with no other keys
  try {
    await promisify(execFile)(tool('unshare'), [...UNSHARE_ARGS, tool('sh'), '-c', ':'])
  } catch (error) {
    const said = error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : String(error)
    throw new Error(`the lab's nodes need user namespaces without root, and this machine refuses them (${said}): see sysctl user.max_user_namespaces, kernel.unprivileged_userns_clone and kernel.apparmor_restrict_unprivileged_userns, or the container's seccomp profile`, { cause: error })
  }
}

/** Runs one of them and returns its output; throws an Error with its last words. */
export async function runTool(name: Tool, args: readonly string[]): Promise<string> {
  try {
    return (await promisify(execFile)(tool(name), args)).stdout
  } catch (error) {
    const said = error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : String(error)
    throw new Error(`${name} ${args.join(' ')}: ${said}`, { cause: error })
  }
}
