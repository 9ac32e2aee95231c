// What the pods of the world answer over HTTP, page by page, in Thanos' words: pkg/api, pkg/query/endpointset.go, pkg/rules/rulespb.
import { flagValue, flagValues } from '../../thanos/read-args.ts'
import { flagsOf } from '../../thanos/catalogue.ts'
import { parseDurationMs } from '../../thanos/duration.ts'
import { metaOf } from './bucket.ts'
import type { Member } from './installation.ts'
import { metricsPage } from './metrics.ts'
import { answerQuery } from './promql.ts'
import { rulesOf } from './rules.ts'
import { targetsOf } from './targets.ts'
import type { Scene, SeenMember, World } from './world.ts'

export type Asked = { method: string; path: string; params: URLSearchParams }
export type Page = { code: number; body: string; type: string }

/** The answer of a pod's HTTP port. */
export function pageOf(world: World, scene: Scene, member: Member, asked: Asked): Page {
  const { pathPrefix = '' } = member.pod
  const path = asked.path.startsWith(pathPrefix) ? asked.path.slice(pathPrefix.length) : undefined
  if (path === '/metrics') return { code: 200, body: metricsPage(world, scene, member), type: 'text/plain; version=0.0.4; charset=utf-8' }
  // Rulers alone take it (cmd/thanos/rule.go).
  if (path === '/-/reload' && asked.method === 'POST' && member.pod.kind === 'rule') return { code: 200, body: '', type: 'text/plain' }
  if (path === '/-/healthy' || path === '/-/ready') return { code: 200, body: '', type: 'text/plain' }
  const told = path === undefined ? undefined : apiPage(world, scene, member, { ...asked, path })
  return told ?? { code: 404, body: '404 page not found\n', type: 'text/plain; charset=utf-8' }
}

function apiPage(world: World, scene: Scene, member: Member, { path, params }: Asked): Page | undefined {
  const { kind } = member.pod
  const tellsItself = ['query', 'rule', 'store', 'compact'].includes(kind)
  switch (path) {
    case '/api/v1/status/flags': return tellsItself ? success(flags(member)) : undefined
    case '/api/v1/status/buildinfo': return tellsItself ? success({ version: /v(\d+\.\d+\.\d+)/.exec(member.pod.image)?.[1] ?? '', revision: '', branch: '', buildUser: '', buildDate: '', goVersion: 'go1.25' }) : undefined
    case '/api/v1/stores': return kind === 'query' ? success(stores(world, scene, member)) : undefined
    case '/api/v1/targets': return kind === 'query' ? targets(world, scene, member) : undefined
    case '/api/v1/rules': return kind === 'rule' || kind === 'query' ? success({ groups: rulesOf(world, scene) }) : undefined
    case '/api/v1/alerts': return kind === 'rule' || kind === 'query' ? success({ alerts: rulesOf(world, scene).flatMap(({ rules }) => rules.flatMap((rule) => ('alerts' in rule ? rule.alerts : []))) }) : undefined
    case '/api/v1/blocks': return kind === 'compact' || kind === 'store' ? success(blocks(world, scene, kind === 'store' ? 'loaded' : 'global', params.get('view'))) : undefined
    case '/api/v1/query':
    case '/api/v1/query_range': return kind === 'query' ? queried(world, scene, member, params) : undefined
    default: return undefined
  }
}

function success(data: unknown, warnings: readonly string[] = []): Page {
  return { code: 200, body: JSON.stringify({ status: 'success', data, ...(warnings.length === 0 ? {} : { warnings }) }), type: 'application/json' }
}

function targets(world: World, scene: Scene, query: Member): Page {
  const { activeTargets, warnings } = targetsOf(world, scene, query)
  return success({ activeTargets, droppedTargets: [] }, warnings)
}

function queried(world: World, scene: Scene, member: Member, params: URLSearchParams): Page {
  const found = answerQuery(world, scene, member, params)
  if ('data' in found) return success(found.data)
  return { code: 400, body: JSON.stringify({ status: 'error', errorType: 'bad_data', error: found.error }), type: 'application/json' }
}

/** The command line over the defaults, as kingpin tells them. */
function flags({ workload, pod }: Member): Record<string, string> {
  const given = Object.keys(flagsOf(workload.kind))
  return Object.fromEntries(given.map((name) => {
    const values = flagValues(workload.args, name).map((value) => value.replaceAll('$(POD_NAME)', pod.name))
    return [name, values.length > 0 ? values.join(', ') : flagsOf(workload.kind)[name]?.default ?? '']
  }))
}

/** int64's ends, as JSON's numbers have them. */
const [NO_MIN, NO_MAX] = [-9_223_372_036_854_776_000, 9_223_372_036_854_776_000]

function stores(world: World, scene: Scene, query: Member): Record<string, unknown[]> {
  const seen = scene.seenBy(query)
  const byKind = Map.groupBy(seen, ({ member }) => member.pod.kind)
  return Object.fromEntries([...byKind].map(([kind, members]) => [kind, members.map((found) => ({
    name: found.name, lastCheck: new Date(found.error === undefined ? Math.floor(world.now() / 5_000) * 5_000 : world.now()).toISOString(), lastError: found.error ?? null, ...reach(world, scene, found),
  }))]))
}

/** Labels and times that a store tells of itself. */
function reach(world: World, scene: Scene, { member }: SeenMember): { labelSets: Record<string, string>[]; minTime: number; maxTime: number } {
  const { workload, pod, labels } = member
  const now = world.now()
  const retention = parseDurationMs(flagValue(workload.args, 'tsdb.retention') ?? (pod.kind === 'receive' ? '15d' : '48h')) ?? 0
  // A head is cut every two hours; what is older than the retention goes with its block.
  const oldest = Math.max(scene.since, Math.floor((now - retention) / 7_200_000) * 7_200_000)
  // A receiver that never got a sample has no tenant, and tells the empty range from the greatest time to the least.
  if (pod.kind === 'receive') return scene.intake.takes ? { labelSets: scene.tenants.map((tenant) => ({ ...labels, tenant_id: tenant })), minTime: oldest, maxTime: NO_MAX } : { labelSets: [], minTime: NO_MAX, maxTime: NO_MIN }
  if (pod.kind === 'rule') return { labelSets: [labels], minTime: oldest, maxTime: NO_MAX }
  // Prometheus keeps a fortnight where nobody says otherwise.
  if (pod.kind === 'sidecar') return { labelSets: [labels], minTime: Math.max(scene.since, now - 15 * 86_400_000), maxTime: NO_MAX }
  if (pod.kind === 'query') return { labelSets: [], minTime: NO_MIN, maxTime: NO_MAX }
  const blocks = scene.blocks()
  const [first, last] = [blocks.reduce((least, { minTime }) => Math.min(least, minTime), now), blocks.reduce((most, { maxTime }) => Math.max(most, maxTime), 0)]
  return {
    labelSets: scene.streams().map(({ labels: own }) => ({ ...own })),
    minTime: Math.max(first, timeFlag(flagValue(workload.args, 'min-time'), now) ?? NO_MIN), maxTime: Math.min(last, timeFlag(flagValue(workload.args, 'max-time'), now) ?? NO_MAX),
  }
}

/** "-6h" or a time. */
function timeFlag(written: string | undefined, now: number): number | undefined {
  if (written === undefined) return undefined
  const [, sign, duration] = /^([+-]?)(\w+)$/.exec(written) ?? []
  const length = duration === undefined ? undefined : parseDurationMs(duration)
  if (length !== undefined) return sign === '-' ? now - length : now + length
  const at = Date.parse(written)
  return Number.isFinite(at) ? at : undefined
}

function blocks(world: World, scene: Scene, filled: 'loaded' | 'global', view: string | null): unknown {
  const isAsked = (view === 'loaded') === (filled === 'loaded')
  const refreshedAt = new Date(Math.floor(world.now() / 180_000) * 180_000).toISOString()
  if (scene.isRefused) return { label: '', blocks: isAsked ? scene.blocks().map(metaOf) : [], refreshedAt, err: 'BaseFetcher: iter bucket: Access Denied.' }
  return { label: '', blocks: isAsked ? scene.blocks().map(metaOf) : [], refreshedAt, err: null }
}
