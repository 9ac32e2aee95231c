// What is seen of a running installation at one moment, as data: each thing with where it was read and how old it is. Nothing here asks
// anybody; lib/services/live reads it, and the pure code of this folder decides by it. Times are milliseconds since 1970.
import type { Text } from '../../text.ts'
import type { Kind } from '../kind.ts'

/**
 * One source as it was read last. `from` names it for a person ("thanos-query-0:10902/api/v1/stores"). `fresh` was answered when it was
 * asked last, at `at`; `stale` has failed since `since`, and `value` is the last good one, of `at`; `dead` never answered.
 */
export type Reading<T> =
  | { state: 'fresh'; from: string; at: number; value: T }
  | { state: 'stale'; from: string; at: number; value: T; since: number; why: Text }
  | { state: 'dead'; from: string; since: number; why: Text }

/** One container's last end. */
export type LastEnd = { reason: string; exitCode: number; at: number }

/** A pod of a workload of the stack. `object` is the workload as seen-object.ts names it ("StatefulSet/thanos-store"). */
export type SeenPod = {
  name: string
  /** Where it runs, when that is not the stack's own namespace. */
  namespace?: string
  object: string
  kind: Kind
  /** The container that runs Thanos, where there are others beside it. */
  container?: string
  /** Of that container. */
  image: string
  ip?: string
  phase: string
  isReady: boolean
  restarts: number
  startedAt?: number
  /** Why it does not run ("CrashLoopBackOff", "ImagePullBackOff", "Unschedulable"), with the cluster's words. */
  waiting?: { reason: string; message?: string }
  lastEnd?: LastEnd
  isTerminating: boolean
  httpPort: number
  grpcPort?: number
  /** "/thanos" where all pages stand below it (--web.route-prefix). */
  pathPrefix?: string
  memoryLimitBytes?: number
}

/** A workload as the cluster has it. `changedAt`, `changedBy`: the newest write to its spec by managedFields. */
export type SeenWorkload = { object: string; kind: Kind; want: number; ready: number; updated: number; restarts: number; images: string[]; changedAt?: number; changedBy?: string }

/** One StoreAPI endpoint as one query replica lists it (/api/v1/stores). Times are absent for "no bound" (int64 min and max). */
export type SeenStore = {
  /** "10.244.0.7:10901", or what `--endpoint` named. */
  address: string
  /** sidecar, store, receive, rule, query, … as Thanos calls it. */
  type: string
  labelSets: Readonly<Record<string, string>>[]
  minTime?: number
  maxTime?: number
  lastCheck?: number
  lastError?: string
}

/** One sample of a metrics page. */
export type Sample = { name: string; labels: Readonly<Record<string, string>>; value: number }

/** A block's meta.json, as the blocks API of compactor or store lists it. Times half-open. `resolutionMs` is 0, 300000 or 3600000. */
export type SeenBlock = {
  ulid: string
  minTime: number
  maxTime: number
  labels: Readonly<Record<string, string>>
  resolutionMs: number
  level: number
  source: string
  series: number
  samples: number
  bytes?: number
  uploadedAt?: number
}
export type SeenBlocks = { blocks: SeenBlock[]; refreshedAt?: number; error?: string }

export type SeenAlert = { labels: Readonly<Record<string, string>>; annotations: Readonly<Record<string, string>>; state: 'firing' | 'pending'; activeAt: number; value: string }
export type SeenRule = { type: 'alerting' | 'recording'; name: string; query: string; health: string; lastError?: string; evaluatedAt?: number; alerts: SeenAlert[] }
export type SeenRuleGroup = { name: string; file: string; intervalS: number; evaluationS?: number; evaluatedAt?: number; rules: SeenRule[] }

/** One Thanos pod's own account of itself. `metrics` holds only the names that this folder reads (wanted-metrics.ts). */
export type SeenComponent = {
  pod: string
  kind: Kind
  object: string
  flags: Reading<Readonly<Record<string, string>>>
  version: Reading<string>
  metrics: Reading<Sample[]>
}

/** What an edge sent last, as Query answers for it, and what Receive says of its tenant. */
export type SeenEdge = {
  labels: Readonly<Record<string, string>>
  tenant?: string
  /** Of the future where its clock is ahead. */
  lastSampleAt?: number
  /** The age that its newest sample keeps while newer ones come (edge-clock.ts). */
  steadyAgeMs?: number
  series?: number
  samplesPerS?: number
  /** Its rate is what the edge itself counted of what it sent, pushed samples too; else what it scraped. */
  isSentCounted?: true
  /** It sends for less long than rates are taken over. */
  isNew?: true
  /** Of one that is declared and not found: whether it wrote before the last day could not be asked. Has no `lastSampleAt`. */
  isPastUnknown?: true
}

/** What an Alertmanager has of an alert: sent out, silenced by somebody, or inhibited by another alert. `since` is when its sender says that it began to fire. */
export type ManagedAlert = { labels: Readonly<Record<string, string>>; since?: number; summary?: string; state: 'active' | 'suppressed' | 'unprocessed'; silencedBy: readonly string[]; inhibitedBy: readonly string[] }

/** What a Prometheus behind a sidecar scrapes as one job, in targets. `labels` are its external ones, without those by which query tells replicas apart. */
export type TargetGroup = { job: string; labels: Readonly<Record<string, string>>; up: number; down: number; unknown: number; scrapedAt?: number }
export type BrokenTarget = { job: string; labels: Readonly<Record<string, string>>; instance?: string; error?: string; scrapedAt?: number }
/** `left`: how many jobs and broken targets there are beside those listed. `warnings`: whom query could not ask, in its words. */
export type SeenTargets = { groups: TargetGroup[]; broken: BrokenTarget[]; left: { groups: number; broken: number }; warnings: string[] }

/** A namespace of the stack's objects that nobody could look into; `isHome` for the stack's own. */
export type UnseenNamespace = { namespace: string; isHome: boolean; since: number; why: Text }

/** A whole look. Maps are keyed by pod name. */
export type Observation = {
  at: number
  /** Absent or empty where each namespace of the stack was looked into. What runs in these is not known: it is not missing. */
  unseen?: readonly UnseenNamespace[]
  workloads: Reading<SeenWorkload[]>
  pods: Reading<SeenPod[]>
  components: SeenComponent[]
  /** By query pod: each may see other endpoints. */
  stores: Readonly<Record<string, Reading<SeenStore[]>>>
  /** By query pod that lists a sidecar; nobody else has targets. */
  targets: Readonly<Record<string, Reading<SeenTargets>>>
  /** By ruler pod: each evaluates its own. */
  rules: Readonly<Record<string, Reading<SeenRuleGroup[]>>>
  /** By compactor (global view) or store (what it has loaded). */
  blocks: Readonly<Record<string, Reading<SeenBlocks>>>
  edges: Reading<SeenEdge[]>
  /** By the address of an Alertmanager that a ruler is given ("http://alertmanager:9093"). */
  alertmanagers: Readonly<Record<string, Reading<ManagedAlert[]>>>
}
