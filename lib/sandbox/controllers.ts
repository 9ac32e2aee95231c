// The controllers of the sandbox's cluster: in rounds, each brings its objects one step further; woken by every change and by the clock.
import type { KubeObject } from '../manifest/types.ts'
import { adoptOrphans } from './adoption.ts'
import { bindClaims } from './claims.ts'
import type { Cluster } from './cluster.ts'
import { establish } from './custom-kinds.ts'
import { reconcileDeployment } from './deployment-controller.ts'
import { forgetOldEvents } from './events.ts'
import { collectGarbage } from './garbage.ts'
import { reconcileJob } from './job-controller.ts'
import { kindNamed } from './kinds.ts'
import { createKubelet } from './kubelet.ts'
import type { PodStart, PodStarts } from './pod-start.ts'
import { tellQuotas } from './quota.ts'
import { reconcileReplicaSet } from './replica-set-controller.ts'
import { reconcileStatefulSet } from './stateful-set-controller.ts'
import { createTurns } from './turns.ts'

export type ControllerOptions = Pick<Cluster, 'store' | 'api' | 'now'> & {
  /** How long a pod takes until it is ready. */
  rollMs: number
  podStarts: PodStarts
}

export type Controllers = {
  /** One step of everything; gives the time in milliseconds at which something is due without a change before. */
  round: () => number | undefined
  /** What would become of a pod that is started now. */
  outcome: (pod: KubeObject) => PodStart
  stop: () => void
}

const WORKLOADS = ['Deployment', 'ReplicaSet', 'StatefulSet', 'Job'] as const
const RECONCILE = { Deployment: reconcileDeployment, ReplicaSet: reconcileReplicaSet, StatefulSet: reconcileStatefulSet, Job: reconcileJob }
const EVENTS_SWEPT_MS = 60_000

function createControllers({ rollMs, podStarts, ...given }: ControllerOptions): Controllers {
  const { store, now } = given
  const turns = createTurns(store)
  const cluster: Cluster = { ...given, wakeAt: () => {}, refusals: new Map() }
  const kubelet = createKubelet({ ...cluster, rollMs, podStarts })
  let swept = 0
  return {
    outcome: kubelet.outcome,
    stop: turns.stop,
    round: () => {
      turns.begin(now())
      for (const kind of WORKLOADS) {
        for (const workload of store.list(kindNamed(kind))) {
          const uid = String(workload.metadata.uid)
          if (!turns.take(uid)) continue
          const own = { ...cluster, wakeAt: (ms: number) => { turns.wakeAt(uid, ms) } }
          adoptOrphans(workload, own)
          RECONCILE[kind](workload, own)
        }
      }
      establish(cluster)
      if (turns.take('garbage')) collectGarbage(cluster)
      if (turns.take('claims')) bindClaims(cluster)
      tellQuotas(cluster)
      if (now() - swept > EVENTS_SWEPT_MS) {
        forgetOldEvents(cluster)
        swept = now()
      }
      const [pods, workloads] = [kubelet.run(), turns.next()]
      return pods === undefined || workloads === undefined ? pods ?? workloads : Math.min(pods, workloads)
    },
  }
}

/** Runs rounds until `stop` is called. */
export function startControllers(options: ControllerOptions): { stop: () => void; outcome: Controllers['outcome'] } {
  const { store, now } = options
  const controllers = createControllers(options)
  let soon: NodeJS.Immediate | undefined
  let later: NodeJS.Timeout | undefined
  let stopped = false
  const wake = (): void => {
    if (!stopped) soon ??= setImmediate(round)
  }
  const round = (): void => {
    soon = undefined
    clearTimeout(later)
    try {
      const due = controllers.round()
      if (due !== undefined) later = setTimeout(wake, Math.max(1, due - now()))
    } catch (error) {
      // A controller that fails must not take the API down with it; it is tried again, as Kubernetes' own are.
      process.stderr.write(`sandbox: ${error instanceof Error ? error.stack ?? error.message : String(error)}\n`)
      later = setTimeout(wake, 1000)
    }
  }
  store.onChange(wake)
  wake()
  return {
    outcome: controllers.outcome,
    stop: () => {
      stopped = true
      controllers.stop()
      clearImmediate(soon)
      clearTimeout(later)
    },
  }
}

const MOST_ROUNDS = 2000

/** Runs rounds at once, the clock leaping from one due time to the next, until nothing changes any more or `untilMs` is reached. */
export function settle(options: Omit<ControllerOptions, 'now'> & { clock: { ms: number }; untilMs: number }): void {
  const { clock, untilMs, ...rest } = options
  const controllers = createControllers({ ...rest, now: () => clock.ms })
  try {
    leap(controllers, rest.store, clock, untilMs)
  } finally {
    controllers.stop()
  }
}

function leap(controllers: Controllers, store: Cluster['store'], clock: { ms: number }, untilMs: number): void {
  for (let rounds = 0; rounds < MOST_ROUNDS && clock.ms < untilMs; rounds++) {
    const before = store.resourceVersion()
    const due = controllers.round()
    if (store.resourceVersion() !== before) continue
    if (due === undefined) return
    clock.ms = Math.max(clock.ms, Math.min(due, untilMs))
  }
}
