// The five problems of an installation, looked for now: what is seen, the checks of its newest revision, and the logs of the pods that can tell.
import 'server-only'
import { z } from 'zod'
import { findRevision } from '../../db/revisions.ts'
import { findStack } from '../../db/stacks.ts'
import { AppError, sentenceOf } from '../../errors.ts'
import type { Cluster } from '../../kube/cluster.ts'
import { text } from '../../text.ts'
import { lint } from '../../thanos/lint.ts'
import { diagnoseAll } from '../../thanos/live/diagnose/all.ts'
import type { Diagnosis, PodLog } from '../../thanos/live/diagnose/diagnosis.ts'
import type { SeenPod } from '../../thanos/live/observation.ts'
import { podsOf, workloadOf } from '../../thanos/live/readings.ts'
import { EMPTY_SPEC, type StackSpec } from '../../thanos/spec.ts'
import { mapBounded } from '../bounded.ts'
import { query, type Verb } from '../command.ts'
import { clusterOf } from '../connections/resolve.ts'
import { observe } from '../live/observe.ts'

/** Pods of which logs are read: those that are not well first. */
const MAX_PODS = 16
const CONCURRENCY = 4
const LINES = 200
/** Of each log these many of its worst lines are given back. */
const KEPT_LINES = 20
const KINDS: ReadonlySet<string> = new Set(['receive', 'store', 'compact', 'rule'])

export const CheckInput = z.object({ slug: z.string() })

/** `logs` by pod: only lines that warn or fail, credentials hidden. */
export type DiagnosisReport = { at: string; diagnoses: Diagnosis[]; logs: Record<string, PodLog> }

/**
 * NOT_FOUND when there is no such stack. What cannot be looked at is told in the diagnoses. There are none without a revision: nothing says then what
 * the installation should be.
 */
export const check: Verb<z.input<typeof CheckInput>, DiagnosisReport> = query({
  permission: 'stack:read',
  input: CheckInput,
  async run({ tx, actor, now }, { slug }) {
    const stack = await findStack(tx, { slug })
    if (!stack) throw new AppError('NOT_FOUND', text(`There is no stack "${slug}".`, `스택 "${slug}"이(가) 없습니다.`))
    const spec = stack.head === undefined ? EMPTY_SPEC : (await findRevision(tx, stack.id, stack.head))?.spec ?? EMPTY_SPEC
    const observation = await observe(actor, { slug })
    const pods = podsOf(observation).filter(({ kind }) => KINDS.has(kind)).toSorted((a, b) => Number(a.isReady) - Number(b.isReady) || b.restarts - a.restarts).slice(0, MAX_PODS)
    const read = pods.length === 0 ? [] : await mapBounded(pods, CONCURRENCY, async (pod) => [pod.name, await logOf(clusterOf(stack.connection), pod, { spec, namespace: stack.namespace })] as const)
    const logs = Object.fromEntries(read)
    return { at: now.toISOString(), diagnoses: stack.head === undefined ? [] : diagnoseAll({ spec, observation, findings: lint(spec), logs, ...(stack.head === stack.applied ? {} : { pending: stack.head }) }), logs }
  },
})

/** Of a container that is down, what it said before. */
async function logOf(cluster: Cluster, pod: SeenPod, { spec, namespace }: { spec: StackSpec; namespace: string }): Promise<PodLog> {
  const container = workloadOf(spec, pod.object)?.container
  const object = { apiVersion: 'v1', kind: 'Pod', metadata: { name: pod.name, namespace } }
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
