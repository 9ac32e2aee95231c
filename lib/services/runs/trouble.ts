// Why a workload does not get ready, in words, read live: its pods, what their containers wrote, and what Kubernetes noted about them.
import { AppError } from '../../errors.ts'
import type { Cluster } from '../../kube/cluster.ts'
import type { KubeEvent } from '../../kube/events.ts'
import { fieldAt, mapsAt, stringAt } from '../../manifest/fields.ts'
import { failingContainer, hopelessness, isOwnedBy } from '../../manifest/pod-progress.ts'
import type { PodLog, PodProgress } from '../../manifest/progress.ts'
import { redactText } from '../../manifest/redact.ts'
import type { KubeObject } from '../../manifest/types.ts'
import { text, type Text } from '../../text.ts'
import { silentStart } from '../../thanos/silent-start.ts'

/** `isHopeless`: it does not come by itself, but somebody may yet help. `isFinal`: waiting is of no use. */
export type Trouble = { message: Text; log?: PodLog; isHopeless?: boolean; isFinal?: boolean }

export const LOG_LINES = 20
/** A container that ended so often with the new template does so again. */
const MOST_RESTARTS = 4
/** An image that could not be pulled so often will not be there the next time. */
const MOST_PULLS = 3

type Sight = { live: KubeObject; pods: readonly KubeObject[]; progress: readonly PodProgress[]; sets: readonly KubeObject[] }

/** Undefined while there is nothing to be said beyond how many pods are ready. Only pods with the new template count. */
export async function trouble(cluster: Cluster, { live, pods, progress, sets }: Sight): Promise<Trouble | undefined> {
  const stuck = stuckCondition(live)
  const fresh = progress.filter(({ isNew, isReady }) => isNew && !isReady)
  const broken = fresh.find(({ trouble: why }) => why !== undefined)
  const pod = pods.find(({ metadata: { uid } }) => uid === broken?.uid)
  if (pod && broken) return ofPod(cluster, pod, broken)
  const refused = await notCreated(cluster, { live, sets, isMissing: progress.filter(({ isNew }) => isNew).length === 0 || stuck?.isCreate === true })
  if (refused) return refused
  if (stuck) return { message: stuck.message, isFinal: !stuck.isCreate, isHopeless: stuck.isCreate }
  const waiting = pods.find(({ metadata: { uid } }) => fresh.some((each) => each.uid === uid))
  return waiting && ofWaiting(cluster, waiting)
}

async function ofPod(cluster: Cluster, pod: KubeObject, { trouble: why = text('', ''), restarts }: PodProgress): Promise<Trouble> {
  switch (hopelessness(pod)) {
    case 'name': return { message: why, isFinal: true }
    case 'image': {
      const pulls = (await eventsOrNone(cluster, pod)).filter(({ message }) => /failed to pull|error.*pull/i.test(message))
      const said = pulls[0]?.message ?? waitingMessage(pod)
      const tried = pulls.reduce((sum, { count }) => sum + count, 0)
      return { message: said === '' ? why : text(`${why.en}: ${said}`, `${why.ko}: ${said}`), isHopeless: true, isFinal: tried >= MOST_PULLS && isNotFound(said) }
    }
    case 'crash': {
      const log = await logOf(cluster, pod)
      return { message: withLastLine(why, log), ...(log ? { log } : {}), isHopeless: false, isFinal: restarts >= MOST_RESTARTS }
    }
    default: {
      const unbound = await unboundClaim(cluster, pod)
      if (unbound) return { message: unbound }
      const log = await logOf(cluster, pod)
      return { message: why, ...(log ? { log } : {}) }
    }
  }
}

/** A registry that does not answer may come back; one that says there is no such image is right. */
function isNotFound(message: string): boolean {
  return /not found|manifest unknown|does not exist|no such/i.test(message)
}

/** A pod in which nothing has failed, and which is not ready either: its probe says no, or its volume is not there. */
async function ofWaiting(cluster: Cluster, pod: KubeObject): Promise<Trouble | undefined> {
  const unbound = await unboundClaim(cluster, pod)
  if (unbound) return { message: unbound }
  const { name } = pod.metadata
  const warning = (await eventsOrNone(cluster, pod)).find(({ type, reason }) => type === 'Warning' && /Unhealthy|FailedMount|FailedScheduling|FailedAttachVolume|BackOff|FailedCreatePodSandBox/.test(reason))
  if (!warning) return undefined
  const log = warning.reason === 'Unhealthy' ? await logOf(cluster, pod) : undefined
  const untold = silentStart(pod)
  const message = warning.reason === 'Unhealthy'
    ? text(`${name} runs and does not answer its probe: ${warning.message}${untold ? `. ${untold.en}` : ''}`, `${name}이(가) 실행 중이지만 프로브에 응답하지 않습니다: ${warning.message}${untold ? `. ${untold.ko}` : ''}`)
    : text(`${name}: ${warning.reason}: ${warning.message}`, `${name}: ${warning.reason}: ${warning.message}`)
  return { message, ...(log ? { log } : {}) }
}

/** Its controller may not make a pod: a quota, a limit, an admission webhook. */
async function notCreated(cluster: Cluster, { live, sets, isMissing }: { live: KubeObject; sets: readonly KubeObject[]; isMissing: boolean }): Promise<Trouble | undefined> {
  if (!isMissing) return undefined
  const controllers = live.kind === 'Deployment' ? sets.filter((set) => isOwnedBy(set, live)).toSorted((a, b) => (String(a.metadata.creationTimestamp) < String(b.metadata.creationTimestamp) ? 1 : -1)).slice(0, 1) : [live]
  for (const controller of controllers) {
    const refusal = (await eventsOrNone(cluster, controller)).find(({ reason }) => reason === 'FailedCreate')
    if (!refusal) continue
    const { message } = refusal
    const isQuota = /exceeded quota/.test(message)
    return {
      isHopeless: true,
      message: isQuota
        ? text(`no pod can be made, the quota of the namespace is used up: ${message}`, `네임스페이스의 쿼터를 다 써서 파드를 만들 수 없습니다: ${message}`)
        : text(`no pod can be made: ${message}`, `파드를 만들 수 없습니다: ${message}`),
    }
  }
  return undefined
}

/** A Deployment whose own conditions say that waiting will not help; `isCreate`: its pods are refused. */
function stuckCondition(live: KubeObject): { message: Text; isCreate: boolean } | undefined {
  const conditions = mapsAt(live, 'status', 'conditions')
  const failure = conditions.find(({ type, status }) => type === 'ReplicaFailure' && status === 'True')
  if (failure) {
    const why = redactText(stringAt(failure, 'message') ?? '')
    return { isCreate: true, message: text(`pods cannot be created: ${why}`, `파드를 만들 수 없습니다: ${why}`) }
  }
  const late = conditions.find(({ type, reason }) => type === 'Progressing' && reason === 'ProgressDeadlineExceeded')
  if (!late) return undefined
  const why = redactText(stringAt(late, 'message') ?? '')
  return { isCreate: false, message: text(`Kubernetes gave the rollout up: ${why}`, `Kubernetes가 롤아웃을 포기했습니다: ${why}`) }
}

async function unboundClaim(cluster: Cluster, pod: KubeObject): Promise<Text | undefined> {
  if (stringAt(pod, 'status', 'phase') !== 'Pending') return undefined
  for (const volume of mapsAt(pod, 'spec', 'volumes')) {
    const name = stringAt(volume, 'persistentVolumeClaim', 'claimName')
    if (name === undefined) continue
    const namespace = pod.metadata.namespace ?? ''
    const claim = await cluster.get({ apiVersion: 'v1', kind: 'PersistentVolumeClaim', name, namespace }).catch(refusedOnly)
    if (!claim || stringAt(claim, 'status', 'phase') === 'Bound') continue
    const said = (await eventsOrNone(cluster, claim))[0]?.message
    const why = said === undefined ? '' : `: ${said}`
    return text(`${pod.metadata.name} waits for its volume; PersistentVolumeClaim ${name} is not bound${why}`, `${pod.metadata.name}이(가) 볼륨을 기다리고 있습니다. PersistentVolumeClaim ${name}이(가) 바인딩되지 않았습니다${why}`)
  }
  return undefined
}

/** The log of the container that ended, of before it ended; else of one that runs and is not ready. */
export async function logOf(cluster: Cluster, pod: KubeObject): Promise<PodLog | undefined> {
  const failing = failingContainer(pod)
  if (!failing) return undefined
  const container = failing.name
  const ask = async (previous: boolean): Promise<string[]> => (await cluster.logs(pod, { container, previous, lines: LOG_LINES }).catch(refusedOnly)) ?? []
  const before = failing.hasEnded ? await ask(true) : []
  const lines = before.length > 0 ? before : await ask(false)
  return lines.length === 0 ? undefined : { pod: pod.metadata.name, container, isPrevious: before.length > 0, lines }
}

function withLastLine(why: Text, log: PodLog | undefined): Text {
  const line = log && (log.lines.findLast((each) => isFatal(each)) ?? log.lines.at(-1))
  return line === undefined ? why : text(`${why.en}: ${line}`, `${why.ko}: ${line}`)
}

function isFatal(line: string): boolean {
  return /level=error|level=fatal|\berr(or)?=|\bpanic:|\bfatal\b/i.test(line)
}

function waitingMessage(pod: KubeObject): string {
  const container = mapsAt(pod, 'status', 'containerStatuses').find((each) => fieldAt(each, 'state', 'waiting', 'message') !== undefined)
  return redactText(container ? stringAt(container, 'state', 'waiting', 'message') ?? '' : '')
}

/** Why is a question whose answer may be refused: the gate goes on without it. */
async function eventsOrNone(cluster: Cluster, object: KubeObject): Promise<KubeEvent[]> {
  return (await cluster.eventsOf(object).catch(refusedOnly)) ?? []
}

function refusedOnly(error: unknown): undefined {
  if (error instanceof AppError && error.code !== 'UPSTREAM') return undefined
  throw error
}
