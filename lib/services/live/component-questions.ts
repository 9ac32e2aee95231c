// What one Thanos pod is asked, by its kind, and how often. `pace` is the usual interval; what changes seldom is asked seldom.
import { AppError } from '../../errors.ts'
import type { Cluster } from '../../kube/cluster.ts'
import { text, type Text } from '../../text.ts'
import type { Reading, Sample, SeenBlocks, SeenPod, SeenRuleGroup, SeenStore, SeenTargets } from '../../thanos/live/observation.ts'
import type { Kind } from '../../thanos/kind.ts'
import { fetchBlocks } from '../../thanos-api/blocks.ts'
import type { FetchPage } from '../../thanos-api/fetch-page.ts'
import { fetchFlags } from '../../thanos-api/flags.ts'
import { fetchMetrics } from '../../thanos-api/metrics.ts'
import { THANOS_PATHS } from '../../thanos-api/paths.ts'
import { fetchRules } from '../../thanos-api/rules.ts'
import { fetchStores } from '../../thanos-api/stores.ts'
import { fetchTargets } from '../../thanos-api/targets.ts'
import { withRoleLine } from './role-line.ts'
import { createSource, type Source } from './source.ts'

export type ComponentSources = {
  metrics: Source<Sample[]>
  flags?: Source<Readonly<Record<string, string>>>
  stores?: Source<SeenStore[]>
  /** Of a query; undefined while it lists no sidecar. */
  targets?: Source<SeenTargets | undefined>
  rules?: Source<SeenRuleGroup[]>
  blocks?: Source<SeenBlocks>
}

/** Components that tell their flags. Source: pkg/api/api.go and who registers it in cmd/thanos. */
const TELLS_FLAGS: ReadonlySet<Kind> = new Set(['query', 'rule', 'store', 'compact'])

export type Asking = { cluster: Cluster; namespace: string; paceMs: number; pod: () => SeenPod | undefined }

/** The sources of a pod. A pod that does not run is not asked: its reading says why it does not run. */
export function componentSources(first: SeenPod, asking: Asking): ComponentSources {
  const { paceMs } = asking
  const { kind } = first
  const source: MakeSource = <T>(path: string, every: number, read: (fetchPage: FetchPage) => Promise<T>): Source<T> => createSource({
    from: `${first.name}:${first.httpPort}${first.pathPrefix ?? ''}${path}`, everyMs: paceMs * every,
    ask: async (signal) => read(pageOf(asking, signal)),
  })
  return {
    metrics: source(THANOS_PATHS.metrics, 1, fetchMetrics),
    ...(TELLS_FLAGS.has(kind) ? { flags: source(THANOS_PATHS.flags, 30, fetchFlags) } : {}),
    ...(kind === 'query' ? queriersSources(source) : {}),
    ...(kind === 'rule' ? { rules: source(THANOS_PATHS.rules, 2, fetchRules) } : {}),
    ...(kind === 'compact' ? { blocks: source(THANOS_PATHS.blocks, 6, async (fetchPage) => fetchBlocks(fetchPage, 'global')) } : {}),
    ...(kind === 'store' ? { blocks: source(THANOS_PATHS.blocks, 6, async (fetchPage) => fetchBlocks(fetchPage, 'loaded')) } : {}),
  }
}

type MakeSource = <T>(path: string, every: number, read: (fetchPage: FetchPage) => Promise<T>) => Source<T>

/** Targets stand behind sidecars alone: a query that lists none is not asked, and one that finds a new one is asked at once. */
function queriersSources(source: MakeSource): Required<Pick<ComponentSources, 'stores' | 'targets'>> {
  let sidecars: readonly SeenStore[] = []
  const targets = source(THANOS_PATHS.targets, 30, async (fetchPage) => (sidecars.length === 0 ? undefined : fetchTargets(fetchPage, sidecars.flatMap(({ labelSets }) => labelSets))))
  const stores = source(THANOS_PATHS.stores, 1, async (fetchPage) => {
    const found = await fetchStores(fetchPage)
    const before = addressesOf(sidecars)
    sidecars = found.filter(({ type }) => type === 'sidecar')
    if (addressesOf(sidecars) !== before) targets.hurry()
    return found
  })
  return { stores, targets }
}

function addressesOf(stores: readonly SeenStore[]): string {
  return stores.map(({ address }) => address).toSorted().join(' ')
}

/** How a page of a pod is fetched now. Throws UPSTREAM with why, for a pod that does not run. */
export function pageOf({ cluster, namespace, pod }: Omit<Asking, 'paceMs'>, signal: AbortSignal): FetchPage {
  const now = pod()
  if (!now || !isRunning(now)) throw new AppError('UPSTREAM', whyNot(now))
  const place = now.namespace ?? namespace
  return async ({ path, ...page }) => {
    try {
      return await cluster.askPod({ namespace: place, pod: now.name, port: now.httpPort, path: `${now.pathPrefix ?? ''}${path}`, ...page, signal })
    } catch (error) {
      throw withRoleLine(error, { namespace: place, group: '', resource: 'pods/proxy', verbs: ['get', 'create'] })
    }
  }
}

export function isRunning({ phase, waiting, isTerminating }: SeenPod): boolean {
  return phase === 'Running' && waiting === undefined && !isTerminating
}

function whyNot(pod: SeenPod | undefined): Text {
  if (!pod || pod.isTerminating) return text('The pod is being deleted.', '파드가 삭제되고 있습니다.')
  const { reason, message } = pod.waiting ?? { reason: pod.phase }
  const words = message === undefined ? reason : `${reason} (${message})`
  return text(`The pod does not run: ${words}`, `파드가 실행 중이지 않습니다: ${words}`)
}

/** What a component said of its version on its page of metrics. */
export function versionFrom(metrics: Reading<Sample[]>): Reading<string> {
  if (metrics.state === 'dead') return metrics
  const version = metrics.value.find(({ name }) => name === 'thanos_build_info')?.labels.version
  if (version !== undefined) return { ...metrics, value: version }
  return { state: 'dead', from: metrics.from, since: metrics.at, why: text('Its metrics do not tell a version.', '메트릭에 버전이 없습니다.') }
}
