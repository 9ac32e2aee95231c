// Both texts of one object of a plan, for the reader who opens it: a plan of many objects is told without them.
import 'server-only'
import { z } from 'zod'
import { findPlanTexts } from '../../db/plans.ts'
import { AppError } from '../../errors.ts'
import { text } from '../../text.ts'
import { query, type Verb } from '../command.ts'
import type { PlanDiff } from '../views.ts'

export const GetPlanDiff = z.object({ planId: z.string(), object: z.string().max(1000) })

/** Secrets are redacted as they are in the plan. NOT_FOUND when there is no such plan, or no such object in it. */
export const diff: Verb<z.input<typeof GetPlanDiff>, PlanDiff> = query({
  permission: 'plan:read',
  input: GetPlanDiff,
  async run({ tx }, { planId, object }) {
    const texts = await findPlanTexts(tx, planId, object)
    if (!texts) throw new AppError('NOT_FOUND', text('This plan has no such object.', '이 계획에 그런 오브젝트가 없습니다.'))
    return texts
  },
})
