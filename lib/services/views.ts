// The shapes in which verbs answer. Types only: pages and components import them, and nothing here runs.
import type { Connection } from '../connection.ts'
import type { ObjectChange } from '../manifest/change.ts'
import type { RunObject as SavedRunObject, RunStatus } from '../manifest/progress.ts'
import type { Role } from '../role.ts'
import type { Finding } from '../thanos/finding.ts'
import type { StackSpec } from '../thanos/spec.ts'
import type { SpecChange } from '../thanos/spec-diff.ts'

export type { RunStatus } from '../manifest/progress.ts'
export type { Role } from '../role.ts'
export type RunObjectStatus = SavedRunObject['status']

export type Person = { id: string; name: string; email: string; role: Role }

/** Whom a one-time link is for. */
export type LinkView = { purpose: 'setup' | 'invite'; role: Role; name?: string; email?: string }

export type StackView = {
  id: string
  slug: string
  name: string
  namespace: string
  connection: Connection
  /** Number of the newest revision, and of the one that was last applied in full; absent when there is none. */
  head?: number
  applied?: number
}

/** Whether a connection works: the API server's version, or why it does not answer. */
export type ConnectionTest = { ok: true; version: string } | { ok: false; reason: string }

export type RevisionSummary = {
  id: string
  number: number
  message: string
  author: string
  createdAt: string
  findings: { error: number; warning: number; advice: number }
  /** Number of the revision it was restored from. */
  restoredFrom?: number
}
export type RevisionView = RevisionSummary & { spec: StackSpec; findingList: Finding[] }

export type { SpecChange } from '../thanos/spec-diff.ts'

/** Two revisions side by side; their specs render to the manifests of a diff view. */
export type CompareView = { from: RevisionView; to: RevisionView; changes: SpecChange[] }

/** What a lost race tells: who saved first, and what differs from the base that the loser started from. */
export type SaveConflict = { head: RevisionSummary; theirs: SpecChange[] }

export type PlanStatus = 'ready' | 'blocked' | 'stale' | 'applied' | 'empty'
export type PlanView = {
  id: string
  stackId: string
  revision: number
  status: PlanStatus
  createdAt: string
  createdBy: string
  /** In apply order. */
  objects: ObjectChange[]
  /** Error findings that the change brings in (they block), and those that are live already (to be acknowledged). */
  blockers: Finding[]
  acknowledge: Finding[]
  findings: Finding[]
  fingerprint: string
}

/** `message` is in the language that the run was asked for in. */
export type RunObject = Omit<SavedRunObject, 'message'> & { message?: string }
export type RunView = {
  id: string
  planId: string
  stackId: string
  revision: number
  status: RunStatus
  startedAt: string
  finishedAt?: string
  startedBy: string
  objects: RunObject[]
  /** One sentence: what is applied and what is not. */
  message?: string
}

export type EventView = {
  id: string
  at: string
  actor: string
  /** Through which door: "browser", "setup", "system". */
  door: string
  action: string
  outcome: 'ok' | 'refused'
  /** Id of the stack. */
  stack?: string
  subject?: string
  before?: unknown
  after?: unknown
}

export type Health = 'Healthy' | 'Progressing' | 'Degraded' | 'Suspended' | 'Missing' | 'Unknown'
export type Sync = 'Synced' | 'OutOfSync' | 'Unknown'
export type WorkloadStatus = { object: string; kind: string; health: Health; message: string; ready: number; want: number; image?: string; restarts: number }
/** Live status of a stack; `reason` says in words why the cluster could not be asked. */
export type StackStatus =
  | { ok: true; at: string; health: Health; sync: Sync; workloads: WorkloadStatus[]; version: string }
  | { ok: false; at: string; reason: string }

export type Page<T> = { items: T[]; next?: string }
