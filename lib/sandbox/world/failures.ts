// What can go wrong in the world behind the sandbox, as data: switched on by tests, and by whoever tries Gauntlet. Nothing of it is on by itself.
import { z } from 'zod'

/**
 * `receiver-dies`, `store-unreachable`: a pod; `query-blind`: a replica of query that does not see the endpoints of one kind; `edge-silent`,
 * `clock-skew`, `old-samples`: an edge by its name; `compactor-halts` (over blocks that overlap) and `bucket-refuses` concern a namespace.
 */
export const Failure = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('receiver-dies'), namespace: z.string(), pod: z.string() }),
  z.strictObject({ kind: z.literal('compactor-halts'), namespace: z.string() }),
  z.strictObject({ kind: z.literal('edge-silent'), edge: z.string() }),
  z.strictObject({ kind: z.literal('bucket-refuses'), namespace: z.string() }),
  z.strictObject({ kind: z.literal('store-unreachable'), namespace: z.string(), pod: z.string() }),
  z.strictObject({ kind: z.literal('query-blind'), namespace: z.string(), pod: z.string(), blindTo: z.enum(['receive', 'store', 'rule', 'sidecar']) }),
  z.strictObject({ kind: z.literal('clock-skew'), edge: z.string(), seconds: z.number().int() }),
  z.strictObject({ kind: z.literal('old-samples'), edge: z.string() }),
])
export type Failure = z.infer<typeof Failure>
export const Failures = z.array(Failure).max(100)

/** With the time since when, in ms. */
export type Active = Failure & { since: number }
