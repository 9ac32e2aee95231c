// Where a stack applies to, as data that a spec, a form and a row may hold: never a credential.
import { z } from 'zod'

/** The built-in sandbox, or a context of the kubeconfig that the server was started with. */
export const Connection = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('sandbox') }),
  z.object({ kind: z.literal('context'), context: z.string().min(1).max(253) }),
])
export type Connection = z.infer<typeof Connection>
