// What applying a revision would do: asked of the cluster, and stored. A plan is the only thing that can be applied.
import 'server-only'
import { z } from 'zod'
import { insertPlan, type PlanRow, type StoredPlanStatus } from '../../db/plans.ts'
import { findRevision, headRevision, type RevisionRow } from '../../db/revisions.ts'
import { hasRunningRun } from '../../db/runs.ts'
import { findStack, lockStack, setAppliedRevision, type StackRow } from '../../db/stacks.ts'
import type { Tx } from '../../db/client.ts'
import { AppError } from '../../errors.ts'
import type { ObjectChange } from '../../manifest/change.ts'
import { text } from '../../text.ts'
import { adoptObjects } from '../../thanos/adopt.ts'
import type { Finding } from '../../thanos/finding.ts'
import { lint } from '../../thanos/lint.ts'
import { splitErrors } from '../../thanos/new-errors.ts'
import { planSteps } from '../../thanos/plan-steps.ts'
import { command, operation, type Verb } from '../command.ts'
import { clusterOf } from '../connections/resolve.ts'
import { RevisionNumber } from '../revisions/fields.ts'
import type { PlanView } from '../views.ts'
import { fingerprintOf } from './fingerprint.ts'
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
    const stack = await findStack(reader, { id: stackId })
    if (!stack) throw new AppError('NOT_FOUND', text('There is no such stack.', '그런 스택이 없습니다.'))
    const revision = number === undefined ? await headRevision(reader, stackId) : await findRevision(reader, stackId, number)
    if (!revision) throw new AppError('NOT_FOUND', number === undefined
      ? text('This stack has no revision to plan yet.', '이 스택에는 아직 계획을 계산할 리비전이 없습니다.')
      : text(`There is no revision ${number}.`, `리비전 ${number}이(가) 없습니다.`))
    const seen = await survey(clusterOf(stack.connection), revision.spec, { namespace: stack.namespace, revision: revision.number })
    const findings = lint(withLiveReferences(revision.spec, seen.references))
    const errors = splitErrors({ findings, known: await knownFindings(reader, stack, revision, seen), namespace: stack.namespace })
    const plan: Draft = {
      stackId, revision: revision.number, status: statusOf(seen.changes, errors.blockers), objects: seen.changes, findings, ...errors,
      steps: planSteps(revision.spec, seen.changes),
      live: seen.digests, fingerprint: fingerprintOf(revision.number, seen.digests), createdBy: { id: actor.id, name: actor.name }, createdAt: now,
    }
    return toView(await storing(plan)(actor, {}))
  },
})

/** What the cluster would not take as it is. */
const REFUSED: readonly ObjectChange['verdict'][] = ['conflict', 'invalid', 'immutable', 'missing']

type Draft = Omit<PlanRow, 'id' | 'isNewest' | 'isApplied'>

/** Findings of what runs now: the revision that was applied last, or, before the first run, of what the cluster has. */
async function knownFindings(reader: Tx, { id, applied }: StackRow, revision: RevisionRow, seen: Survey): Promise<Finding[]> {
  const before = applied === revision.number ? revision : applied !== undefined && await findRevision(reader, id, applied)
  return lint(before ? withLiveReferences(before.spec, seen.references) : adoptObjects(seen.live).spec)
}

function statusOf(changes: readonly ObjectChange[], blockers: readonly Finding[]): StoredPlanStatus {
  const verdicts = new Set(changes.map(({ verdict }) => verdict))
  if (REFUSED.some((verdict) => verdicts.has(verdict))) return 'blocked'
  if (!verdicts.has('create') && !verdicts.has('change')) return 'empty'
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
      const isInPlace = plan.status === 'empty' && !await hasRunningRun(tx, plan.stackId)
      if (isInPlace) await setAppliedRevision(tx, plan.stackId, plan.revision)
      const counts = Object.fromEntries([...Map.groupBy(plan.objects, ({ verdict }) => verdict)].map(([verdict, those]) => [verdict, those.length]))
      return {
        value,
        event: {
          subject: `plan ${value.id}`, stackId: plan.stackId,
          after: { revision: plan.revision, status: plan.status, objects: counts, blockers: plan.blockers.length, ...(isInPlace ? { inPlace: true } : {}) },
        },
      }
    },
  })
}
