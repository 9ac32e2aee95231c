// The newest plans of a stack.
import 'server-only'
import { z } from 'zod'
import { optional } from '../../db/json.ts'
import { listPlans } from '../../db/plans.ts'
import { query, type Verb } from '../command.ts'
import type { PlanSummary } from '../views.ts'
import { toSummary } from './view.ts'

export const ListPlans = z.object({ stackId: z.string(), limit: z.number().int().min(1).max(51).default(10), /** Only those older than this plan. */ before: z.string().optional() })

/** Newest first. */
export const list: Verb<z.input<typeof ListPlans>, PlanSummary[]> = query({
  permission: 'plan:read',
  input: ListPlans,
  run: async ({ tx }, { stackId, limit, before }) => (await listPlans(tx, stackId, { limit, ...optional('before', before) })).map(toSummary),
})
