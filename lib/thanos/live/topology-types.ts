// The data path as a graph of facts: what the map draws and its table lists. topology.ts makes one, topology-layout.ts gives it places.
import type { HealthStatus } from '../../manifest/health.ts'
import type { Text } from '../../text.ts'
import type { Kind } from '../kind.ts'
import type { StackSpec } from '../spec.ts'
import type { Counted } from './counters.ts'
import type { Desired } from './desired.ts'
import type { Observation, SeenPod } from './observation.ts'
import type { Quorum } from './quorum.ts'

/** `spec` is what is applied, absent for a stack that nobody has imported; `before` what was counted at an earlier look, which gives the rates. */
export type TopologyLook = { observation: Observation; spec?: StackSpec; before?: Counted }

/** What its parts are worked out of. */
export type Given = TopologyLook & {
  desired?: Desired
  /** By object: whom rulers and query-frontends ask as they run. */
  running?: ReadonlyMap<string, ReadonlySet<string>>
  counted: Counted
}

/** The lanes, left to right. Receivers that only route stand before those that keep. */
export const LANES = ['edges', 'router', 'receive', 'bucket', 'store', 'query', 'frontend', 'clients'] as const
export type Lane = (typeof LANES)[number]

/** Where a fact was read and when; `isOld` when that source has not answered since. */
export type Source = { from: string; at: number; isOld: boolean }

/** One figure of a node. A `value` that is a moment is shown as an age. */
export type Fact = { label: Text; value: string | { at: number }; source: Source }

/**
 * How what is seen differs from what is asked: wanted and not there, there and not wanted, a flag or a ring that is not as written, another image
 * or number of replicas.
 */
export type Difference = { is: 'not-seen' | 'not-desired' | 'flag' | 'ring' | 'image' | 'replicas'; text: Text }

export type NodeKind = Kind | 'bucket' | 'clients' | 'alertmanager'

/** One box of the map: a workload with its replicas folded, the bucket, or a system outside of the stack. */
export type TopologyNode = {
  /** The workload as an observation names it, else the kind. */
  id: string
  kind: NodeKind
  lane: Lane
  /** Below the lane's main line: what works on the bucket or asks the queriers. */
  isBelow: boolean
  isOutside: boolean
  name: string
  health: HealthStatus
  /** "1 of 2 ready". */
  words: Text
  /** Why it is not well, in the cluster's or its own words. */
  why?: Text
  /** Of receivers of which some are down: whether writes still find enough of them. */
  quorum?: Quorum
  /** A compactor that works on nothing until it is restarted. */
  isHalted?: boolean
  /** Of its pod that is nearest to its memory limit, 0 to 1; absent where no pod has a limit or tells. */
  memoryShare?: number
  facts: Fact[]
  differences: Difference[]
  pods: SeenPod[]
  /** The specObjectId, where the spec has it: what is edited. */
  editId?: string
}

/** `late`: the last sample is older than two minutes; `silent`: older than five; `waiting`: declared, and none has come yet. */
export type EdgeState = 'writing' | 'late' | 'silent' | 'waiting' | 'unknown'
/** `declared` is its name where it is declared. `offMs` is how far ahead its clock is, negative for behind; absent where it is right. */
export type TopologyEdge = { id: string; name: string; declared?: string; tenant?: string; labels: Readonly<Record<string, string>>; state: EdgeState; rate?: number; lastAt?: number; series?: number; offMs?: number }

/** `idle`: it works and nothing passes; `waiting`: one end is not ready yet. */
export type LinkState = 'flowing' | 'idle' | 'partly' | 'broken' | 'waiting' | 'unknown'

/** What passes between two nodes. `rate` is per second; `errors` the share of it that failed, 0 to 1. */
export type TopologyLink = {
  id: string
  from: string
  to: string
  over: 'remote write' | 'forward' | 'upload' | 'read' | 'compact' | 'StoreAPI' | 'HTTP' | 'alerts'
  state: LinkState
  words: Text
  rate?: number
  /** Why there is no rate. */
  noRate?: Text
  unit: Text
  errors?: number
  lastAt?: number
  differences: Difference[]
}

/** `silent` names what did not answer, and why. */
export type Topology = {
  at: number
  nodes: TopologyNode[]
  edges: TopologyEdge[]
  edgesSource?: Source
  links: TopologyLink[]
  silent: { from: string; since: number; why: Text }[]
}

/** The node that stands for all edges at the ends of links. */
export const EDGES = 'edges'
export const BUCKET = 'bucket'
export const CLIENTS = 'clients'
export const ALERTMANAGER = 'alertmanager'

/** Where a node stands on the map, and a lane of them. */
export type Box = { id: string; x: number; y: number; w: number; h: number }
export type Column = { lane: Lane; x: number; w: number }
/** The rows of the box of edges: faulty ones by name, the rest as one; all by name when it is unfolded. */
export type EdgeRows = { rows: TopologyEdge[]; rest: TopologyEdge[] }

/** Heights in px, by which the layout reckons and components draw. */
export const ROW = { head: 52, pad: 9, name: 20, line: 18, pod: 22, edge: 36, foot: 6 } as const
