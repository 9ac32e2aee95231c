// The five problems of an installation, looked for now: what is seen, the checks of its newest revision, and the logs of the pods that can tell.
import 'server-only'
import { setTimeout as pause } from 'node:timers/promises'
import { z } from 'zod'
import type { Actor } from '../../auth/actor.ts'
import { findRevision } from '../../db/revisions.ts'
import { findStack, type StackRow } from '../../db/stacks.ts'
import { env } from '../../env.ts'
import { AppError, sentenceOf } from '../../errors.ts'
import type { Cluster } from '../../kube/cluster.ts'
import { text } from '../../text.ts'
import { lint } from '../../thanos/lint.ts'
import { diagnoseAll } from '../../thanos/live/diagnose/all.ts'
import type { Diagnosis, PodLog } from '../../thanos/live/diagnose/diagnosis.ts'
import type { Observation, SeenPod } from '../../thanos/live/observation.ts'
import { podsOf, workloadOf } from '../../thanos/live/readings.ts'
import { EMPTY_SPEC, type StackSpec } from '../../thanos/spec.ts'
import { mapBounded } from '../bounded.ts'
import { query, type Verb } from '../command.ts'
import { clusterOf } from '../connections/resolve.ts'
import { earlierLook, lookAnew, PACES_APART } from '../live/hub.ts'
import { observe } from '../live/observe.ts'
import { type Reads, sharedRead } from '../shared-read.ts'

/** Pods of which logs are read: those that are not well first. */
const MAX_PODS = 16
const TOO_MANY = text(`It was not read: at most ${MAX_PODS} logs are, those of pods that are not well first.`, `읽지 않았습니다. 문제가 있는 파드부터 최대 ${MAX_PODS}개의 로그만 읽습니다.`)
const CONCURRENCY = 4
const LINES = 200
/** Of each log these many of its worst lines are given back. */
const KEPT_LINES = 20
/** Whoever opens it within so long reads the same logs. */
const KEPT_MS = 5_000
const KINDS: ReadonlySet<string> = new Set(['receive', 'store', 'compact', 'rule', 'sidecar'])

export const CheckInput = z.object({ slug: z.string() })

/** `logs` by pod: only lines that warn or fail, credentials hidden. */
export type DiagnosisReport = { at: string; diagnoses: Diagnosis[]; logs: Logs }

/**
 * NOT_FOUND when there is no such stack. What cannot be looked at is told in the diagnoses. There are none without a revision: nothing says then what
 * the installation should be. Takes one and a half paces longer where nobody has looked at the stack before.
 */
export const check: Verb<z.input<typeof CheckInput>, DiagnosisReport> = query({
  permission: 'stack:read',
  input: CheckInput,
  async run({ tx, actor }, { slug }) {
    const stack = await findStack(tx, { slug })
    if (!stack) throw new AppError('NOT_FOUND', text(`There is no stack "${slug}".`, `스택 "${slug}"이(가) 없습니다.`))
    const spec = stack.head === undefined ? EMPTY_SPEC : (await findRevision(tx, stack.id, stack.head))?.spec ?? EMPTY_SPEC
    const { observation, before } = stack.head === undefined ? { observation: await observe(actor, stack), before: undefined } : await lookTwice(actor, stack)
    const { at, value: logs } = await sharedRead(held.gauntletLogs ??= new Map(), { key: JSON.stringify([stack.id, stack.namespace, stack.connection, stack.head]), keptMs: KEPT_MS }, async () => logsOf(stack, spec, observation))
    return { at: new Date(at).toISOString(), diagnoses: stack.head === undefined ? [] : diagnoseAll({ spec, observation, findings: lint(spec), logs, before, revision: stack.head }), logs }
  },
})

type Logs = Readonly<Record<string, PodLog>>
const held: typeof globalThis & { gauntletLogs?: Reads<Logs> } = globalThis

async function logsOf({ connection, namespace }: StackRow, spec: StackSpec, observation: Observation): Promise<Logs> {
  const all = podsOf(observation).filter(({ kind }) => KINDS.has(kind)).toSorted((a, b) => Number(a.isReady) - Number(b.isReady) || b.restarts - a.restarts)
  const read = await mapBounded(all.slice(0, MAX_PODS), CONCURRENCY, async (pod) => [pod.name, await logOf(clusterOf(connection), pod, { spec, namespace })] as const)
  const beyond = all.slice(MAX_PODS).map(({ name }) => [name, { why: TOO_MANY }] as const)
  return Object.fromEntries<PodLog>([...read, ...beyond])
}

/** What is seen now and was seen a while ago. Where nobody has looked yet that is waited for: what was counted since the pods began says nothing of now. */
async function lookTwice(actor: Actor, stack: StackRow): Promise<{ observation: Observation; before: Observation }> {
  await observe(actor, stack)
  // Somebody may have mended what did not answer, and be asking whether it does now.
  await lookAnew(stack)
  const observation = await observe(actor, stack)
  const before = earlierLook(stack)
  if (before) return { observation, before }
  await pause(env().livePollMs * PACES_APART)
  return { observation: await observe(actor, stack), before: observation }
}

/** Of a container that is down, what it said before. */
async function logOf(cluster: Cluster, pod: SeenPod, { spec, namespace }: { spec: StackSpec; namespace: string }): Promise<PodLog> {
  const container = pod.container ?? workloadOf(spec, pod.object)?.container
  const object = { apiVersion: 'v1', kind: 'Pod', metadata: { name: pod.name, namespace: pod.namespace ?? namespace } }
  const options = { lines: LINES, ...(container === undefined ? {} : { container }) }
  try {
    const lines = await cluster.logs(object, options)
    const earlier = !pod.isReady && pod.restarts > 0 ? await cluster.logs(object, { ...options, previous: true }) : []
    return { lines: [...earlier, ...lines].filter((line) => !/level=(?:info|debug)\b|"level":"(?:info|debug)"/.test(line)).slice(-KEPT_LINES) }
  } catch (error) {
    if (error instanceof AppError) return { why: sentenceOf(error) }
    throw error
  }
}
