// What applying a revision would do: asked of the cluster, judged, and stored. A plan is the only thing that can be applied.
import { setImmediate as soon } from 'node:timers/promises'
import 'server-only'
import { z } from 'zod'
import { insertPlan, type PlanRow, type StoredPlanStatus } from '../../db/plans.ts'
import { findRevision, headRevision, type RevisionRow } from '../../db/revisions.ts'
import { hasRunningRun } from '../../db/runs.ts'
import { findStack, lockStack, setAppliedRevision, type StackRow } from '../../db/stacks.ts'
import type { Tx } from '../../db/client.ts'
import { env } from '../../env.ts'
import { AppError } from '../../errors.ts'
import type { ObjectChange } from '../../manifest/change.ts'
import { isRolledOut, workloadHealth } from '../../manifest/health.ts'
import { normaliseLive } from '../../manifest/normalise.ts'
import type { KubeObject } from '../../manifest/types.ts'
import { text, type Text } from '../../text.ts'
import { specOfObjects } from '../../thanos/adopt.ts'
import type { Finding } from '../../thanos/finding.ts'
import { lint } from '../../thanos/lint.ts'
import { splitErrors } from '../../thanos/new-errors.ts'
import { impactOf } from '../../thanos/impact/impact.ts'
import { riskOf } from '../../thanos/impact/risk.ts'
import { liveSpec } from '../../thanos/live-spec.ts'
import { planSteps } from '../../thanos/plan-steps.ts'
import { movingCompactors } from '../../thanos/rollout/compactors-elsewhere.ts'
import type { Held } from '../../thanos/rollout/held.ts'
import { secretNotes } from '../../thanos/secret-notes.ts'
import { workloads, type StackSpec, type Workload } from '../../thanos/spec.ts'
import { command, operation, type Verb } from '../command.ts'
import { clusterOf } from '../connections/resolve.ts'
import { RevisionNumber } from '../revisions/fields.ts'
import type { PlanView } from '../views.ts'
import { behindTheirRing } from './behind.ts'
import { compactorsElsewhere, homeOf } from './elsewhere.ts'
import { fingerprintOf } from './fingerprint.ts'
import { leftAlone, type LeftAlone } from './left-alone.ts'
import { lingeringCompactors, startingCompactors } from './lingering.ts'
import { look, type Sight } from './look.ts'
import { owedBy, type Owed } from './owed.ts'
import { namedElsewhere, pastOf } from './past.ts'
import { stillUntold } from './untold.ts'
import { survey, withLiveReferences, type Survey } from './survey.ts'
import { toView } from './view.ts'

export const ComputePlan = z.object({ stackId: z.string(), /** The newest one when absent. */ revision: RevisionNumber.optional() })
export type ComputePlan = z.input<typeof ComputePlan>

/** UPSTREAM when the cluster does not answer; what it refuses of single objects is part of the plan. */
export const compute: Verb<ComputePlan, PlanView> = operation({
  name: 'plan.compute',
  permission: 'plan:compute',
  input: ComputePlan,
  about: ({ stackId, revision }) => ({ stackId, ...(revision === undefined ? {} : { subject: `revision ${revision}` }) }),
  async run({ reader, actor, now }, { stackId, revision: number }) {
    const [stack, revision] = await Promise.all([findStack(reader, { id: stackId }), number === undefined ? headRevision(reader, stackId) : findRevision(reader, stackId, number)])
    if (!stack) throw new AppError('NOT_FOUND', text('There is no such stack.', '그런 스택이 없습니다.'))
    if (!revision) throw new AppError('NOT_FOUND', number === undefined
      ? text('This stack has no revision to plan yet.', '이 스택에는 아직 계획을 계산할 리비전이 없습니다.')
      : text(`There is no revision ${number}.`, `리비전 ${number}이(가) 없습니다.`))
    // As slow as a run's may be, so that what can be applied can be planned.
    const cluster = clusterOf(stack.connection, { timeoutMs: env().writeTimeoutMs })
    // The database is asked while the cluster is.
    const [sight, owed] = await Promise.all([look(cluster, revision.spec, { namespace: stack.namespace, past: pastOf(reader, stack) }), owedBy(reader, stackId)])
    const spec = withLiveReferences(revision.spec, sight)
    const [seen, findings, lingering, behind, untold, besideStarting] = await Promise.all([
      survey(cluster, revision.spec, { sight, revision: revision.number, owed: owed.checksums, namedElsewhere: () => namedElsewhere(reader, stack) }),
      // Judged while the cluster works, once its requests are out: what a plan takes is the longer of the two, not their sum.
      soon().then(() => lint(spec)),
      lingeringCompactors(cluster, spec, { sight, namespace: stack.namespace }),
      behindTheirRing(cluster, spec, sight),
      stillUntold(cluster, sight, owed.untold),
      compactorsElsewhere(reader, stack, { spec, sight, starting: startingCompactors(spec, sight) }),
    ])
    const left = leftAlone(spec, sight.objects, seen.changes)
    const before = liveSpec(left.spec, seen.changes, seen.live)
    const elsewhere = [besideStarting, await compactorsElsewhere(reader, stack, { spec, sight, starting: movingCompactors({ before, after: left.spec, home: homeOf(stack) }) })]
    // What is known of what runs now is asked for only where it makes a difference.
    const known = findings.some(({ severity }) => severity === 'error') ? await knownFindings(reader, stack, { revision, findings, seen, sight }) : []
    const plan: Draft = {
      ...judge({ stack, before, left, findings, seen, known, lingering, elsewhere, behind, owed: owed.gates, untold }),
      stackId, revision: revision.number, live: seen.digests, fingerprint: fingerprintOf(revision.number, seen.digests),
      createdBy: { id: actor.id, name: actor.name }, createdAt: now,
    }
    return toView(await storing(plan)(actor, {}))
  },
})

type Draft = Omit<PlanRow, 'id' | 'isNewest' | 'isApplied'>
type Judged = Pick<Draft, 'status' | 'objects' | 'findings' | 'blockers' | 'acknowledge' | 'steps' | 'impacts' | 'risk' | 'notes'>

/** What follows from what was seen: the order of the steps, what they do, how risky that is, and what stands in the way. */
function judge({ stack, before, left: { spec, inSteps, notes }, findings, seen, known, lingering, elsewhere, behind, owed: unseen, untold }: {
  stack: StackRow; before: StackSpec; left: LeftAlone; findings: Finding[]; seen: Survey; known: readonly Finding[]; lingering: readonly Workload[]; elsewhere: readonly Awaited<ReturnType<typeof compactorsElsewhere>>[]; behind: ReadonlyMap<string, Held>; owed: Owed['gates']; untold: ReadonlyMap<string, readonly string[]>
}): Judged {
  const { changes, live, checksums, compactors } = seen
  const owed = new Set([...unseen, ...untold.keys()])
  const errors = splitErrors({ findings, known, namespace: stack.namespace })
  const others = workloads(specOfObjects(compactors.map(normaliseLive)))
  const unready = new Set([...live].flatMap(([id, object]) => (isWorkload(object) && !isRolledOut(object) ? [id] : [])))
  const { steps: ordered, blockers: unsafe, mustGo } = planSteps({ before, after: spec, changes, checksums, others, lingering, owed, unready, behind })
  const blockers = [...unsafe, ...elsewhere.flatMap((each) => each.blockers)]
  const steps = inSteps(ordered)
  const due = steps.filter(({ object, gate }) => owed.has(object) && gate !== 'none').map(({ object }) => object)
  const objects = changes.map((change) => {
    const reason = mustGo.get(change.object)
    return reason === undefined ? change : { ...change, mustGo: reason }
  })
  const restarting = new Set(changes.filter(({ restarts }) => restarts > 0).map(({ object }) => object))
  const missing = new Map([...live].flatMap(([id, object]): [string, number][] => (isWorkload(object) ? [[id, lackingOf(object)]] : [])))
  const impacts = impactOf({ before, after: spec, changes, steps, unready: missing })
  return {
    objects, findings, acknowledge: [...errors.acknowledge, ...elsewhere.flatMap((each) => each.acknowledge)], blockers: [...blockers, ...errors.blockers], steps, impacts, risk: riskOf(impacts, changes),
    notes: [...seen.notes, ...notes, ...elsewhere.flatMap((each) => each.notes), ...dueNotes(due, untold), ...secretNotes(spec, { live, restarting })],
    status: statusOf(objects, [...blockers, ...errors.blockers], { isDue: due.length > 0 }),
  }
}

/** What the last run left open: what it did not see taken in, and whom it could not tell. */
function dueNotes(due: readonly string[], untold: ReadonlyMap<string, readonly string[]>): Text[] {
  const unseen = due.filter((object) => !untold.has(object)).join(', ')
  return [
    ...(unseen === '' ? [] : [text(
      `The last run applied ${unseen} and did not see that the pods took it. This plan waits for that before it goes on.`,
      `지난 실행이 ${unseen}을(를) 적용했지만 파드가 받아들였는지는 확인하지 못했습니다. 이 계획은 그것을 확인한 뒤에 진행합니다.`,
    )]),
    ...due.filter((object) => untold.has(object)).map((object) => {
      const names = untold.get(object)?.join(', ') ?? ''
      return text(
        `The last run could not tell ${names === '' ? 'all rulers' : names} to read ${object} anew. This plan tells them again; where that does not work, restart them.`,
        `지난 실행이 ${names === '' ? '일부 ruler' : names}에 ${object}을(를) 다시 읽으라고 알리지 못했습니다. 이 계획이 다시 알립니다. 그래도 안 되면 재시작하세요.`,
      )
    }),
  ]
}

/** How many of its pods are not ready now. */
function lackingOf(workload: KubeObject): number {
  const { want, ready } = workloadHealth(workload)
  return Math.max(0, want - ready)
}

function isWorkload({ kind }: KubeObject): boolean {
  return kind === 'Deployment' || kind === 'StatefulSet'
}

/** Findings of what runs now: the revision that was applied last, or, before the first run, of what the cluster has. */
async function knownFindings(
  reader: Tx, { id, applied }: StackRow, { revision, findings, seen, sight }: { revision: RevisionRow; findings: Finding[]; seen: Survey; sight: Sight },
): Promise<Finding[]> {
  if (applied === revision.number) return findings
  const before = applied === undefined ? undefined : await findRevision(reader, id, applied)
  return lint(before ? withLiveReferences(before.spec, sight) : specOfObjects([...seen.live.values()]))
}

/** What the cluster would not take whatever the reviewer ticks. */
const REFUSED: readonly ObjectChange['verdict'][] = ['invalid', 'immutable', 'missing']
/** What a run has to do something about; an orphan only when it is ticked. */
const MOVING: readonly ObjectChange['verdict'][] = ['create', 'change', 'conflict', 'orphan']

/** `isDue`: a gate is owed from the last run. Ready with conflicts and orphans too: they are the reviewer's to decide, and mayApply() asks for the decision. */
function statusOf(changes: readonly ObjectChange[], blockers: readonly Finding[], { isDue }: { isDue: boolean }): StoredPlanStatus {
  if (changes.some(({ verdict }) => REFUSED.includes(verdict))) return 'blocked'
  if (!isDue && !changes.some(({ verdict }) => MOVING.includes(verdict))) return 'empty'
  return blockers.length > 0 ? 'blocked' : 'ready'
}

/** The short transaction at the end. An empty plan proves that the cluster has the revision in full, so that is noted too. */
function storing(plan: Draft): Verb<Record<string, never>, PlanRow> {
  return command({
    name: 'plan.compute',
    permission: 'plan:compute',
    input: z.object({}),
    about: () => ({ stackId: plan.stackId, subject: `revision ${plan.revision}` }),
    async run({ tx }) {
      await lockStack(tx, plan.stackId)
      const value = await insertPlan(tx, plan)
      const isInPlace = plan.objects.every(({ verdict }) => verdict === 'unchanged') && !await hasRunningRun(tx, plan.stackId)
      if (isInPlace) await setAppliedRevision(tx, plan.stackId, plan.revision)
      const counts = Object.fromEntries([...Map.groupBy(plan.objects, ({ verdict }) => verdict)].map(([verdict, those]) => [verdict, those.length]))
      return {
        value,
        event: {
          subject: `plan ${value.id}`, stackId: plan.stackId,
          after: { revision: plan.revision, status: plan.status, objects: counts, blockers: plan.blockers.length, risk: plan.risk.level, ...(isInPlace ? { inPlace: true } : {}) },
        },
      }
    },
  })
}
