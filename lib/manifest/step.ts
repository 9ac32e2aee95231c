// What a run does with one object, in its place of the order. A plan stores the steps; a run carries out these and no others.
import { z } from 'zod'
import { Text } from '../text.ts'

/** What is waited for after a step before the next one begins. */
export const STEP_GATES = ['none', 'rollout', 'refresh'] as const

/**
 * `rollout`: every pod of the workload has the new template, is available and stays so. `refresh`: a file that the object holds has reached
 * the pods that mount it, and they have taken it in. `reason` says why a step stands where it does, when that is not the usual order.
 */
export const PlanStep = z.object({
  object: z.string(),
  action: z.enum(['apply', 'delete']),
  gate: z.enum(STEP_GATES),
  reason: Text.optional(),
})
export type PlanStep = z.infer<typeof PlanStep>
