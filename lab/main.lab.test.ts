// `npm run lab` as a person has it: what it prints can be opened, and Ctrl-C leaves nothing behind, also while it is still starting.
import { execFile, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readdir, readFile, readlink } from 'node:fs/promises'
import { connect } from 'node:net'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'
import { afterEach, expect, it } from 'vitest'
import { buildKubectl } from './build.ts'
import { eventually } from './eventually.ts'
import { freePorts } from './ports.ts'
import { isAlive } from './run-folder.ts'

const ROOT = join(import.meta.dirname, '..')
const TETHER = new URL('../scripts/tether.mjs', import.meta.url).href
const MINUTES = 60_000
/** Without a build of the pages it makes one. */
const READY_WITHIN_MS = 20 * MINUTES
const GONE_WITHIN_MS = MINUTES
/** What a run of tests sets, which a person's shell does not have; with NODE_ENV=test a build of the pages is another one. */
const OURS = /^(?:DATABASE_URL|KUBECONFIG|LOG_LEVEL|NODE_ENV|NODE_OPTIONS|TEST|MODE|DEV|PROD|SSR|BASE_URL|FORCE_TTY|VITEST.*|GAUNTLET_.*)$/

let lab: ChildProcess | undefined
afterEach(() => {
  if (lab?.pid !== undefined && isAlive(lab.pid)) process.kill(-lab.pid, 'SIGKILL')
  lab = undefined
})

type Running = {
  readonly pid: number
  readonly port: number
  readonly exited: Promise<unknown>
  readonly said: () => string
  /** Waits for a line with these words. Throws with all that it said when it ends before, or says nothing of the kind for so long. */
  readonly says: (words: string, withinMs: number) => Promise<void>
}

/** Starts it in a process group of its own, as a shell does, which is what a Ctrl-C goes to. It is told to end when this process is gone before it. */
async function startLab(): Promise<Running> {
  const [port = 0] = await freePorts(1)
  const env = { ...process.env }
  for (const name of Object.keys(env)) if (OURS.test(name)) Reflect.deleteProperty(env, name)
  const child = spawn(process.execPath, ['--import', TETHER, 'scripts/lab.mjs', 'whole'], {
    cwd: ROOT, detached: true, stdio: 'pipe', env: { ...env, HOST: '127.0.0.1', PORT: String(port), GAUNTLET_TETHER: String(process.pid) },
  })
  lab = child
  const lines: string[] = []
  for (const stream of [child.stdout, child.stderr]) createInterface({ input: stream }).on('line', (line) => { lines.push(line) })
  const said = (): string => lines.join('\n')
  const exited = once(child, 'exit')
  const says = async (words: string, withinMs: number): Promise<void> => {
    await eventually(`the lab says "${words}"`, () => {
      if (child.exitCode !== null) throw new Error('it ended')
      return said().includes(words) || undefined
    }, withinMs).catch((error: unknown) => { throw new Error(`${String(error)}; it said ${said()}`, { cause: error }) })
  }
  return { pid: child.pid ?? 0, port, exited, said, says }
}

/** Every process below this one, as the host numbers them; those inside of the lab's own namespaces too. */
async function descendants(pid: number): Promise<number[]> {
  const tasks = await readdir(`/proc/${pid}/task`).catch(() => [])
  const children = (await Promise.all(tasks.map((task) => readFile(`/proc/${pid}/task/${task}/children`, 'utf8').catch(() => '')))).join(' ').split(' ').filter((text) => text.trim() !== '').map(Number)
  return [...children, ...(await Promise.all(children.map(descendants))).flat()]
}

/** Those that name one of these folders on their command line, as a database does that has left its parents, and all below them. */
async function workersIn(folders: readonly string[]): Promise<number[]> {
  const lines = await Promise.all((await everybody()).map(async (pid) => ({ pid, line: await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '') })))
  const found = lines.filter(({ line }) => folders.some((folder) => line.includes(join(ROOT, '.lab', folder)))).map(({ pid }) => pid)
  return [...found, ...(await Promise.all(found.map(descendants))).flat()]
}

/** The namespaces that these processes are in and this one is not, as "net:[4026532000]". */
async function namespacesOf(pids: readonly number[]): Promise<Set<string>> {
  const of = async (pid: number | string): Promise<string[]> => Promise.all(['net', 'mnt', 'pid', 'user'].map((kind) => readlink(`/proc/${pid}/ns/${kind}`).catch(() => '')))
  const own = await of('self')
  return new Set((await Promise.all(pids.map(of))).flat().filter((name) => name !== '' && !own.includes(name)))
}

/** The ports of this machine on which these processes listen. */
async function portsOf(pids: readonly number[]): Promise<number[]> {
  const files = await Promise.all(pids.map(async (pid) => Promise.all((await readdir(`/proc/${pid}/fd`).catch(() => [])).map((fd) => readlink(`/proc/${pid}/fd/${fd}`).catch(() => '')))))
  const sockets = new Set(files.flat().flatMap((name) => /^socket:\[(\d+)\]$/.exec(name)?.[1] ?? []))
  const table = (await Promise.all(['tcp', 'tcp6'].map((name) => readFile(`/proc/self/net/${name}`, 'utf8')))).join('\n')
  // "sl local_address rem_address st … inode"; 0A is LISTEN.
  return table.split('\n').map((line) => line.trim().split(/\s+/)).filter(([, , , state, , , , , , inode = '']) => state === '0A' && sockets.has(inode))
    .map(([, local = '']) => Number.parseInt(local.split(':')[1] ?? '', 16))
}

async function isOpen(port: number): Promise<boolean> {
  const socket = connect({ host: '127.0.0.1', port })
  try {
    await once(socket, 'connect')
    return true
  } catch {
    return false
  } finally {
    socket.destroy()
  }
}

const everybody = async (): Promise<number[]> => (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number)
const mounts = async (): Promise<string[]> => (await readFile('/proc/mounts', 'utf8')).split('\n').filter((line) => line.includes(ROOT) || line.includes('nsfs'))
const runFolders = async (): Promise<string[]> => (await readdir(join(ROOT, '.lab'))).filter((name) => name.startsWith('run-')).toSorted()

/** What was there of it, and is there still. */
type Left = { readonly processes: number[]; readonly namespaces: string[]; readonly ports: number[]; readonly mounts: string[]; readonly folders: string[] }
const NOTHING: Left = { processes: [], namespaces: [], ports: [], mounts: [], folders: [] }

/** Presses Ctrl-C, waits for the end, and gives what is left, with the ports that were open before. */
async function interrupt({ pid, exited }: Running, mountsBefore: readonly string[]): Promise<{ ports: number[]; left: Left }> {
  const { own, below } = await eventually('it has a folder', async () => {
    const found = await descendants(pid)
    // Of main.ts, whose process they are named after.
    const folders = (await runFolders()).filter((name) => found.includes(Number(/^run-(\d+)/.exec(name)?.[1])))
    return folders.length > 0 ? { own: folders, below: found } : undefined
  })
  const processes = [...new Set([...below, ...await workersIn(own)])]
  const [namespaces, ports, before] = [await namespacesOf(processes), await portsOf(processes), new Set(await everybody())]
  process.kill(-pid, 'SIGINT')
  await exited
  // What hangs on it ends a moment later; whatever does not is in the answer.
  await eventually('every process is gone', () => !processes.some(isAlive) || undefined, GONE_WITHIN_MS).catch(() => undefined)
  // Of those that were there before: Linux gives the number of a namespace that is gone to the next one, which another lab may make.
  const [inUse, folders, now] = [await namespacesOf((await everybody()).filter((each) => before.has(each))), await runFolders(), await mounts()]
  const open = await Promise.all(ports.map(isOpen))
  return {
    ports,
    left: {
      processes: processes.filter(isAlive), namespaces: [...namespaces].filter((name) => inUse.has(name)), ports: ports.filter((_, at) => open[at]),
      mounts: now.filter((line) => !mountsBefore.includes(line)), folders: folders.filter((name) => own.includes(name)),
    },
  }
}

it('ends with addresses that answer, and Ctrl-C leaves nothing', async () => {
  const mountsBefore = await mounts()
  const running = await startLab()
  await running.says('Ctrl-C ends all of it.', READY_WITHIN_MS)
  expect(running.said()).toMatch(/^The lab is ready, \d+ s after it was started\.$/m)
  const addressOf = (name: string): string => new RegExp(`^  ${name} +(http://\\S+)$`, 'm').exec(running.said())?.[1] ?? ''
  const [page, query, frontend] = [addressOf('Gauntlet'), addressOf('Query'), addressOf('Query Frontend')]
  expect(page).toBe(`http://127.0.0.1:${running.port}/stacks/whole`)
  expect(await (await fetch(page)).text()).toContain('The guide')
  for (const address of [query, frontend]) {
    await eventually(`${address} answers the edges`, async () => (await (await fetch(`${address}/api/v1/query?query=count(lab_scrape)`)).text()).includes('"value"') || undefined, 3 * MINUTES)
  }
  const kubectl = await buildKubectl({ log: console.error })
  // As it is printed, for a shell.
  const line = /export KUBECONFIG=\S+/.exec(running.said())?.[0] ?? ''
  for (const context of ['admin', 'gauntlet', 'viewer']) {
    const { stdout } = await promisify(execFile)('sh', ['-c', `${line}; exec "$0" --context ${context} --cache-dir /nonexistent --namespace whole get pods -o name`, kubectl])
    expect(stdout.split('\n'), context).toContain('pod/thanos-receiver-0')
  }
  const printed = [page, query, frontend].map((address) => Number(new URL(address).port))
  // Those, and at the least the API server's and the database's.
  const { ports, left } = await interrupt(running, mountsBefore)
  expect(left).toEqual(NOTHING)
  expect(ports).toEqual(expect.arrayContaining(printed))
  expect(ports.length).toBeGreaterThan(printed.length + 1)
}, 30 * MINUTES)

it.each([
  ['the control plane is starting', 'S3 are starting'],
  ['Gauntlet is starting', 'series each'],
])('leaves nothing when Ctrl-C comes while %s', async (_, words) => {
  const mountsBefore = await mounts()
  const running = await startLab()
  await running.says(words, 8 * MINUTES)
  expect((await interrupt(running, mountsBefore)).left).toEqual(NOTHING)
}, 12 * MINUTES)
