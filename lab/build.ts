// Knows which binaries the lab is made of: the Go modules below lab/ with their versions, and what each is built for.
import { existsSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { provide, type GoModule } from './go-module.ts'

/** The release of the control plane, of kubectl, and that the lab's nodes say to be. */
export const KUBERNETES = '1.35.4'
/** That of the edges and of promtool. */
export const PROMETHEUS = '3.9.1'

/** The release that the guide is printed with. */
export const PRINTED_THANOS = '0.31.0'
/** From which the newest is rolled out: one whose receivers may not stop when a ring has shrunk (docs/lab.md), so that a plan has something to say beforehand. */
export const ROLLED_THANOS = '0.40.1'
/** What `npm run lab` and the tests of an installation run. */
export const NEWEST_THANOS = '0.42.4'

/** The releases of Thanos that are built here, oldest first: each is a module lab/thanos/v<release>. */
export const THANOS_RELEASES = [PRINTED_THANOS, '0.37.2', ROLLED_THANOS, NEWEST_THANOS] as const
export type ThanosRelease = (typeof THANOS_RELEASES)[number]

// Not stamped, the API server answers /version with v0.0.0-master, and Thanos and Prometheus tell no version at all.
const KUBERNETES_FLAGS = buildFlags({
  'k8s.io/component-base/version.gitVersion': `v${KUBERNETES}`,
  'k8s.io/component-base/version.gitMajor': KUBERNETES.split('.')[0] ?? '',
  'k8s.io/component-base/version.gitMinor': KUBERNETES.split('.')[1] ?? '',
})

const CONTROL_PLANE = {
  folder: 'kubernetes',
  flags: KUBERNETES_FLAGS,
  binaries: [
    { name: 'etcd', pkg: 'go.etcd.io/etcd/server/v3', expectedS: 90 },
    { name: 'kube-apiserver', pkg: 'k8s.io/kubernetes/cmd/kube-apiserver', expectedS: 340 },
    { name: 'kube-controller-manager', pkg: 'k8s.io/kubernetes/cmd/kube-controller-manager', expectedS: 175 },
  ],
} as const satisfies GoModule
export type BinaryName = (typeof CONTROL_PLANE.binaries)[number]['name']

/** A module of its own, so that it costs no build of the others. */
const KUBECTL: GoModule = { folder: 'kubectl', flags: KUBERNETES_FLAGS, binaries: [{ name: 'kubectl', pkg: 'k8s.io/kubernetes/cmd/kubectl', expectedS: 60 }] }

const PROMETHEUS_MODULE: GoModule = {
  folder: 'prometheus',
  flags: buildFlags({ 'github.com/prometheus/common/version.Version': PROMETHEUS }),
  binaries: [
    { name: 'prometheus', pkg: 'github.com/prometheus/prometheus/cmd/prometheus', expectedS: 240 },
    { name: 'promtool', pkg: 'github.com/prometheus/prometheus/cmd/promtool', expectedS: 15 },
  ],
}

const S3: GoModule = { folder: 's3', flags: buildFlags({}), binaries: [{ name: 'versitygw', pkg: 'github.com/versity/versitygw/cmd/versitygw', expectedS: 65 }] }

/** The module of a release. */
export function thanosModule(release: ThanosRelease): GoModule {
  return {
    folder: `thanos/v${release}`,
    // Without slicelabels everything starts, is ready, and receive dies of the first remote write (slice bounds out of range).
    flags: buildFlags({ 'github.com/prometheus/common/version.Version': release }, 'slicelabels,netgo'),
    binaries: [{ name: 'thanos', pkg: 'github.com/thanos-io/thanos/cmd/thanos', expectedS: 205 }],
  }
}

/** What machines with the binaries of envtest have in the folder that KUBEBUILDER_ASSETS names; the controller manager is not among them. */
const ENVTEST: readonly string[] = ['etcd', 'kube-apiserver', 'kubectl']

export type BuildOptions = {
  /** Receives one line of progress at a time. */
  log: (line: string) => void
  /** A folder with etcd, kube-apiserver and kubectl to use instead; the environment's KUBEBUILDER_ASSETS when absent. */
  assets?: string
}

/**
 * Builds the binaries of the control plane that are missing and returns the absolute path of each. What lies in the folder `assets` (KUBEBUILDER_ASSETS)
 * is taken from there. Like all that follow, throws an Error with one sentence for a person when that folder lacks one, when Go is
 * missing or too old, or when a build fails.
 */
export async function build(options: BuildOptions): Promise<Record<BinaryName, string>> {
  const [etcd = '', apiServer = '', controllerManager = ''] = await provideOrTake(CONTROL_PLANE, options)
  return { 'etcd': etcd, 'kube-apiserver': apiServer, 'kube-controller-manager': controllerManager }
}

/** The path of a kubectl of the same version. */
export async function buildKubectl(options: BuildOptions): Promise<string> {
  const [kubectl = ''] = await provideOrTake(KUBECTL, options)
  return kubectl
}

/** The path of the thanos binary of a release. */
export async function buildThanos(release: ThanosRelease, { log }: BuildOptions): Promise<string> {
  const [thanos = ''] = await provide(thanosModule(release), ['thanos'], log)
  return thanos
}

/** The paths of the Prometheus that the edges run, and of its promtool. */
export async function buildPrometheus({ log }: BuildOptions): Promise<{ prometheus: string; promtool: string }> {
  const [prometheus = '', promtool = ''] = await provide(PROMETHEUS_MODULE, ['prometheus', 'promtool'], log)
  return { prometheus, promtool }
}

/** The path of the S3 server, versitygw. */
export async function buildS3({ log }: BuildOptions): Promise<string> {
  const [versitygw = ''] = await provide(S3, ['versitygw'], log)
  return versitygw
}

async function provideOrTake(module: GoModule, { log, assets = process.env.KUBEBUILDER_ASSETS }: BuildOptions): Promise<string[]> {
  const given = new Map(module.binaries.filter(({ name }) => assets && ENVTEST.includes(name)).map(({ name }) => [name, join(resolve(assets ?? ''), name)]))
  const lacking = [...given].find(([, path]) => !existsSync(path))
  if (lacking) throw new Error(`KUBEBUILDER_ASSETS names ${dirname(lacking[1])}, and there is no ${lacking[0]} in it`)
  const own = module.binaries.map(({ name }) => name).filter((name) => !given.has(name))
  const built = await provide(module, own, log)
  return module.binaries.map(({ name }) => given.get(name) ?? built[own.indexOf(name)] ?? '')
}

function buildFlags(stamps: Readonly<Record<string, string>>, tags?: string): string[] {
  const ldflags = ['-s', '-w', ...Object.entries(stamps).map(([variable, value]) => `-X ${variable}=${value}`)].join(' ')
  return ['-trimpath', '-buildvcs=false', `-ldflags=${ldflags}`, ...(tags === undefined ? [] : ['-tags', tags])]
}

/** What `npm run lab:build` takes as names, in the order in which all are built. */
const PARTS: Readonly<Record<string, (options: BuildOptions) => Promise<readonly string[]>>> = {
  'control-plane': async (options) => Object.values(await build(options)),
  ...Object.fromEntries([...THANOS_RELEASES].reverse().map((release) => [`thanos-${release}`, async (options: BuildOptions) => [await buildThanos(release, options)]])),
  'prometheus': async (options) => Object.values(await buildPrometheus(options)),
  's3': async (options) => [await buildS3(options)],
  'kubectl': async (options) => [await buildKubectl(options)],
}

/** The parts that a name stands for. */
function partsOf(name: string): string[] {
  const all = Object.keys(PARTS)
  if (name === 'all') return all
  const parts = all.filter((part) => part === name || (name === 'thanos' && part.startsWith('thanos-')))
  if (parts.length === 0) throw new Error(`the lab has no part "${name}"; there are ${Object.keys(PARTS).join(', ')}, thanos and all`)
  return parts
}

if (import.meta.main) {
  try {
    const names = process.argv.slice(2)
    for (const part of (names.length > 0 ? names : ['control-plane']).flatMap(partsOf)) {
      for (const path of await PARTS[part]?.({ log: console.log }) ?? []) console.log(path)
    }
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    process.exitCode = 1
  }
}
