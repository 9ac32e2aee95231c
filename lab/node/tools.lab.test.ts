// What is said on a machine that cannot run the lab's nodes.
import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { requireSocketPath } from './relay.ts'
import { lackOf, tool } from './tools.ts'

const ROOT = join(import.meta.dirname, '../..')
const TOOLS = ['unshare', 'nsenter', 'mount', 'ip', 'hostname', 'sh', 'chroot', 'mkdir']
const NO_IP = 'the lab\'s nodes need "ip", which is not on this machine: install iproute2 (apt-get install iproute2)'

let work: string
beforeAll(async () => { work = await mkdtemp(join(tmpdir(), 'lab-tools-')) })
afterAll(async () => { await rm(work, { recursive: true, force: true }) })

/** A folder with all that the nodes need but this. */
async function without(absent: string): Promise<string> {
  const folder = join(work, `without-${absent}`)
  await mkdir(folder, { recursive: true })
  for (const name of TOOLS) if (name !== absent) await writeFile(join(folder, name), '')
  return folder
}

it.each(['darwin', 'win32'])('says in one sentence that %s is not Linux', async (platform) => {
  expect(lackOf({ platform, folders: [await without('nothing')] })).toBe(`the lab's nodes need Linux (its namespaces); this is ${platform}`)
})

it.each([
  ['unshare', 'util-linux'], ['nsenter', 'util-linux'], ['mount', 'util-linux'], ['ip', 'iproute2'], ['hostname', 'hostname'], ['sh', 'dash'], ['chroot', 'coreutils'], ['mkdir', 'coreutils'],
])('says in one sentence that %s is missing, and which package has it', async (name, pkg) => {
  expect(lackOf({ platform: 'linux', folders: [await without(name)] })).toBe(`the lab's nodes need "${name}", which is not on this machine: install ${pkg} (apt-get install ${pkg})`)
})

it('lacks nothing where all of them are, in whichever folder', async () => {
  expect(lackOf({ platform: 'linux', folders: ['/nonexistent', await without('ip'), await without('sh')] })).toBeUndefined()
})

it('lets npm run lab say so, before it builds or starts anything', async () => {
  const fstab = join(work, 'fstab')
  // Nothing is left in the folders that are looked at whatever the PATH.
  await writeFile(fstab, ['/usr/sbin', '/usr/bin', '/sbin', '/bin'].map((folder) => `none ${folder} tmpfs mode=755 0 0\n`).join(''))
  const lab = [process.execPath, '--conditions=react-server', '--disable-warning=ExperimentalWarning', 'lab/main.ts']
  const script = `${tool('mount')} --all --fstab "$1"; shift; PATH="$1"; shift; exec "$@"`
  const started = promisify(execFile)(tool('unshare'), ['--user', '--map-root-user', '--mount', tool('sh'), '-c', script, 'sh', fstab, await without('ip'), ...lab], { cwd: ROOT })
  await expect(started).rejects.toMatchObject({ code: 1, stdout: '', stderr: `${NO_IP}\n` })
})

it('says in one sentence that user namespaces are refused', async () => {
  const code = `import { requireNodeTools } from ${JSON.stringify(join(import.meta.dirname, 'tools.ts'))}
    await requireNodeTools().then(() => console.log('they are not'), (error) => console.log(error.message))`
  // A user namespace that allows none below it is what such a machine looks like.
  const script = 'echo 0 > /proc/sys/user/max_user_namespaces; exec "$@"'
  const { stdout } = await promisify(execFile)(tool('unshare'), ['--user', '--map-root-user', tool('sh'), '-c', script, 'sh', process.execPath, '--disable-warning=ExperimentalWarning', '--input-type=module', '-e', code])
  expect(stdout).toMatch(/^the lab's nodes need user namespaces without root, and this machine refuses them \(.+\): see sysctl user\.max_user_namespaces, .+\n$/)
})

it('says that the path of a checkout is too long for a socket', () => {
  expect(() => { requireSocketPath(`/${'long/'.repeat(30)}lab.sock`) }).toThrow('use a checkout with a shorter path')
})
