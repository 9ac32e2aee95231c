// Knows how the binaries of the lab are built from the Go modules in lab/kubernetes, and where they are kept once built.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readFile, rename, rm } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { createInterface } from 'node:readline'

const ROOT = join(import.meta.dirname, '..')
const MODULE = join(import.meta.dirname, 'kubernetes')
const KUBERNETES = '1.35.4'

/** Built in this order; `expectedS` is a build with an empty Go cache on two cores that others use too (docs/lab.md). */
const BINARIES = [
  { name: 'etcd', pkg: 'go.etcd.io/etcd/server/v3', expectedS: 90 },
  { name: 'kube-apiserver', pkg: 'k8s.io/kubernetes/cmd/kube-apiserver', expectedS: 340 },
  { name: 'kube-controller-manager', pkg: 'k8s.io/kubernetes/cmd/kube-controller-manager', expectedS: 175 },
] as const
export type BinaryName = (typeof BINARIES)[number]['name']

/** Built only for whoever asks: what Gauntlet is compared with. No part of the folder's name, so that it costs no build of the others. */
const KUBECTL = { name: 'kubectl', pkg: 'k8s.io/kubernetes/cmd/kubectl', expectedS: 60, module: join(import.meta.dirname, 'kubectl') } as const

/** What machines with the binaries of envtest have in the folder that KUBEBUILDER_ASSETS names; the controller manager is not among them. */
const ENVTEST: readonly string[] = ['etcd', 'kube-apiserver', 'kubectl']

const BUILD_FLAGS = ['-trimpath', '-buildvcs=false', `-ldflags=${ldflags(KUBERNETES)}`]
const PROGRESS_EVERY_MS = 15_000

export type BuildOptions = {
  /** Receives one line of progress at a time. */
  log: (line: string) => void
  /** A folder with etcd, kube-apiserver and kubectl to use instead; the environment's KUBEBUILDER_ASSETS when absent. */
  assets?: string
}

/**
 * Builds the binaries that are missing and returns the absolute path of each. What is there is reused: the folder's
 * name is a hash of go.mod, go.sum, flags and platform. What lies in the folder `assets` (KUBEBUILDER_ASSETS) is taken from there. Throws an
 * Error with one sentence for a person when that folder lacks one, when Go is missing or too old, or when a build fails.
 */
export async function build(options: BuildOptions): Promise<Record<BinaryName, string>> {
  const [etcd = '', apiServer = '', controllerManager = ''] = await provide(BINARIES, options)
  return { 'etcd': etcd, 'kube-apiserver': apiServer, 'kube-controller-manager': controllerManager }
}

/** The path of a kubectl of the same version, as build() does for the others. */
export async function buildKubectl(options: BuildOptions): Promise<string> {
  const [kubectl = ''] = await provide([KUBECTL], options)
  return kubectl
}

/** `module` is the folder of its go.mod; that of the control plane when absent. */
type Binary = { name: string; pkg: string; expectedS: number; module?: string }

async function provide(binaries: readonly Binary[], { log, assets = process.env.KUBEBUILDER_ASSETS }: BuildOptions): Promise<string[]> {
  const folder = join(ROOT, '.lab', 'bin', await buildKey())
  const located = binaries.map((binary) => {
    const given = assets ? ENVTEST.includes(binary.name) : false
    return { ...binary, given, path: join(assets && given ? resolve(assets) : folder, binary.name) }
  })
  const lacking = located.find(({ given, path }) => given && !existsSync(path))
  if (lacking) throw new Error(`KUBEBUILDER_ASSETS names ${dirname(lacking.path)}, and there is no ${lacking.name} in it`)
  const missing = located.filter(({ path }) => !existsSync(path))
  if (missing.length > 0) await buildMissing(missing, folder, log)
  return located.map(({ path }) => path)
}

async function buildMissing(missing: readonly (Binary & { path: string })[], folder: string, log: BuildOptions['log']): Promise<void> {
  const version = await requireGo()
  const expectedS = missing.reduce((sum, { expectedS }) => sum + expectedS, 0)
  log(`building ${missing.map(({ name }) => name).join(', ')} with ${version}: about ${duration(expectedS)} on two cores when nothing is cached`)
  await mkdir(folder, { recursive: true })
  const startedAt = Date.now()
  for (const binary of missing) await buildOne(binary, log)
  log(`built in ${duration((Date.now() - startedAt) / 1000)}, kept in ${folder.slice(ROOT.length + 1)}`)
}

async function buildOne({ name, pkg, expectedS, path, module = MODULE }: Binary & { path: string }, log: (line: string) => void): Promise<void> {
  const total = (await go(module, ['list', '-deps', pkg])).split('\n').length
  const startedAt = Date.now()
  let compiled = 0
  const timer = setInterval(() => {
    const elapsed = duration((Date.now() - startedAt) / 1000)
    log(`  ${name}: ${compiled} of at most ${total} packages, ${elapsed} of about ${duration(expectedS)}`)
  }, PROGRESS_EVERY_MS)
  // A build that is interrupted must not leave half a binary under the name that counts as built.
  const unfinished = `${path}.${process.pid}`
  try {
    await go(module, ['build', '-v', ...BUILD_FLAGS, '-o', unfinished, pkg], () => { compiled += 1 })
    await rename(unfinished, path)
  } finally {
    clearInterval(timer)
    await rm(unfinished, { force: true })
  }
  log(`  ${name}: built in ${duration((Date.now() - startedAt) / 1000)}`)
}

async function buildKey(): Promise<string> {
  const hash = createHash('sha256')
  for (const file of ['go.mod', 'go.sum']) hash.update(await readFile(join(MODULE, file)))
  hash.update(JSON.stringify([BINARIES.map(({ pkg }) => pkg), BUILD_FLAGS, process.platform, process.arch]))
  return hash.digest('hex').slice(0, 16)
}

async function requireGo(): Promise<string> {
  const wanted = /^go (\S+)$/m.exec(await readFile(join(MODULE, 'go.mod'), 'utf8'))?.[1] ?? ''
  try {
    return await go(MODULE, ['env', 'GOVERSION'])
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error)
    if (said.includes('ENOENT')) throw new Error(`the lab needs Go ${wanted} or newer to build its binaries, and no "go" is on the PATH`)
    throw new Error(`the lab needs Go ${wanted} or newer: ${said}`)
  }
}

/** Runs the go command in a module's folder and returns its output; `onLine` sees each line of its standard error. */
async function go(module: string, args: string[], onLine: (line: string) => void = () => {}): Promise<string> {
  // GOFLAGS of the machine stays in force, GOWORK must not: the lab is a module of its own.
  const child = spawn('go', args, { cwd: module, env: { ...process.env, CGO_ENABLED: '0', GOWORK: 'off' }, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  const tail: string[] = []
  child.stdout.setEncoding('utf8').on('data', (text: string) => { output += text })
  createInterface({ input: child.stderr }).on('line', (line) => {
    onLine(line)
    tail.push(line)
    if (tail.length > 20) tail.shift()
  })
  const code = await new Promise<number | null>((resolve, reject) => child.once('error', reject).once('close', resolve))
  if (code !== 0) throw new Error(`"go ${args[0]}" ended with ${code ?? 'a signal'}: ${tail.join('\n')}`)
  return output.trim()
}

function ldflags(version: string): string {
  const [major, minor] = version.split('.')
  const pkg = 'k8s.io/component-base/version'
  // Not stamped, the server answers /version with v0.0.0-master and clients take it for an ancient one.
  return `-s -w -X ${pkg}.gitVersion=v${version} -X ${pkg}.gitMajor=${major} -X ${pkg}.gitMinor=${minor}`
}

function duration(seconds: number): string {
  const whole = Math.round(seconds)
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`
}

if (import.meta.main) {
  try {
    // `node lab/build.ts kubectl` builds that alone.
    if (process.argv[2] === 'kubectl') console.log(await buildKubectl({ log: console.log }))
    else console.log(`the lab's binaries are in ${dirname((await build({ log: console.log }))['kube-controller-manager'])}`)
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    process.exitCode = 1
  }
}
