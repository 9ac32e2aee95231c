// The shapes in which verbs answer. Types only: pages and components import them, and nothing here runs.
import type { Connection } from '../connection.ts'
import type { EventOutcome } from '../event-action.ts'
import type { ObjectChange } from '../manifest/change.ts'
import type { DriftObject } from '../manifest/drift.ts'
import type { ManagedBy, Tool } from '../manifest/managed-by.ts'
import type { PodProgress, RunObject as SavedRunObject, RunStatus } from '../manifest/progress.ts'
import type { RunChoices } from '../manifest/run-choices.ts'
import type { PlanStep } from '../manifest/step.ts'
import type { Role } from '../role.ts'
import type { Text } from '../text.ts'
import type { AcceptanceState } from '../thanos/acceptance.ts'
import type { DraftBase, Step } from '../thanos/draft.ts'
import type { Finding } from '../thanos/finding.ts'
import type { Found } from '../thanos/found.ts'
import type { Impact } from '../thanos/impact/impact.ts'
import type { Risk } from '../thanos/impact/risk.ts'
import type { StackSpec } from '../thanos/spec.ts'
import type { SpecChange } from '../thanos/spec-diff.ts'
import type { TokenScope } from '../token-scope.ts'

export type { RunStatus } from '../manifest/progress.ts'
export type { Role } from '../role.ts'
export type RunObjectStatus = SavedRunObject['status']

/** A kubeconfig file that cannot be read: a path that KUBECONFIG lists, `listed` or `missing`, or the name of a file of a folder. */
export type UnreadableFile = { readonly file: string; readonly is: 'listed' | 'missing' | 'in-folder'; readonly why: Text }

export type Person = { id: string; name: string; email: string; role: Role }

/** `source`: with a password, or through the identity provider, whose groups then decide the role. `seenAt` is absent without an open session. */
export type PersonView = Person & { source: 'local' | 'oidc'; isDisabled: boolean; createdAt: string; sessions: number; seenAt?: string }
export type InviteView = { id: string; name: string; email: string; role: Role; createdAt: string; expiresAt?: string }
/** An open session. `device` is what the browser calls itself, in a few words. */
export type SessionView = { id: string; device: string; address: string; createdAt: string; seenAt: string; isThis: boolean }
/** Who I am: how I sign in, and where I am signed in. `how` is "local" for whoever sits at this machine and has no account. */
export type AccountView = { how: 'password' | 'oidc' | 'local'; name: string; email?: string; role: Role; sessions: SessionView[] }

/** "stopped": its owner is disabled or has no account any more. */
export type TokenState = 'open' | 'expired' | 'revoked' | 'stopped'
/** A token of the API without its secret. `hint` is how the secret begins; `stacks` are slugs, absent when it is for every stack. `role` is its owner's, which it never exceeds. */
export type TokenView = {
  id: string; name: string; hint: string; owner: string; isMine: boolean; role?: Role; scopes: TokenScope[]; stacks?: string[]
  createdAt: string; expiresAt: string; usedAt?: string; state: TokenState
}

/** How long a compactor keeps each resolution, as its flags say; "0d" is for ever. */
export type CompactorRetention = { object: string; raw: string; '5m': string; '1h': string }
/** Of one revision. */
export type RetentionView = { revision: number; compactors: CompactorRetention[] }
/** What setting it came to: what is kept for a shorter time than before is lost once the compactor deletes it. */
export type RetentionSet = RetentionView & { changed: boolean; shortened: { object: string; resolution: 'raw' | '5m' | '1h'; before: string; after: string }[] }

/** Whom a one-time link is for. */
export type LinkView = { purpose: 'setup' | 'invite' | 'reset'; role: Role; name?: string; email?: string }

export type StackView = {
  id: string
  slug: string
  name: string
  namespace: string
  connection: Connection
  /** Number of the newest revision, and of the one that was last applied in full; absent when there is none. */
  head?: number
  applied?: number
  /** A plan of it with medium or high risk needs a second person's approval. */
  isProtected: boolean
  /** How long a run waits for one workload; absent: as long as the server's setting says. */
  gateTimeoutMs?: number
}

/** One permission that Gauntlet's account lacks in a namespace, and what does not work without it. `resource` may be "pods/log". */
export type MissingPermission = { group: string; resource: string; verb: string; breaks: string }
/** `unknown`: the account may not look. */
export type NamespaceState = 'there' | 'missing' | 'terminating' | 'unknown'
/** `needed` counts what the cluster was asked for; `role` is YAML that would grant what is missing, absent when nothing is. */
export type PermissionTest = { namespace: string; state: NamespaceState; account?: string; needed: number; missing: MissingPermission[]; role?: string }
/** Whether a connection works: what the API server tells, or why it does not answer. `tested` is the minor version that Gauntlet is tested with. */
export type ConnectionTest =
  | { ok: true; at: string; host: string; version: string; tested: string; isTested: boolean; latencyMs: number; permissions?: PermissionTest }
  | { ok: false; at: string; reason: string }

/** A workload that runs Thanos, found in a cluster. `left` says why it cannot be adopted, `stack` whose it is already. */
export type FoundWorkload = Omit<Found, 'left'> & { left?: string; stack?: { slug: string; name: string } }
/**
 * What a look through a cluster found. `isAllowed` is false when the account may not list all namespaces: then one is to be named, and `known`
 * names those of stacks on this cluster. `refused` are namespaces that could not be read, each with the reason.
 */
export type DiscoverView = { at: string; host: string; isAllowed: boolean; looked: number; workloads: FoundWorkload[]; refused: { namespace: string; reason: string }[]; known: string[] }

/**
 * One other manager of an object: the fields that it would lose, how many it keeps, and whether something will put them back. `by` says which
 * release or application that is; `at` is its last write.
 */
export type OwnedObject = {
  object: string
  /** `differs`: a plan comes first. */
  state: 'same' | 'differs' | 'missing'
  /** An autoscaler sets its replicas, which Gauntlet leaves to it. */
  autoscaled?: true
  holders: {
    key: string; manager: string; operation: 'Apply' | 'Update'; tool: Tool; by: ManagedBy; putsBack: 'always' | 'upgrade' | 'never'; at?: string
    loses: string[]; keeps: number; mayTake: boolean
  }[]
}
export type OwnershipView = { at: string; revision: number; objects: OwnedObject[] }
/** `fields` is how many were taken; `message` says why it was not, or why that is not known: no answer came. */
export type OwnershipTaken = { object: string; taken: boolean | 'unknown'; fields?: number; message?: string }

export type RevisionSummary = {
  id: string
  number: number
  message: string
  author: string
  createdAt: string
  findings: { error: number; warning: number; advice: number }
  /** Number of the revision it was restored from. */
  restoredFrom?: number
  /** Its names in this stack, such as "known-good", in the order of the alphabet. */
  labels: string[]
}
export type RevisionView = RevisionSummary & { spec: StackSpec; findingList: Finding[] }

export type { SpecChange } from '../thanos/spec-diff.ts'

/** What somebody has edited and not saved, as a side of a comparison: it has no number. */
export type DraftSide = { number?: never; spec: StackSpec; keptAt: string }

/** Two revisions, or a revision and the asker's own draft, side by side; their specs render to the manifests of a diff view. */
export type CompareView = { from: RevisionView | DraftSide; to: RevisionView | DraftSide; changes: SpecChange[] }

/** A label of a stack: the revision that has it now, and who put it there. */
export type LabelView = { name: string; number: number; author: string; setAt: string }

/** By what the history of a stack can be narrowed: who saved, which labels there are, how many revisions. */
export type HistoryFacets = { authors: string[]; labels: LabelView[]; total: number }

/** One person's unsaved edits of a stack. `mark` changes with every write; `base` is absent when the stack had no revision. */
export type KeptDraft = { mark: string; keptAt: string; base?: DraftBase; steps: Step[]; undone: Step[] }

/** A draft that this version of Gauntlet cannot read: it is kept as it is until its owner throws it away. */
export type UnreadableDraft = { mark: string; keptAt: string }

/** How the draft of whoever asks stands; `head` is the number of the newest revision. `isSame`: it is the one that the asker has. */
export type DraftAnswer = { head: number | null } & ({ isSame: true } | { isSame: false; draft: KeptDraft | null; unreadable?: UnreadableDraft })

/** The draft was kept under a new mark (null: there is none now), or it had moved, and is told as it is. */
export type DraftKept = { kept: true; mark: string | null; at: string } | { kept: false; now: DraftAnswer }

/** How many fields of a stack somebody has edited and not saved; `isImport` when nothing was saved before. */
export type PendingDraft = { stackId: string; edits: number; isImport: boolean }

/** What a lost race tells: who saved first and what, and what differs from the base that the loser started from. */
export type SaveConflict = { head: RevisionSummary; spec: StackSpec; theirs: SpecChange[] }

export type PlanStatus = 'ready' | 'blocked' | 'stale' | 'applied' | 'empty'
/** A plan in a list: `verdicts` counts its objects. */
export type PlanSummary = Pick<PlanView, 'id' | 'stackId' | 'revision' | 'status' | 'createdAt' | 'createdBy'> & { verdicts: Record<string, number> }
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
  /** What a run of it does, in order. */
  steps: PlanStep[]
  impacts: Impact[]
  risk: Risk
  /** What it could not look at, or does not do. */
  notes: Text[]
  fingerprint: string
}

/**
 * What is known of the difference between the applied revision and the cluster. `at` is when the cluster last answered, `objects` are of then;
 * `failure` says why the last attempt failed (`failedAt`). `revision` is absent before anything was applied. `isOld`: something was applied since.
 */
export type DriftView = { revision?: number; at?: string; failure?: string; failedAt?: string; isOld: boolean; isChecking: boolean; objects: DriftObject[] }
export type { DriftObject } from '../manifest/drift.ts'

export type ApprovalKind = 'approved' | 'rejected' | 'withdrawn'
export type ApprovalDecision = { kind: ApprovalKind; by: string; byMe: boolean; at: string; comment: string }
/** Why whoever asks may not decide about a plan. */
export type WhyNotDecide = 'role' | 'author' | 'planner' | 'local'
/**
 * How a plan stands with the second person. `isNeeded`: the stack is protected and the risk is not low. `standing` is what holds now,
 * `history` all that was decided, the oldest first. `approvers` are the names of who may decide, whoever asks left out.
 */
export type ApprovalView = {
  planId: string; revision: number; risk: Risk; isNeeded: boolean; isOpen: boolean
  standing?: ApprovalDecision & { kind: 'approved' | 'rejected' }
  history: ApprovalDecision[]
  whyNot?: WhyNotDecide
  approvers: string[]
}

/** Live and predicted text of one object of a plan; "" where there is none. */
export type PlanDiff = { before: string; after: string }
/** Whether a plan still holds: the objects that moved since it was computed, or why the cluster could not be asked. */
export type PlanFreshness = { ok: true; at: string; moved: string[] } | { ok: false; at: string; reason: string }

/** `message` and what is said of pods are in the language that the run was asked for in. `reason`: why the step stands where it does. */
export type RunPod = Omit<PodProgress, 'trouble'> & { trouble?: string }
export type RunObject = Omit<SavedRunObject, 'message' | 'pods'> & { message?: string; pods?: RunPod[]; reason?: string }
export type RunView = {
  id: string
  planId: string
  stackId: string
  revision: number
  status: RunStatus
  startedAt: string
  finishedAt?: string
  startedBy: string
  /** The second person, in a list of runs of a protected stack. */
  approvedBy?: string
  objects: RunObject[]
  choices: RunChoices
  /** How often it was saved: what comes later has more. */
  version: number
  /** Whether a replica has taken it, and who asked it to stop. */
  isTaken: boolean
  cancelledBy?: string
  /** One sentence: what is applied and what is not. */
  message?: string
}

/** One line of the audit. `actor` is a name, `stack` the id of a stack, `revision` the number that a plan or run speaks of. */
export type EventView = {
  id: string
  at: string
  actor: string
  /** Through which door: "browser", "api", "setup", "system". */
  door: string
  action: string
  outcome: EventOutcome
  stack?: string
  subject?: string
  revision?: number
}
/** An event with what it holds, and its link of the chain. */
export type EventDetail = EventView & { actorId: string; before?: unknown; after?: unknown; hash: string }

/** Newest first. `older` is the id to go on below, where there is more. */
export type EventPage = { items: EventView[]; older?: string }
/** How many events a filter leaves, by how they ended. */
export type EventTally = { all: number; refused: number; failed: number }

/** What the check of the chain found; see checkChain() for the kinds. */
export type ChainView = {
  events: number
  head?: { id: string; hash: string }
  breaks: number
  first?: { kind: 'altered' | 'missing' | 'unchained' | 'cut' | 'rewritten'; id: string; after: string }
}

export type Health = 'Healthy' | 'Progressing' | 'Degraded' | 'Suspended' | 'Missing' | 'Unknown'
export type Sync = 'Synced' | 'OutOfSync' | 'Unknown'
/** `seen` is how observations name it: with its namespace where that alone tells it apart. */
export type WorkloadStatus = { object: string; seen: string; kind: string; health: Health; message: string; ready: number; want: number; image?: string; restarts: number }
/** How many objects are not as they were applied, as of `at`; `failed` when the last look at that did not come through. Absent before the first. */
export type DriftCount = { count: number; at?: string; failed: boolean }
/** Live status of a stack; `isWhole`: the installation itself was looked at and not only its pods, and `trouble` is what of it costs samples or answers now; `reason` says in words why the cluster could not be asked. */
export type StackStatus =
  | { ok: true; at: string; health: Health; sync: Sync; workloads: WorkloadStatus[]; version: string; isWhole: boolean; drift?: DriftCount; trouble?: Text }
  | { ok: false; at: string; reason: string }

export type Page<T> = { items: T[]; next?: string }

/** A finding of the newest revision. `key` tells it apart when it is accepted; `acceptance` is there when it was, also when that has ended. */
export type FindingView = Finding & { key: string; acceptance?: AcceptanceState }

/**
 * `counts` are of the whole revision: what is open by severity, what is accepted, and how much of what is open was accepted before.
 * `nextEnd` is when the next acceptance ends. `revision` is absent when there is none yet.
 */
export type FindingPage = Page<FindingView> & {
  revision?: number
  counts: { error: number; warning: number; advice: number; accepted: number; ended: number }
  nextEnd?: string
}

/** A part that is read for itself: its value, or why it could not be read. */
export type Told<Value> = { ok: true; value: Value } | { ok: false; why: Text }
/** What Kubernetes noted, newest first; `at` is when it was seen last, as the cluster writes times. */
export type Noted = { type: string; reason: string; message: string; count: number; at: string }
/** Of a workload, and of what it made (`about`: "ReplicaSet/thanos-query-7d9"). */
export type WorkloadEvents = { at: string; events: Told<(Noted & { about: string })[]> }
/** What a pod wrote last (`before`: before its container ended last), and what Kubernetes noted about it, newest first. */
export type PodTold = { at: string; pod: string; lines: Told<string[]>; before: Told<string[]>; events: Told<Noted[]> }
