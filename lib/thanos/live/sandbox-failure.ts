// What can be made to fail in the world behind the sandbox, as data: the sandbox carries it out, a marked panel and tests switch it on.
import { z } from 'zod'

/**
 * `receiver-dies`, `out-of-memory`, `store-unreachable`: a pod; `query-blind`: a replica of query that does not see the endpoints of one kind; `edge-silent`,
 * `clock-skew`, `old-samples`: an edge by its name, for the installation of one namespace or, without one, for all that it writes into; `compactor-halts` (over blocks that overlap), `bucket-refuses` and
 * `unscraped` (Query has no metrics of the installation itself) concern a namespace.
 */
export const SandboxFailure = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('receiver-dies'), namespace: z.string(), pod: z.string() }),
  z.strictObject({ kind: z.literal('out-of-memory'), namespace: z.string(), pod: z.string() }),
  z.strictObject({ kind: z.literal('compactor-halts'), namespace: z.string() }),
  z.strictObject({ kind: z.literal('edge-silent'), namespace: z.string().optional(), edge: z.string() }),
  z.strictObject({ kind: z.literal('bucket-refuses'), namespace: z.string() }),
  z.strictObject({ kind: z.literal('store-unreachable'), namespace: z.string(), pod: z.string() }),
  z.strictObject({ kind: z.literal('query-blind'), namespace: z.string(), pod: z.string(), blindTo: z.enum(['receive', 'store', 'rule', 'sidecar']) }),
  z.strictObject({ kind: z.literal('clock-skew'), namespace: z.string().optional(), edge: z.string(), seconds: z.number().int() }),
  z.strictObject({ kind: z.literal('old-samples'), namespace: z.string().optional(), edge: z.string() }),
  z.strictObject({ kind: z.literal('unscraped'), namespace: z.string() }),
])
export type SandboxFailure = z.infer<typeof SandboxFailure>
export const SandboxFailures = z.array(SandboxFailure).max(100)

