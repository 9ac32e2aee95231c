// What the cluster says of a stack now. A cluster that does not answer is an answer too: pages about a broken cluster must still render.
import 'server-only'
import { z } from 'zod'
import { findDrift, lastRunEnd } from '../../db/drift.ts'
import { optional } from '../../db/json.ts'
import { findRevision } from '../../db/revisions.ts'
import { findStack, type StackRow } from '../../db/stacks.ts'
import type { Tx } from '../../db/client.ts'
import { AppError, sentenceOf } from '../../errors.ts'
import type { Cluster } from '../../kube/cluster.ts'
import { workloadHealth } from '../../manifest/health.ts'
import { isJsonObject, type KubeObject } from '../../manifest/types.ts'
import { text, type Text } from '../../text.ts'
import { adoptObjects } from '../../thanos/adopt.ts'
import { HALTED, isHalted } from '../../thanos/live/halted.ts'
import type { Observation } from '../../thanos/live/observation.ts'
import { seenObject } from '../../thanos/live/seen-object.ts'
import { renderArgs } from '../../thanos/read-args.ts'
import { specObjectId, workloads, type StackSpec, type Workload } from '../../thanos/spec.ts'
import { mapBounded } from '../bounded.ts'
import { query, type Verb } from '../command.ts'
import { isLeftToAutoscalerLately } from '../connections/autoscalers.ts'
import { clusterOf } from '../connections/resolve.ts'
import { glance, keepLooking } from '../live/hub.ts'
import { withRoleLine } from '../live/role-line.ts'
import { troubleSeen } from '../live/trouble.ts'
import { type Reads, sharedRead } from '../shared-read.ts'
import type { DriftCount, Health, StackStatus, Sync, WorkloadStatus } from '../views.ts'

const LIMIT_MS = 5_000
const CONCURRENCY = 8
/** A little less than the pages' pace: of all who follow a stack one at a time has it read. */
const KEPT_MS = 4_000
/** The health of a stack is that of its worst workload. */
const WORST_FIRST: readonly Health[] = ['Degraded', 'Missing', 'Progressing', 'Unknown', 'Suspended', 'Healthy']

/** `follow` has the installation itself looked at from now on, for as long as it is asked again; all who follow share what is read within seconds. */
export const StackStatusInput = z.object({ slug: z.string(), locale: z.enum(['en', 'ko']).default('en'), follow: z.boolean().default(false) })

/** NOT_FOUND when there is no such stack; else `ok: false` with the reason when the cluster cannot be asked within five seconds. */
export const status: Verb<z.input<typeof StackStatusInput>, StackStatus> = query({
  permission: 'stack:read',
  input: StackStatusInput,
  async run({ tx, now }, { slug, locale, follow }) {
    const stack = await findStack(tx, { slug })
    if (!stack) throw new AppError('NOT_FOUND', text(`There is no stack "${slug}".`, `스택 "${slug}"이(가) 없습니다.`))
    const spec = await desiredSpec(tx, stack)
    const drift = await driftCount(tx, stack)
    try {
      if (follow) keepLooking(stack)
      const read = async (): Promise<Seen> => look(stack, spec)
      const { at, value: { isAsDesired, workloads: all, ...seen } } = await within(LIMIT_MS, follow ? sharedRead(held.gauntletLooks ??= new Map(), { key: keyOf(stack), keptMs: KEPT_MS }, read) : read().then((value) => ({ at: now.getTime(), value })))
      const whole = glance(stack)
      const judged = all.map((workload) => (whole === undefined ? workload : asSeen(workload, whole.observation)))
      const told = judged.map(({ message, ...workload }): WorkloadStatus => ({ ...workload, message: message[locale] }))
      return { ok: true, at: new Date(at).toISOString(), ...seen, health: worstOf(judged), workloads: told, sync: syncOf(stack, { isAsDesired, isSeen: told.every(({ health }) => health !== 'Unknown') }, drift), isWhole: whole !== undefined, ...optional('drift', drift), ...optional('trouble', troubleSeen(stack)) }
    } catch (error) {
      if (error instanceof AppError) return { ok: false, at: now.toISOString(), reason: sentenceOf(error)[locale] }
      throw error
    }
  },
})

const held: typeof globalThis & { gauntletLooks?: Reads<Seen> } = globalThis

/** Whoever asks the same of the same place. */
function keyOf({ id, namespace, connection, applied, head }: StackRow): string {
  return JSON.stringify([id, namespace, connection, applied ?? head])
}

/** What its own metric says of a workload counts above pods that are all ready. */
function asSeen(told: Told, observation: Observation): Told {
  return told.health === 'Healthy' && isHalted(observation, told.seen) ? { ...told, health: 'Degraded', message: HALTED.why } : told
}

/** What should run: the revision that was applied last, before that the newest; undefined when there is none. */
async function desiredSpec(tx: Tx, { id, applied, head }: StackRow): Promise<StackSpec | undefined> {
  const number = applied ?? head
  return number === undefined ? undefined : (await findRevision(tx, id, number))?.spec
}

/** In no language yet: whoever shares it reads it in their own. */
type Told = Omit<WorkloadStatus, 'message'> & { message: Text }
type Seen = Omit<Extract<StackStatus, { ok: true }>, 'ok' | 'at' | 'health' | 'workloads' | 'sync' | 'isWhole' | 'drift' | 'trouble'> & { workloads: readonly Told[]; isAsDesired: boolean }

async function look(stack: StackRow, desired: StackSpec | undefined): Promise<Seen> {
  const cluster = clusterOf(stack.connection)
  const [version, spec] = await Promise.all([cluster.version(), desired ?? discover(cluster, stack.namespace)])
  const wanted = workloads(spec).filter(({ object }) => object !== 'Fragment')
  const seen = await mapBounded(wanted, CONCURRENCY, (workload) => lookAt(cluster, workload, { namespace: stack.namespace, connection: stack.connection, seen: seenObject(spec, workload) }))
  const statuses = seen.map(({ told }) => told)
  return { version, workloads: statuses, isAsDesired: seen.every(({ isAsDesired }) => isAsDesired) }
}

/** The Thanos workloads of a namespace that nobody has imported yet. */
async function discover(cluster: Cluster, namespace: string): Promise<StackSpec> {
  const found = await Promise.all(['Deployment', 'StatefulSet'].map((kind) => cluster.list('apps/v1', kind, namespace)))
  return adoptObjects(found.flat()).spec
}

type LookedAt = { told: Told; isAsDesired: boolean }

/** A namespace that the account may not look into greys its own workloads, not those of others. */
async function lookAt(cluster: Cluster, workload: Workload, { namespace, connection, seen }: { namespace: string; connection: StackRow['connection']; seen: string }): Promise<LookedAt> {
  const place = workload.namespace ?? namespace
  try {
    return await seenIn(cluster, workload, { place, connection, seen })
  } catch (error) {
    const told = withRoleLine(error, { namespace: place, group: 'apps', resource: `${workload.object.toLowerCase()}s`, verbs: ['get', 'list', 'watch'] })
    if (place === namespace || !(told instanceof AppError) || told.code !== 'FORBIDDEN') throw error
    return { told: { object: specObjectId(workload), seen, kind: workload.kind, health: 'Unknown', message: sentenceOf(told), ready: 0, want: workload.replicas ?? 1, restarts: 0 }, isAsDesired: true }
  }
}

async function seenIn(cluster: Cluster, workload: Workload, { place, connection, seen }: { place: string; connection: StackRow['connection']; seen: string }): Promise<LookedAt> {
  const live = await cluster.get({ apiVersion: 'apps/v1', kind: workload.object, name: workload.name, namespace: place })
  const pods = live ? await cluster.podsOf(live) : []
  const { status: health, message, ready, want } = workloadHealth(live, pods)
  const running = live && workloads(adoptObjects([live]).spec)[0]
  const image = running?.image ?? workload.image
  const isLeft = async (): Promise<boolean> => live !== undefined && isLeftToAutoscalerLately(cluster, live, connection)
  return {
    told: {
      object: specObjectId(workload), seen, kind: workload.kind, health, message, ready, want, restarts: restartsOf(pods),
      ...(image === undefined ? {} : { image }),
    },
    isAsDesired: running !== undefined && (isSame(workload, running) || (await isLeft() && isSame({ ...workload, replicas: undefined }, running))),
  }
}

/** The quick half of drift: image, replicas and arguments. A check of drift compares everything. */
function isSame(desired: Pick<Workload, 'image' | 'args'> & { replicas?: number | undefined }, running: Workload): boolean {
  return (desired.image === undefined || desired.image === running.image)
    && (desired.replicas === undefined || desired.replicas === running.replicas)
    && JSON.stringify(renderArgs(desired.args)) === JSON.stringify(renderArgs(running.args))
}

/** What the last check of every field found, unless something was applied since: then only this look counts. */
async function driftCount(tx: Tx, { id, applied }: StackRow): Promise<DriftCount | undefined> {
  const drift = await findDrift(tx, id)
  const ended = await lastRunEnd(tx, id)
  if (drift?.checkedAt === undefined || drift.revision !== applied || (ended !== undefined && ended > drift.checkedAt)) return undefined
  return { count: drift.objects.length, failed: drift.failure !== undefined, ...optional('at', drift.goodAt?.toISOString()) }
}

function syncOf({ head, applied }: StackRow, { isAsDesired, isSeen }: { isAsDesired: boolean; isSeen: boolean }, drift: DriftCount | undefined): Sync {
  if (head === undefined) return 'Unknown'
  if (head !== applied || !isAsDesired || (drift !== undefined && drift.count > 0)) return 'OutOfSync'
  return drift?.failed === true || !isSeen ? 'Unknown' : 'Synced'
}

function worstOf(statuses: readonly Told[]): Health {
  return WORST_FIRST.find((health) => statuses.some((workload) => workload.health === health)) ?? 'Unknown'
}

function restartsOf(pods: readonly KubeObject[]): number {
  return pods.flatMap(({ status: podStatus }) => (isJsonObject(podStatus) && Array.isArray(podStatus.containerStatuses) ? podStatus.containerStatuses : []))
    .reduce((sum: number, container) => sum + (isJsonObject(container) && typeof container.restartCount === 'number' ? container.restartCount : 0), 0)
}

/** Gives up waiting, not the requests: they have their own limit. */
async function within<Value>(limitMs: number, work: Promise<Value>): Promise<Value> {
  const { promise, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => { reject(new AppError('UPSTREAM', text(`The cluster did not answer within ${limitMs / 1000} s.`, `클러스터가 ${limitMs / 1000}초 안에 응답하지 않았습니다.`))) }, limitMs)
  try {
    return await Promise.race([work, promise])
  } finally {
    clearTimeout(timer)
    // If the limit won, a late failure of the work must not become an unhandled rejection.
    work.catch(() => undefined)
  }
}
