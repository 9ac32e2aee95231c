// Whether the cluster is still what a plan was computed against. A cluster that does not answer is an answer too: the plan can be read all the same.
import 'server-only'
import { z } from 'zod'
import { findPlan } from '../../db/plans.ts'
import { findRevision } from '../../db/revisions.ts'
import { findStack } from '../../db/stacks.ts'
import { AppError, sentenceOf } from '../../errors.ts'
import { text } from '../../text.ts'
import { query, type Verb } from '../command.ts'
import { clusterOf } from '../connections/resolve.ts'
import type { PlanFreshness } from '../views.ts'
import { movedObjects } from './fingerprint.ts'
import { lookAgain } from './survey.ts'

export const GetFreshness = z.object({ planId: z.string(), locale: z.enum(['en', 'ko']).default('en') })

/** The objects that moved since, none while the plan holds. NOT_FOUND when there is no such plan. */
export const freshness: Verb<z.input<typeof GetFreshness>, PlanFreshness> = query({
  permission: 'plan:read',
  input: GetFreshness,
  async run({ tx, now }, { planId, locale }) {
    const plan = await findPlan(tx, planId)
    if (!plan) throw new AppError('NOT_FOUND', text('There is no such plan.', '그런 계획이 없습니다.'))
    const [stack, revision] = [await findStack(tx, { id: plan.stackId }), await findRevision(tx, plan.stackId, plan.revision)]
    if (!stack || !revision) throw new Error(`plan ${planId} has lost its stack or revision`)
    const at = now.toISOString()
    try {
      const { connection, namespace } = stack
      return { ok: true, at, moved: movedObjects(plan.live, await lookAgain(clusterOf(connection), revision.spec, { namespace, changes: plan.objects }), namespace) }
    } catch (error) {
      if (error instanceof AppError) return { ok: false, at, reason: sentenceOf(error)[locale] }
      throw error
    }
  },
})
