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

/** A machine that may run the lab's nodes: its system, as process.platform names it, and where its programs are. */
export type Machine = { readonly platform: string; readonly folders: readonly string[] }

function thisMachine(): Machine {
  // Some users' PATH lacks the folders of the administrator, where ip and chroot are.
  return { platform: process.platform, folders: [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/bin', '/sbin', '/bin'] }
}

/** What a machine lacks for the lab's nodes, in one sentence for a person; undefined when it has all. Whether it lets anybody make namespaces is not looked at. */
export function lackOf({ platform, folders }: Machine): string | undefined {
  if (platform !== 'linux') return `the lab's nodes need Linux (its namespaces); this is ${platform}`
  const missing = (Object.keys(PACKAGES) as Tool[]).find((name) => find(name, folders) === undefined) // safe because PACKAGES is a literal with no other keys
  return missing && lackOfTool(missing)
}

/** The absolute path of a program, whatever PATH a container is given. */
export function tool(name: Tool): string {
  const found = find(name, thisMachine().folders)
  if (found === undefined) throw new Error(lackOfTool(name))
  return found
}

function find(name: Tool, folders: readonly string[]): string | undefined {
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path))
}

function lackOfTool(name: Tool): string {
  return `the lab's nodes need "${name}", which is not on this machine: install ${PACKAGES[name]} (apt-get install ${PACKAGES[name]})`
}

/** Throws an Error with one sentence for a person when this machine cannot run the lab's nodes. */
export async function requireNodeTools(): Promise<void> {
  const lack = lackOf(thisMachine())
  if (lack !== undefined) throw new Error(lack)
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
