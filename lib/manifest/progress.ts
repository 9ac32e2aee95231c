// What a run says of one object while it is carried out.
import { z } from 'zod'
import { Text } from '../text.ts'

const RUN_STATUSES = ['running', 'succeeded', 'failed', 'interrupted'] as const
export const RunStatus = z.enum(RUN_STATUSES)
export type RunStatus = z.infer<typeof RunStatus>

/** `waiting` is applied but not ready yet; `skipped` was not reached because an earlier object failed. */
export const RunObject = z.object({
  object: z.string(),
  status: z.enum(['pending', 'applying', 'waiting', 'done', 'unchanged', 'failed', 'skipped']),
  message: Text.optional(),
  startedAt: z.string().optional(),
  finishedAt: z.string().optional(),
  ready: z.object({ now: z.number().int(), want: z.number().int() }).optional(),
})
export type RunObject = z.infer<typeof RunObject>
