// The world behind the sandbox's pods: edges that write, heads that fill, blocks that are uploaded and compacted, all of it a function of the
// time, of what runs and of what was made to fail. Knows no HTTP; pages.ts says it in Thanos' words.
import { booleanFlag } from '../../thanos/args.ts'
import { flagValue, flagValues } from '../../thanos/read-args.ts'
import { parseDurationMs } from '../../thanos/duration.ts'
import { failureKey } from '../../thanos/live/failure-choices.ts'
import type { SandboxFailure } from '../../thanos/live/sandbox-failure.ts'
import type { Store } from '../store.ts'
import type { Silence } from './alertmanager.ts'
import { blocksOf, ulidOf, type Block, type Stream } from './bucket.ts'
import { makeEdges, rateAt, seriesAt, type Edge } from './edges.ts'
import { installationIn, intakeOf, isUp, membersBehind, type Installation, type Intake, type Member } from './installation.ts'

/** Data that was there before the installation. */
const HISTORY_MS = 30 * 86_400_000
const USUAL_EDGES = 8

/** With the time since when, in ms. */
export type Active = SandboxFailure & { since: number }

export type World = {
  now: () => number
  edges: () => readonly Edge[]
  setEdges: (edges: readonly Edge[]) => void
  failures: () => readonly Active[]
  /** Replaces them; those that were on before keep their time. */
  setFailures: (failures: readonly SandboxFailure[]) => void
  /** An installation as it is now, with what happens to it; undefined where no Thanos runs. */
  scene: (namespace: string) => Scene | undefined
  /** A counter that has grown at its rate of now since it was read last, from nothing at `from`. */
  counter: (key: string, ratePerS: number, from: number) => number
  /** The silences of the Alertmanagers of a namespace, which share them as a cluster of them does. */
  silences: (namespace: string) => Silence[]
}

export type Scene = Installation & {
  intake: Intake
  tenants: readonly string[]
  /** When an edge sent its last sample that was taken, and what it sends now. `skewMs` is how far its clock is ahead. */
  edge: (edge: Edge) => { lastSampleAt: number; series: number; samplesPerS: number; skewMs: number; isOld: boolean; isSilent: boolean }
  /** Whether what edges wrote was taken at an earlier time; whether an edge was silent then. */
  takenAt: (at: number) => boolean
  silentAt: (edge: Edge, at: number) => boolean
  streams: () => readonly Stream[]
  blocks: () => readonly Block[]
  /** What a replica of query sees. */
  seenBy: (query: Member) => readonly SeenMember[]
  isHalted: boolean
  isRefused: boolean
  isScraped: boolean
  /** The two blocks that overlap, in the compactor's words. */
  overlap: () => string
  newestUlid: () => string
}
/** `name` is how query calls it. */
export type SeenMember = { member: Member; name: string; error?: string; since: number }

/** What is remembered of an installation between two looks. */
type Memory = { dryFrom?: number; gaps: { from: number; until: number }[] }

export function createWorld({ store, now }: { store: Store; now: () => number }): World {
  let edges: readonly Edge[] = makeEdges(USUAL_EDGES)
  let failures: Active[] = []
  const counters = new Map<string, { at: number; value: number }>()
  const memories = new Map<string, Memory>()
  const silences = new Map<string, Silence[]>()
  /** What stands in the store changes seldom compared with how often it is asked. */
  const known = new Map<string, { version: string; installation: Installation | undefined }>()
  let setting = 0
  const scenes = new Map<string, { at: number; version: string; setting: number; scene: Scene | undefined }>()

  const installation = (namespace: string): Installation | undefined => {
    const version = store.resourceVersion()
    const found = known.get(namespace)
    if (found?.version === version) return found.installation
    const made = installationIn(store, namespace)
    known.set(namespace, { version, installation: made })
    return made
  }
  const scene = (namespace: string): Scene | undefined => {
    const [at, version] = [now(), store.resourceVersion()]
    const last = scenes.get(namespace)
    if (last && last.at === at && last.version === version && last.setting === setting) return last.scene
    const found = installation(namespace)
    const memory = memories.get(namespace) ?? { gaps: [] }
    memories.set(namespace, memory)
    const made = found && sceneOf(found, { at, edges, failures: failures.filter((failure) => failure.namespace === undefined || failure.namespace === namespace), memory })
    scenes.set(namespace, { at, version, setting, scene: made })
    return made
  }
  return {
    now, scene,
    edges: () => edges,
    setEdges: (given) => {
      edges = given
      setting += 1
    },
    failures: () => failures,
    setFailures: (given) => {
      const at = now()
      failures = given.map((failure) => ({ ...failure, since: failures.find((active) => failureKey(active) === failureKey(failure))?.since ?? at }))
      setting += 1
    },
    counter: (key, ratePerS, from) => {
      const at = now()
      const last = counters.get(key) ?? { at: Math.min(from, at), value: 0 }
      const value = last.value + Math.max(0, ratePerS) * (at - last.at) / 1000
      counters.set(key, { at, value })
      return value
    },
    silences: (namespace) => {
      const known = silences.get(namespace) ?? []
      silences.set(namespace, known)
      return known
    },
  }
}

type Circumstances = { at: number; edges: readonly Edge[]; failures: readonly Active[]; memory: Memory }

function sceneOf(installation: Installation, { at, edges, failures, memory }: Circumstances): Scene {
  const { since } = installation
  const intake = intakeOf(installation)
  remember(memory, intake.takes, { at, since })
  const failing = (kind: SandboxFailure['kind'], edge: Edge): Active | undefined => failures.find((failure) => failure.kind === kind && 'edge' in failure && failure.edge === edge.name)
  const isHalted = failures.find(({ kind }) => kind === 'compactor-halts')
  const isRefused = failures.find(({ kind }) => kind === 'bucket-refuses')
  const tenants = [...new Set(edges.map(({ tenant }) => tenant))]
  let streams: Stream[] | undefined
  let blocks: Block[] | undefined
  const made: Scene = {
    ...installation, intake, tenants, isHalted: isHalted !== undefined, isRefused: isRefused !== undefined, isScraped: failures.every(({ kind }) => kind !== 'unscraped'),
    edge: (edge) => {
      const silent = failing('edge-silent', edge)
      const skew = failing('clock-skew', edge)
      const old = failing('old-samples', edge)
      const stopped = Math.min(silent?.since ?? at, old?.since ?? at, memory.dryFrom ?? at)
      const skewMs = skew && 'seconds' in skew ? skew.seconds * 1000 : 0
      const isSending = silent === undefined
      const last = stopped === at ? Math.floor(at / (edge.scrapeS * 1000)) * edge.scrapeS * 1000 : stopped
      return { lastSampleAt: last + (stopped === at ? skewMs : 0), skewMs, isOld: old !== undefined, isSilent: !isSending, series: isSending ? seriesAt(edge, at) : 0, samplesPerS: isSending ? rateAt(edge, at) : 0 }
    },
    takenAt: (time) => (memory.dryFrom === undefined || time < memory.dryFrom) && memory.gaps.every(({ from, until }) => time < from || time >= until),
    silentAt: (edge, time) => (failing('edge-silent', edge)?.since ?? Number.POSITIVE_INFINITY) <= time,
    streams: () => streams ??= streamsOf(installation, { at, edges, memory, tenants, ...(isHalted ? { haltedAt: isHalted.since } : {}), ...(isRefused ? { refusedAt: isRefused.since } : {}) }),
    blocks: () => blocks ??= withTwin(made.streams().flatMap((stream) => blocksOf(stream, at)), made.isHalted),
    overlap: () => {
      const [twin] = made.blocks().filter(({ isTwin }) => isTwin)
      if (!twin) return ''
      const range = `mint: ${twin.minTime}, maxt: ${twin.maxTime}, range: ${(twin.maxTime - twin.minTime) / 3_600_000}h0m0s`
      return `[${range}, blocks: 2]: <ulid: ${ulidOf({ ...twin, isTwin: false })}, ${range}>, <ulid: ${ulidOf(twin)}, ${range}>`
    },
    newestUlid: () => {
      const newest = made.blocks().filter(({ level, isTwin }) => level === 1 && !isTwin).toSorted((a, b) => b.maxTime - a.maxTime)[0]
      return newest ? ulidOf(newest) : ''
    },
    seenBy: (query) => seenBy(installation, query, { at, failures }),
  }
  return made
}

/** A compactor that halts has found a block of the same stream and time twice. */
function withTwin(blocks: Block[], isHalted: boolean): Block[] {
  // Right after a compaction nothing of level 1 is left until the receivers cut their next blocks.
  const [first] = isHalted ? blocks.toSorted((a, b) => a.level - b.level) : []
  return first ? [...blocks, { ...first, isTwin: true }] : blocks
}

/** Since when nothing is taken, and when nothing was. */
function remember(memory: Memory, takes: boolean, { at, since }: { at: number; since: number }): void {
  if (!takes) memory.dryFrom ??= Math.min(at, since)
  if (takes && memory.dryFrom !== undefined) {
    memory.gaps.push({ from: memory.dryFrom, until: at })
    delete memory.dryFrom
  }
}

type StreamFacts = { at: number; edges: readonly Edge[]; memory: Memory; tenants: readonly string[]; haltedAt?: number; refusedAt?: number }

/** What receivers and rulers upload: a stream a pod and tenant. */
function streamsOf({ members, since }: Installation, { at, edges, memory, tenants, haltedAt, refusedAt = at }: StreamFacts): Stream[] {
  const compactor = members.find(({ pod }) => pod.kind === 'compact')
  const kept = (resolution: string): number => parseDurationMs((compactor && flagValue(compactor.workload.args, `retention.resolution-${resolution}`)) ?? '0') ?? 0
  const rate = (tenant: string): number => edges.filter((edge) => edge.tenant === tenant).reduce((sum, edge) => sum + rateAt(edge, at), 0)
  const series = (tenant: string): number => edges.filter((edge) => edge.tenant === tenant).reduce((sum, edge) => sum + edge.series, 0)
  const receivers = members.filter(({ pod }) => pod.kind === 'receive')
  const common = {
    from: since - HISTORY_MS, gaps: memory.gaps, isDownsampled: compactor !== undefined && !booleanFlag('compact', compactor.workload.args, 'downsampling.disable'),
    compactedUntil: compactor ? haltedAt ?? (isUp(compactor) ? at : since) : 0, keepMs: { raw: kept('raw'), fiveMinutes: kept('5m'), hour: kept('1h') },
  }
  return [
    ...receivers.filter(({ workload }) => flagValues(workload.args, 'objstore.config-file').length + flagValues(workload.args, 'objstore.config').length > 0).flatMap((member) => tenants.map((tenant): Stream => ({
      ...common, source: 'receive', labels: { ...member.labels, tenant_id: tenant }, until: Math.min(memory.dryFrom ?? at, refusedAt),
      samplesPerS: rate(tenant) / receivers.length, series: Math.round(series(tenant) / receivers.length),
    }))),
    ...members.filter(({ pod, labels }) => pod.kind === 'rule' && Object.keys(labels).length > 0).map((member): Stream => ({
      ...common, gaps: [], source: 'ruler', labels: member.labels, until: refusedAt, samplesPerS: 4, series: 120,
    })),
  ]
}

const ENDPOINT_FLAGS = ['endpoint', 'endpoint-strict', 'endpoint-group', 'store', 'store-strict'] as const
/** Query forgets what has not answered for so long: --store.unhealthy-timeout. */
const FORGOTTEN_MS = 5 * 60_000

function seenBy(installation: Installation, query: Member, { at, failures }: { at: number; failures: readonly Active[] }): SeenMember[] {
  const blind = failures.flatMap((failure) => (failure.kind === 'query-blind' && failure.pod === query.pod.name ? [failure.blindTo as string] : []))
  const replicas = installation.members.filter(({ workload }) => workload === query.workload).map(({ pod }) => pod.name)
  const found = new Map<string, SeenMember>()
  for (const flag of ENDPOINT_FLAGS) {
    for (const written of flagValues(query.workload.args, flag)) {
      const { members, byName } = membersBehind(installation, query, written, replicas.indexOf(query.pod.name))
      for (const member of members) {
        if (blind.includes(member.pod.kind) || member.pod.kind === 'compact' || member.pod.kind === 'query-frontend') continue
        const unreachable = failures.find((failure) => failure.kind === 'store-unreachable' && failure.pod === member.pod.name)
        if (unreachable && at - unreachable.since > FORGOTTEN_MS && !flag.endsWith('-strict')) continue
        const name = byName ? written : `${member.pod.ip ?? '0.0.0.0'}:${member.pod.grpcPort ?? 0}`
        found.set(name, {
          member, name, since: unreachable?.since ?? at,
          ...(unreachable ? { error: `rpc error: code = Unavailable desc = connection error: desc = "transport: Error while dialing: dial tcp ${member.pod.ip ?? ''}:${member.pod.grpcPort ?? 0}: i/o timeout"` } : {}),
        })
      }
    }
  }
  return [...found.values()]
}
