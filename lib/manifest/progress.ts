// What a run says of one object while it is carried out.
import { z } from 'zod'
import { Text } from '../text-schema.ts'

const RUN_STATUSES = ['running', 'succeeded', 'failed', 'cancelled', 'interrupted'] as const
export const RunStatus = z.enum(RUN_STATUSES)
export type RunStatus = z.infer<typeof RunStatus>

/**
 * A pod of a workload that is waited for. `isNew`: it has the template that was applied. `trouble`: why it does not get ready. `isStuck`:
 * its controller waits for it in vain, and goes on only when somebody deletes it.
 */
export const PodProgress = z.object({
  name: z.string(), uid: z.string(), isReady: z.boolean(), isNew: z.boolean(), restarts: z.number().int(),
  trouble: Text.optional(), isStuck: z.boolean().optional(),
})
export type PodProgress = z.infer<typeof PodProgress>

/** The last lines that a failing container wrote; `isPrevious`: before it ended, not since it began again. */
export const PodLog = z.object({ pod: z.string(), container: z.string().optional(), isPrevious: z.boolean(), lines: z.array(z.string()) })
export type PodLog = z.infer<typeof PodLog>

/** `waiting` is done in the cluster, and its gate is still closed; `skipped` was not reached because the run ended before. */
export const RunObject = z.object({
  object: z.string(),
  action: z.enum(['apply', 'delete']).optional(),
  status: z.enum(['pending', 'applying', 'waiting', 'done', 'unchanged', 'failed', 'skipped']),
  message: Text.optional(),
  startedAt: z.string().optional(),
  finishedAt: z.string().optional(),
  /** Since when its gate is waited for, by whoever carries the run out now. */
  waitsSince: z.string().optional(),
  /** For how long its gate is waited for at most before the run stops; told before its turn, too. */
  waitsMostMs: z.number().int().optional(),
  ready: z.object({ now: z.number().int(), want: z.number().int() }).optional(),
  /** Set once the cluster has taken it. */
  isApplied: z.boolean().optional(),
  /** Applied, and its gate left by whoever stopped the run: whether the pods have it is not known. */
  isUnwaited: z.boolean().optional(),
  /** Rulers that could not be told to read it anew: their uids, each with a space and how often it had restarted. */
  untold: z.array(z.string()).optional(),
  /** The uid of what is deleted: another object of the same name is not. */
  uid: z.string().optional(),
  pods: z.array(PodProgress).optional(),
  log: PodLog.optional(),
  /** The uids of broken pods that the run deleted so that their controller goes on: each at most once. */
  unstuck: z.array(z.string()).optional(),
})
export type RunObject = z.infer<typeof RunObject>
