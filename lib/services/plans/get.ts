// One plan: what applying its revision would do.
import 'server-only'
import { z } from 'zod'
import { findPlan } from '../../db/plans.ts'
import { AppError } from '../../errors.ts'
import { text } from '../../text.ts'
import { query, type Verb } from '../command.ts'
import type { PlanView } from '../views.ts'
import { toView } from './view.ts'

export const GetPlan = z.object({ planId: z.string() })

/** NOT_FOUND when there is none. */
export const get: Verb<z.input<typeof GetPlan>, PlanView> = query({
  permission: 'plan:read',
  input: GetPlan,
  async run({ tx }, { planId }) {
    const plan = await findPlan(tx, planId)
    if (!plan) throw new AppError('NOT_FOUND', text('There is no such plan.', '그런 계획이 없습니다.'))
    return toView(plan)
  },
})
